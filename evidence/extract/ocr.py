"""Text of pictures: made readable first, then given to Tesseract, each word with its place on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from evidence.extract import tesseract
from evidence.extract.geometry import View, flattened, fullest, letter_height, levelled, lie, seen, sized, turned
from evidence.extract.leaves import Leaf
from evidence.extract.pieces import LONGEST_PAGE, clean
from evidence.extract.tone import dark_on_light, evened, quieted

PREPARATION = 2  # counted up whenever what happens to a picture before Tesseract changes
DOUBTFUL = 0.62  # confidence below which another reading is tried
GIBBERISH = 0.35  # confidence of words that are drawings, not writing
COLUMNS = 12  # of a line of Tesseract's TSV
PACKED = (cv2.IMWRITE_TIFF_COMPRESSION, 32773)  # PackBits: Tesseract takes its input sign by sign, and this has few
cv2.setNumThreads(1)  # one core a file: threads that wait for each other only burn it


@dataclass(frozen=True)
class Word:
    """A word where Tesseract saw it: line says which words belong together, box in pixels of what it was shown."""

    text: str
    confidence: float
    line: tuple[int, int, int]
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Attempt:
    """One reading of one view."""

    view: View
    words: list[Word]

    @property
    def confidence(self) -> float:
        """Mean over letters, 0 to 1."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    @property
    def worth(self) -> float:
        """Letters that are probably right less those that are probably not."""
        return sum((word.confidence - 0.5) * len(word.text) for word in self.words)


def recognised(pixels: np.ndarray, *, label: str = "") -> Leaf:
    """The page that a grey picture shows, words placed as fractions of the picture. Raises NoOcr."""
    extractor = f"{tesseract.name(tesseract.program)}, persiapan {PREPARATION}"
    best = best_attempt(pixels)
    confidence = best.confidence
    words = [word for word in best.words if _is_writing(word, confidence)]
    text, places = _laid_out(words, best.view, pixels.shape)
    sure = Attempt(best.view, words).confidence if words else 0.0
    return Leaf(text=text, label=label, extractor=extractor, words=places, confidence=round(sure, 3))


def best_attempt(pixels: np.ndarray) -> Attempt:
    """Read as the picture seems to lie; in doubt also the other way round, or untouched, and the best is kept."""
    view = seen(pixels)
    level, sideways = prepared(view)
    first = _first(level, sideways)
    if first.confidence >= DOUBTFUL:
        return first
    others = [_read(turned(first.view, 2))]
    if others[0].confidence < DOUBTFUL:
        others.append(_read(view))
    return max([first, *others], key=lambda attempt: attempt.worth)


def prepared(view: View) -> tuple[View, bool]:
    """Flat, level, of a good size and even; and whether it was turned by a quarter, nobody knows which way."""
    sheet = flattened(view)
    quiet = View(quieted(dark_on_light(sheet.pixels)), sheet.way)
    sideways, tilt = lie(quiet.pixels)
    level = sized(levelled(turned(quiet, 1) if sideways else quiet, tilt))
    return View(evened(level.pixels), level.way), sideways


def _first(level: View, sideways: bool) -> Attempt:
    """The whole page read; of one that lay sideways, a strip decides first which way is up."""
    if not sideways:
        return _read(level)
    upside_down = turned(level, 2)
    return _read(upside_down if _strip(upside_down).confidence > _strip(level).confidence else level)


def _strip(view: View) -> Attempt:
    """A reading of the few lines where most is written."""
    tall = int(max(8 * letter_height(view.pixels), 160))
    top = fullest(view.pixels, tall)
    return _read(View(view.pixels[top : top + tall], view.way))


def _read(view: View) -> Attempt:
    picture = cv2.imencode(".tiff", view.pixels, PACKED)[1].tobytes()
    return Attempt(view, list(_words(tesseract.table(picture))))


def _words(table: str) -> Iterator[Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t", COLUMNS - 1)
        text = clean(cells[-1]) if len(cells) == COLUMNS and cells[0] == "5" else ""
        if text:
            left, top, width, height = map(int, cells[6:10])
            line = (int(cells[2]), int(cells[3]), int(cells[4]))
            yield Word(text, float(cells[10]) / 100, line, (left, top, left + width, top + height))


def _is_writing(word: Word, confidence: float) -> bool:
    """Specks and frames become strokes that nobody wrote; in a picture without writing, nearly everything does."""
    if not any(letter.isalnum() for letter in word.text):
        return word.confidence > 0.5
    return word.confidence > (0.1 if confidence > GIBBERISH else 0.6)


def _laid_out(words: list[Word], view: View, shape: tuple[int, ...]) -> tuple[str, list[list]]:
    """Text with a line to a line and an empty one between blocks; places of its words as fractions of the page."""
    text, places, before = "", [], None
    boxes = view.back([word.box for word in words])
    for word, box in zip(words, boxes, strict=True):
        text += _gap(before, word.line)
        before = word.line
        if len(text) + len(word.text) > LONGEST_PAGE:
            break
        places.append([*_fractions(box, shape), len(text), len(text) + len(word.text)])
        text += word.text
    return text, places


def _gap(before: tuple[int, int, int] | None, line: tuple[int, int, int]) -> str:
    if before is None:
        return ""
    if before == line:
        return " "
    return "\n" if before[:2] == line[:2] else "\n\n"


def _fractions(box: Sequence[float], shape: tuple[int, ...]) -> list[float]:
    height, width = shape[:2]
    return [round(min(max(value / side, 0.0), 1.0), 4) for value, side in zip(box, (width, height) * 2, strict=True)]
