"""Pictures: the right way up as their camera noted, grey, and then read."""

from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from evidence.extract.leaves import Leaf, NoOcr, Task
from evidence.extract.ocr import recognised
from evidence.extract.parcel import Source
from evidence.extract.pieces import Unreadable

NAME = "picture"
LONGEST = 5000  # pixels of a side: a telephone of today; what is larger is reduced while it is read
BROKEN_OFF = "truncated"  # what Pillow says of a picture that ends too early
Image.MAX_IMAGE_PIXELS = None  # the gate has judged the size by the header, and memory is limited
pillow_heif.register_heif_opener(thumbnails=False)


def tasks(source: Source) -> list[Task]:
    """One page."""
    return [lambda: page(source)]


def page(source: Source) -> Leaf:
    """The picture's text with its places, of one that breaks off as far as it goes. Raises Unreadable.

    Without Tesseract the page says that it waits.
    """
    pixels, half = _seen(source)
    try:
        leaf = recognised(pixels)
    except NoOcr:
        return Leaf(extractor=NAME, reason="no_ocr")
    leaf.reason = "half" if half else leaf.reason
    return leaf


def _seen(source: Source) -> tuple[np.ndarray, bool]:
    """Its pixels, and whether it breaks off. Raises Unreadable."""
    try:
        return grey(source), False
    except Unreadable as error:
        if BROKEN_OFF not in str(error.__cause__):
            raise
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return grey(source), True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


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
