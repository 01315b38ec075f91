"""Text of a DOCX: body, headers, footers, footnotes, endnotes and comments; a row of a table is a line."""

import re
import zipfile
from collections.abc import Iterator

from evidence.extract.leaves import Task, at_hand
from evidence.extract.parcel import Source, attribute, events, opened
from evidence.extract.pieces import Unreadable, pieces

NAME = "docx"
BODY = "word/document.xml"
BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
REPEATED = "Fallback"  # repeats a text box for old programs


def tasks(source: Source) -> list[Task]:
    """Pieces of the text; a page break that the writer set begins a new one. Raises Unreadable."""
    with opened(source) as archive:
        lines = [line for part in _parts(archive) for line in _lines(archive, part)]
    return at_hand(pieces(lines), extractor=NAME)


def _parts(archive: zipfile.ZipFile) -> list[str]:
    names = set(archive.namelist())
    if BODY not in names:
        raise Unreadable("broken")
    return [BODY, *sorted(name for name in names if BESIDE.fullmatch(name))]


def _lines(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    line: list[str] = []
    repeated, cells = 0, 0  # depth inside a repetition, and inside cells of tables
    for event, tag, element in events(archive, part):
        if tag == REPEATED:
            repeated += 1 if event == "start" else -1
        elif tag == "tc":
            cells += 1 if event == "start" else -1
            line += [" | "] if event == "end" and not cells else []
        elif event == "end" and not repeated:
            yield from _closed(tag, element, line, bool(cells))
    yield from _line(line)
    yield "\f"


def _closed(tag: str, element, line: list[str], in_cell: bool) -> Iterator[str]:
    """The lines that end with this element; what was read is let go of, so that a long file stays small in memory."""
    if tag == "t":
        line.append(element.text or "")
    elif tag == "tab" or (in_cell and tag in ("br", "cr", "p")):
        line.append(" ")
    elif tag == "br" and attribute(element, "type") == "page":
        yield from _line(line)
        yield "\f"
    elif tag in ("br", "cr", "p", "tr"):
        yield from _line(line)
    if tag in ("p", "tr"):
        element.clear()


def _line(line: list[str]) -> Iterator[str]:
    text = "".join(line).removesuffix(" | ")
    line.clear()
    if text:
        yield text
