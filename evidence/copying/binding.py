"""A new PDF out of page pictures: no text layer, no author, no script, no attachment, nothing of the old file."""

from collections.abc import Iterable
from pathlib import Path

import pikepdf
from PIL import Image

POINTS = 72 / 120  # points to a pixel


def run(folder: str, pages: str) -> dict:
    """Binds `h-1` to `h-<pages>` of the folder into `safe`: {"type"}."""
    place = Path(folder)
    bind((place / f"h-{number}" for number in range(1, int(pages) + 1)), place / "safe")
    return {"type": "application/pdf"}


def bind(pictures: Iterable[Path], place: Path) -> None:
    """Write the JPEG pictures as the pages of one PDF."""
    with pikepdf.new() as book:
        for picture in pictures:
            _add(book, picture)
        book.save(place, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)


def _add(book: pikepdf.Pdf, place: Path) -> None:
    with Image.open(place) as opened:
        width, height = opened.size
    image = pikepdf.Stream(book, place.read_bytes())
    _describe(image, width, height)
    page = book.add_blank_page(page_size=(round(width * POINTS, 2), round(height * POINTS, 2)))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=book.make_indirect(image)))
    box = f"q {width * POINTS:.2f} 0 0 {height * POINTS:.2f} 0 0 cm /P Do Q"
    page.obj.Contents = pikepdf.Stream(book, box.encode())


def _describe(image: pikepdf.Stream, width: int, height: int) -> None:
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    image.Width, image.Height = width, height
