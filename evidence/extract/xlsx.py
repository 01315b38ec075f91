"""Text of an XLSX: its sheets in order, a row to a line, dates as people write them."""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta

from evidence.extract.leaves import Task, at_hand
from evidence.extract.parcel import Source, attribute, events, index, opened, relations
from evidence.extract.pieces import MOST_TEXT, Unreadable, pieces

NAME = "xlsx"
BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
MOST_SHEETS = 200
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})  # built-in formats of dates
DATE_LETTERS = re.compile(r"[dmyhs]", re.I)
NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
EPOCH = datetime(1899, 12, 30)
LAST_DAY = 2_958_465  # 31 December 9999


def tasks(source: Source) -> list[Task]:
    """Pieces of each sheet, labelled with its name. Raises Unreadable."""
    found: list[Task] = []
    with opened(source) as archive:
        if BOOK not in archive.namelist():
            raise Unreadable("broken")
        strings, dated = _strings(archive), _dated(archive)
        for name, part in _sheets(archive)[:MOST_SHEETS]:
            rows = list(_rows(archive, part, strings, dated))
            found += at_hand(pieces(rows), extractor=NAME, label=name)
    return found


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    targets, names = relations(archive, BOOK), set(archive.namelist())
    listed = (each for each in index(archive, BOOK).iter() if each.tag.rpartition("}")[2] == "sheet")
    placed = ((each.get("name") or "", targets.get(attribute(each, "id") or "", ("", ""))[1]) for each in listed)
    return [(name, part) for name, part in placed if part in names]


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """Strings by number; phonetic help is left out."""
    if STRINGS not in archive.namelist():
        return []
    found: list[str] = []
    runs: list[str] = []
    spoken, size = 0, 0
    for event, tag, element in events(archive, STRINGS):
        if tag == "rPh":
            spoken += 1 if event == "start" else -1
        elif event == "end" and tag == "t" and not spoken:
            runs.append(element.text or "")  # type: ignore[attr-defined]
        elif event == "end" and tag == "si":
            found.append("".join(runs)[:MOST_TEXT])
            size += len(found[-1])
            runs.clear()
            element.clear()  # type: ignore[attr-defined]
        if size > 4 * MOST_TEXT:
            raise Unreadable("large")
    return found


def _dated(archive: zipfile.ZipFile) -> set[int]:
    """Styles of cells whose numbers are dates."""
    if STYLES not in archive.namelist():
        return set()
    tree = index(archive, STYLES)
    own = {
        int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in tree.iter() if each.tag.endswith("}numFmt")
    }
    cells = next((each for each in tree.iter() if each.tag.endswith("}cellXfs")), ())
    return {place for place, style in enumerate(cells) if _is_date(int(style.get("numFmtId", 0)), own)}


def _is_date(number: int, own: dict[int, str]) -> bool:
    return number in DATES or bool(DATE_LETTERS.search(NO_LETTERS.sub("", own.get(number, ""))))


def _rows(archive: zipfile.ZipFile, part: str, strings: list[str], dated: set[int]) -> Iterator[str]:
    cells: list[str] = []
    size = 0
    for event, tag, element in events(archive, part):
        if event != "end":
            continue
        if tag == "c":
            cells.append(_cell(element, strings, dated))
        elif tag == "row":
            line = " | ".join(filter(None, cells))
            size += len(line)
            if line:
                yield line
            cells.clear()
            element.clear()  # type: ignore[attr-defined]
        if size > MOST_TEXT:
            return


def _cell(element, strings: list[str], dated: set[int]) -> str:
    kind = element.get("t", "n")
    value = next((each.text or "" for each in element if each.tag.endswith("}v")), "")
    if kind == "inlineStr":
        return "".join(each.text or "" for each in element.iter() if each.tag.endswith("}t"))
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "n" and value and int(element.get("s", 0)) in dated:
        return _date(value)
    return value


def _date(value: str) -> str:
    """A day counted from 1899 as 14/10/2024, with its hour when it has one."""
    try:
        days = float(value)
    except ValueError:
        return value
    if not 0 <= days <= LAST_DAY:
        return value
    moment = EPOCH + timedelta(days=days)
    return f"{moment:%d/%m/%Y}" if days == int(days) else f"{moment:%d/%m/%Y %H.%M}"
