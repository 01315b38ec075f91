"""The Markdown of templates, as blocks of plain text: facts are put in after it was read, so that they stay text.

Known: # headings, paragraphs, - and 1. lists, | tables | of two cells |, **bold**, *italic*, {{ facts.x }}.
A place with a question mark, {{ facts.x? }}, may be empty: then its paragraph, list item or row is left out.
A paragraph that is one place alone takes a list as items, a list of pairs as a table, a text as its paragraphs.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise

PLACE = re.compile(r"\{\{\s*(facts|letter)\.([a-z_]+)(\?)?\s*\}\}")
INLINE = re.compile(r"(\*\*.+?\*\*|\*[^*\s][^*]*\*)")
ITEM = re.compile(r"(?:-|\d+\.)\s+")

Facts = Mapping[str, object]


class UnknownPlace(KeyError):
    """A template asks for a fact that was not given."""


class _LeftOut(Exception):
    """An optional place is empty: what it stands in is left out."""


def blocks(source: str, *, facts: Facts, letter: Facts) -> list[dict]:
    """The blocks of a filled-in template. Raises UnknownPlace."""
    known = {"facts": facts, "letter": letter}
    read = (_block(lines, known) for lines in _paragraphs(source))
    return _stepped([block for found in read for block in found])


def places(source: str) -> set[str]:
    """The facts that a template asks for, those it can do without left aside."""
    return {name for room, name, optional in PLACE.findall(source) if room == "facts" and not optional}


def text_of(value: object) -> str:
    """A fact as it is printed: dates in words, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "l, j F Y, H.i")
    if isinstance(value, date):
        return date_format(value, "l, j F Y")
    return unicodedata.normalize("NFC", str(value))


def runs(text: str) -> list[dict]:
    """Plain text as one run."""
    return [{"s": text}] if text else []


def paragraphs(text: str) -> list[dict]:
    """The paragraphs of a text that a person wrote."""
    return [{"t": "p", "c": runs(line.strip())} for line in text.splitlines() if line.strip()]


def pairs(rows: Iterable) -> dict:
    """A table of what is called how; rows without a value are left out."""
    told = [(text_of(name), text_of(value)) for name, value in rows]
    return {"t": "pairs", "rows": [[runs(name), runs(value)] for name, value in told if value]}


def _stepped(made: list[dict]) -> list[dict]:
    """Headings from level 1 on, no level left out: readers that speak count on it (PDF/UA)."""
    last = 0
    for block in made:
        if block["t"] == "h":
            last = block["level"] = min(block["level"], last + 1)
    return made


def _paragraphs(source: str) -> list[list[str]]:
    chunks = re.split(r"\n\s*\n", source.strip())
    return [[line.rstrip() for line in chunk.splitlines() if line.strip()] for chunk in chunks if chunk.strip()]


def _block(lines: list[str], known: dict) -> list[dict]:
    first = lines[0]
    if first.startswith("#"):
        return _kept(lambda: [_heading(" ".join(lines), known)])
    if first.startswith("|"):
        return _table(lines, known)
    if ITEM.match(first):
        return _list(lines, known)
    if len(lines) == 1 and (alone := PLACE.fullmatch(first.strip())):
        return _kept(lambda: _value(alone, known))
    return _kept(lambda: [{"t": "p", "c": _runs(" ".join(lines), known)}])


def _kept(make: Callable[[], list]) -> list:
    try:
        return make()
    except _LeftOut:
        return []


def _heading(line: str, known: dict) -> dict:
    level = len(line) - len(line.lstrip("#"))
    return {"t": "h", "level": min(level, 3), "c": _runs(line.lstrip("# "), known)}


def _table(lines: list[str], known: dict) -> list[dict]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")][:2] for line in lines]
    rows = [row for pair in cells for row in _kept(partial(_row, pair, known))]
    return [{"t": "pairs", "rows": rows}] if rows else []


def _row(cells: list[str], known: dict) -> list:
    return [[_runs(cell, known) for cell in cells]]


def _item(line: str, known: dict) -> list:
    return [_runs(ITEM.sub("", line, count=1), known)]


def _list(lines: list[str], known: dict) -> list[dict]:
    kind = "ul" if lines[0].startswith("-") else "ol"
    items = [item for line in lines for item in _kept(partial(_item, line, known))]
    return [{"t": kind, "items": items}] if items else []


def _value(place: re.Match, known: dict) -> list[dict]:
    """A place that stands alone: the shape of the fact makes the shape of the block."""
    value = _fact(place, known)
    if isinstance(value, (list, tuple)):
        return _listed(list(value))
    return paragraphs(text_of(value))


def _listed(value: list) -> list[dict]:
    if not value:
        return []
    if all(isinstance(row, (list, tuple)) and len(row) == 2 for row in value):
        return [pairs(value)]
    return [{"t": "ol", "items": [runs(text_of(item)) for item in value]}]


def _runs(line: str, known: dict) -> list[dict]:
    made: list[dict] = []
    for piece in INLINE.split(line):
        style = {"b": True} if piece.startswith("**") else {"i": True} if INLINE.fullmatch(piece) else {}
        inner = piece.strip("*") if style else piece
        made += [{**run, **style} for run in _filled(inner, known)]
    return made


def _filled(text: str, known: dict) -> list[dict]:
    made, at = [], 0
    for place in PLACE.finditer(text):
        made += runs(text[at : place.start()])
        made += runs(_told(_fact(place, known)))
        at = place.end()
    return made + runs(text[at:])


def _told(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(text_of(item) for item in value)
    return " ".join(text_of(value).split())


def _fact(place: re.Match, known: dict) -> object:
    room, name, optional = place.groups()
    if name not in known[room] and not optional:
        raise UnknownPlace(f"{room}.{name}")
    value = known[room].get(name)
    if isinstance(value, Promise):
        value = str(value)
    if optional and value in (None, "", [], ()):
        raise _LeftOut
    return value
