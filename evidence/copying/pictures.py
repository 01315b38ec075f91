"""A photograph or screenshot, drawn anew: turned the right way up, at most 4,000 pixels long, nothing but its pixels."""

from pathlib import Path

import pillow_heif
from PIL import Image, ImageFile, ImageOps

LONGEST = 4_000  # pixels of the safe copy
SHOWN = 1_800  # pixels of the picture that the page shows
SMALL = 320  # pixels of the picture in lists
QUALITY = 88
MOST_PIXELS = 260_000_000  # what intake lets through

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = True  # half a photograph is evidence too
pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1


def run(source: str, folder: str) -> dict:
    """Writes `safe`, `h-1` and `kecil` into the folder: {"type", "pages": [[1, width, height]]}."""
    place = Path(folder)
    with Image.open(source) as opened:
        lossless = opened.format == "PNG"
        picture = upright(opened)
    kind = keep(picture, place / "safe", lossless=lossless)
    width, height = show(picture, place / "h-1")
    shrink(picture, place / "kecil")
    return {"type": kind, "pages": [[1, width, height]]}


def upright(opened: Image.Image) -> Image.Image:
    """Red, green and blue pixels alone, turned as the camera was held; big ones are read small."""
    opened.draft("RGB", (LONGEST, LONGEST))
    opened.thumbnail((LONGEST, LONGEST))
    return flat(ImageOps.exif_transpose(opened))


def flat(picture: Image.Image) -> Image.Image:
    """Without transparency, palette and all that hangs on the object: a new picture out of bare pixels."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture.convert("RGBA"))
    plain = picture.convert("RGB")
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


def keep(picture: Image.Image, place: Path, *, lossless: bool) -> str:
    """Write it and answer its content type."""
    if lossless:
        picture.save(place, "PNG", optimize=False)
        return "image/png"
    picture.save(place, "JPEG", quality=QUALITY)
    return "image/jpeg"


def show(picture: Image.Image, place: Path) -> tuple[int, int]:
    """The picture for the page; its width and height in pixels."""
    shown = picture.copy()
    shown.thumbnail((SHOWN, SHOWN))
    shown.save(place, "JPEG", quality=82)
    return shown.size


def shrink(picture: Image.Image, place: Path) -> None:
    """The picture for lists."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    small.save(place, "JPEG", quality=72)
