"""Pages of a PDF as pictures: some of them at a time, so that a long one is made in parts."""

import time
from contextlib import closing
from pathlib import Path

import pypdfium2
from PIL import Image

from evidence.copying.pictures import shrink

DPI = 120
LONGEST = 2_400  # pixels of a page; a plan of a building is drawn smaller
MOST_PAGES = 2_000
QUALITY = 74


def run(source: str, folder: str, first: str, seconds: str) -> dict:
    """Writes `h-<number>` from page `first` on until the seconds are over: {"pages": [[number, width, height]], "total"}."""
    end = time.monotonic() + float(seconds)
    document = pypdfium2.PdfDocument(Path(source).read_bytes())
    total = min(len(document), MOST_PAGES)
    pages: list[list[int]] = []
    for number in range(int(first), total + 1):
        pages.append([number, *_page(document, number, Path(folder))])
        if time.monotonic() > end:
            break
    return {"pages": pages, "total": total}


def _page(document: pypdfium2.PdfDocument, number: int, folder: Path) -> tuple[int, int]:
    picture = _drawn(document, number)
    picture.save(folder / f"h-{number}", "JPEG", quality=QUALITY, subsampling=0, dpi=(DPI, DPI))
    if number == 1:
        shrink(picture, folder / "kecil")
    return picture.size


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    try:
        with closing(document[number - 1]) as page:
            scale = min(DPI / 72, LONGEST / max(*page.get_size(), 1))
            return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        return Image.new("RGB", (round(8.27 * DPI), round(11.69 * DPI)), "white")  # one broken page hides no other
