"""PDF pages: their text layer with the places of its words; pages that were scanned are drawn and read."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from importlib import import_module

import pypdfium2
from pypdfium2 import raw

from evidence.extract.leaves import Leaf, NoOcr, Task
from evidence.extract.parcel import Source, content
from evidence.extract.pieces import MOST_PAGES, Unreadable, clean

NAME = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}"
FEW = 20  # words; with fewer, a page that shows a picture is looked at
SHOWN = 0.05  # share of the page that a picture covers to be looked at
BROKEN = 0.2  # share of signs that no writing has
DOTS = 200  # to the inch
LONGEST = 4200  # pixels
AT_ONCE = 60  # pages; of a longer document the places of words are found later, its text is there at once
OCR = "evidence.extract.ocr"  # loaded by the first scanned page: its libraries take longer than a hundred pages of text
NONSENSE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
TOKEN = re.compile(r"\S+")


def tasks(source: Source) -> list[Task]:
    """A page to a page. Raises Unreadable."""
    document = _opened(source)
    count = len(document)
    return [partial(_page, document, number, count <= AT_ONCE) for number in range(min(count, MOST_PAGES + 1))]


def placed(source: Source) -> list[Task]:
    """The same pages with the places of their words; nothing is recognised. Raises Unreadable."""
    document = _opened(source)
    return [partial(_layer, document, number, True) for number in range(min(len(document), MOST_PAGES))]


def _opened(source: Source) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content(source))  # not by its path: the file has no name
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if locked else "broken") from error
    if len(document) == 0:
        raise Unreadable("broken")
    return document


def _page(document: pypdfium2.PdfDocument, number: int, with_places: bool) -> Leaf:
    """The text layer, or what is recognised when there is hardly any, whichever says more."""
    layer = _layer(document, number, with_places)
    garbled = bool(layer.text) and len(NONSENSE.findall(layer.text)) > BROKEN * len(layer.text)
    if not garbled and len(layer.text.split()) >= FEW:
        return layer
    try:
        with closing(document[number]) as page:
            if not garbled and not _shows(page):
                return layer
            read = import_module(OCR).recognised(_drawn(page))
    except NoOcr:
        layer.reason = "no_ocr"
        return layer
    return read if garbled or len(read.text) >= len(layer.text) else layer


def _layer(document: pypdfium2.PdfDocument, number: int, with_places: bool) -> Leaf:
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            written = text.get_text_range() if text.count_chars() else ""
            leaf = Leaf(text=clean(written), extractor=NAME, tidy=True)
            if with_places and leaf.text:
                leaf.words = list(_words(page, text, written, leaf.text))
            return leaf
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken") from error


# Pages that are pictures ------------------------------------------------------------------------------------------------
def _shows(page: pypdfium2.PdfPage) -> bool:
    """Is there a picture to be looked at, or so many strokes that they may be letters?"""
    width, height = page.get_size()
    strokes = 0
    for shown in page.get_objects(max_depth=3):
        if shown.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shown.get_bounds()
            if abs((right - left) * (top - bottom)) > SHOWN * width * height:
                return True
        strokes += shown.type == raw.FPDF_PAGEOBJ_PATH
    return strokes > FEW


def _drawn(page: pypdfium2.PdfPage):
    """Grey pixels of the page at 200 dots to the inch, fewer when it is huge."""
    scale = min(DOTS / 72, LONGEST / max(*page.get_size(), 1))
    with closing(page.render(scale=scale, grayscale=True, may_draw_forms=False)) as bitmap:
        return bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()


# Places of words --------------------------------------------------------------------------------------------------------
def _words(page, text, written: str, cleaned: str) -> Iterator[list]:
    """[left, top, right, bottom, start, end]: a word that was split at the end of a line has two boxes.

    The library numbers the signs of the text layer; where it left some out, they cannot be counted, and no word is placed.
    """
    if len(written) != text.count_chars():
        return
    way = _way(page)
    at = 0
    for token in TOKEN.finditer(written):
        word = clean(token.group())
        start = cleaned.find(word, at) if word else -1
        if start < 0 or (start > at and cleaned[at:start].strip()):
            continue
        at = start + len(word)
        with suppress(pypdfium2.PdfiumError):
            yield [*_box(text, token.start(), token.end() - 1, way), start, at]


def _box(text, first: int, last: int, way: tuple[float, ...]) -> list[float]:
    """The box around the first and the last letter, as fractions of the page as it is shown."""
    corners = [corner for letter in (first, last) for corner in _corners(text, letter)]
    across = [way[0] * x + way[1] * y + way[2] for x, y in corners]
    down = [way[3] * x + way[4] * y + way[5] for x, y in corners]
    box = min(across), min(down), max(across), max(down)
    return [round(min(max(side, 0.0), 1.0), 4) for side in box]


def _corners(text, letter: int) -> tuple[tuple[float, float], tuple[float, float]]:
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, letter, box):
        raise pypdfium2.PdfiumError("no box")
    return (box.left, box.bottom), (box.right, box.top)


def _way(page) -> tuple[float, ...]:
    """How points of the page's own measure become fractions of it as it is shown: turned and cut as it asks for."""
    side = 1_000_000
    zero, right, up = (_shown_at(page, side, point) for point in ((0, 0), (1000, 0), (0, 1000)))
    return tuple(
        value
        for axis in (0, 1)
        for value in (
            (right[axis] - zero[axis]) / 1000 / side,
            (up[axis] - zero[axis]) / 1000 / side,
            zero[axis] / side,
        )
    )


def _shown_at(page, side: int, point: tuple[float, float]) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, side, side, 0, *point, across, down)
    return across.value, down.value
