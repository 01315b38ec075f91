"""Pictures: the right way up as their camera noted, grey, and then read."""

from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

from evidence.extract.leaves import Leaf, NoOcr, Task
from evidence.extract.ocr import recognised
from evidence.extract.parcel import Source
from evidence.extract.pieces import Unreadable

NAME = "picture"
LONGEST = 5000  # pixels of a side: a telephone of today; what is larger is reduced while it is read
Image.MAX_IMAGE_PIXELS = None  # the gate has judged the size by the header, and memory is limited
pillow_heif.register_heif_opener(thumbnails=False)


def tasks(source: Source) -> list[Task]:
    """One page."""
    return [lambda: page(source)]


def page(source: Source) -> Leaf:
    """The picture's text with its places. Raises Unreadable; without Tesseract the page says that it waits."""
    pixels = grey(source)
    try:
        return recognised(pixels)
    except NoOcr:
        return Leaf(extractor=NAME, reason="no_ocr")


def grey(source: Source) -> np.ndarray:
    """Its pixels as people see them, transparency on white. Raises Unreadable."""
    try:
        with Image.open(BytesIO(source) if isinstance(source, bytes) else source) as opened:
            opened.draft("L", (LONGEST, LONGEST))
            return np.asarray(_reduced(ImageOps.exif_transpose(_opaque(opened))))
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
        raise Unreadable("broken") from error


def _opaque(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture
    layer = picture.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    ground.info = picture.info
    return ground


def _reduced(picture: Image.Image) -> Image.Image:
    flat = picture.convert("L")
    if max(flat.size) > LONGEST:
        flat.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    return flat
