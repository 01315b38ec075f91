"""Text of an ODT: body, tables, footnotes, remarks, headers and footers."""

import zipfile
from collections.abc import Iterator

from evidence.extract.leaves import Task, at_hand
from evidence.extract.parcel import Source, attribute, events, opened
from evidence.extract.pieces import Unreadable, pieces

NAME = "odt"
BODY, STYLES = "content.xml", "styles.xml"
BLANKS = ("s", "tab", "line-break")
BREAKS = ("p", "h", "table-row", "soft-page-break")
SILENT = ("tracked-changes", "automatic-styles", "font-face-decls", "creator", "date", "binary-data")


def tasks(source: Source) -> list[Task]:
    """Pieces of the text; a page that the writing program ended begins a new one. Raises Unreadable."""
    with opened(source) as archive:
        names = archive.namelist()
        if BODY not in names:
            raise Unreadable("broken")
        lines = [line for part in (BODY, STYLES) if part in names for line in _lines(archive, part)]
    return at_hand(pieces(lines), extractor=NAME)


def _lines(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    row: list[str] = []
    silent, cells = 0, 0  # depth inside what nobody sees, and inside cells of tables
    for event, tag, element in events(archive, part):
        step = 1 if event == "start" else -1
        if tag in SILENT:
            silent += step
        elif tag == "table-cell":
            cells += step
            row += [" | "] if event == "end" and not cells else []
        elif tag in BREAKS and event == "end" and not silent:
            yield from _broken(tag, element, row, bool(cells))
    yield "\f"


def _broken(tag: str, element, row: list[str], in_cell: bool) -> Iterator[str]:
    """The lines that end with this element; a paragraph inside another one was told and emptied before."""
    if tag == "soft-page-break":
        yield "\f"
    elif tag == "table-row" and not in_cell:
        yield "".join(row).removesuffix(" | ")
        row.clear()
    elif tag in ("p", "h"):
        text = "".join(_flow(element))
        element.clear()
        if in_cell:
            row.append(text + " ")
        else:
            yield text


def _flow(element) -> Iterator[str]:
    """Text in its order, blanks that the format counts written out."""
    yield element.text or ""
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag in BLANKS:
            yield " " * min(int(attribute(child, "c") or 1), 50)
        elif tag not in SILENT:
            yield from _flow(child)
        yield child.tail or ""
