"""Where a text stands on the pages of a file, as places to be marked; and which texts are worth marking."""

import re
from dataclasses import dataclass

from evidence.models import Evidence, Fact, Page
from evidence.redaction import pictured

WORTH = [Fact.Kind.NIP, Fact.Kind.NIK, Fact.Kind.PHONE, Fact.Kind.ACCOUNT, Fact.Kind.OFFICIAL]
MOST_SUGGESTED = 24
BESIDE, ABOVE = 0.003, 0.001  # of the page, so that no edge of a letter stays; lines stand close
GAPS = r"[\s.\-/()]*"


@dataclass(frozen=True)
class Found:
    """Marks for a text; `unplaced` are pages that hold it without telling where it stands."""

    marks: list[dict]
    unplaced: list[int]


def places_of(evidence: Evidence, text: str) -> Found:
    """Every place of a text, whatever its case and blanks; digits are found with any separators between them."""
    pattern = _pattern(text)
    marks: list[dict] = []
    unplaced: list[int] = []
    if pattern is None:
        return Found(marks, unplaced)
    for page in evidence.pages.order_by("number").iterator(chunk_size=100):
        for start, end in (found.span() for found in pattern.finditer(page.text)):
            placed = _boxes(page, start, end) if pictured(evidence) else [_stretch(page, start, end)]
            marks += placed
            if not placed and page.number not in unplaced:
                unplaced.append(page.number)
    return Found(marks, unplaced)


def suggestions(evidence: Evidence) -> list[tuple[str, str]]:
    """(kind in words, text as written) of the numbers and names that were recognised, each once."""
    rows = Fact.objects.filter(evidence=evidence, kind__in=WORTH).order_by("page", "start")
    texts = dict.fromkeys((fact.get_kind_display(), fact.text) for fact in rows[:400])
    return list(texts)[:MOST_SUGGESTED]


def _pattern(text: str) -> re.Pattern | None:
    wanted = " ".join(text.split())
    if len(wanted) < 2:
        return None
    digits = re.sub(r"\D", "", wanted)
    if len(digits) >= 6 and re.fullmatch(r"[\d\s.\-/()+]+", wanted):
        return re.compile(GAPS.join(digits))
    return re.compile(r"\s+".join(re.escape(word) for word in wanted.split(" ")), re.IGNORECASE)


def _stretch(page: Page, start: int, end: int) -> dict:
    return {"page": page.number, "start": start, "end": end}


def _boxes(page: Page, start: int, end: int) -> list[dict]:
    """The words of the stretch, those of one line as one box."""
    words = [word for word in page.words or [] if word[4] < end and word[5] > start]
    lines: list[list[float]] = []
    for left, top, right, bottom, *_place in words:
        if lines and _same_line(lines[-1], top, bottom) and left >= lines[-1][0]:
            line = lines[-1]
            lines[-1] = [line[0], min(line[1], top), max(line[2], right), max(line[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    return [_mark(page.number, line) for line in lines]


def _same_line(line: list[float], top: float, bottom: float) -> bool:
    middle = (top + bottom) / 2
    return line[1] <= middle <= line[3]


def _mark(number: int, box: list[float]) -> dict:
    left, top, right, bottom = box
    sides = {
        "left": max(left - BESIDE, 0),
        "top": max(top - ABOVE, 0),
        "right": min(right + BESIDE, 1),
        "bottom": min(bottom + ABOVE, 1),
    }
    return {"page": number, **{name: round(value, 4) for name, value in sides.items()}}
