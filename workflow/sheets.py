"""Tables that people bring and take away: CSV and XLSX, read with care, written so that no spreadsheet computes a name."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_BYTES = 10_000_000
MOST_UNPACKED = 120_000_000  # a workbook is a ZIP file: a small one can hold very much
MOST_COLUMNS = 60
LOOK_FOR_HEADER = 12  # rows at the top of a sheet among which its heading is looked for
DELIMITERS = (";", "\t", ",", "|")
RISKY = ("=", "+", "-", "@", "\t", "\r")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file as a whole cannot be read; the argument says why, in the reader's language."""


@dataclass(frozen=True)
class Row:
    """`number` as the spreadsheet shows it; cells are text, numbers, days or None."""

    number: int
    cells: list[Any]


@dataclass
class Sheet:
    """What was read: the heading's words, and the rows below it that hold anything. `notes` say what was guessed."""

    header: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read(data: bytes, *, name: str, most_rows: int, known: Callable[[str], bool] = lambda word: False) -> Sheet:
    """The table in a file. `known` recognises words of a heading, so that titles above it are skipped.

    Raises Unreadable for what is no table, is empty, or is larger than allowed.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(_("Berkas ini lebih dari %(size)s MB. Bagi menjadi beberapa berkas.") % {"size": 10})
    notes: list[str] = []
    rows = _workbook(data, most_rows) if data[:2] == b"PK" else _lines(data, name, most_rows, notes)
    filled = [row for row in rows if any(cell not in (None, "") for cell in row.cells)]
    if not filled:
        raise Unreadable(_("Berkas ini kosong."))
    place = _header_place(filled, known)
    header, body = _joined_header(filled, place, known)
    if len(body) > most_rows:
        facts = {"most": number_format(most_rows)}
        raise Unreadable(_("Berkas ini lebih dari %(most)s baris. Bagi menjadi beberapa berkas.") % facts)
    return Sheet(header, body, notes)


# CSV -------------------------------------------------------------------------------------------------------------------
def _lines(data: bytes, name: str, most_rows: int, notes: list[str]) -> list[Row]:
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(_("Ini berkas Excel lama (.xls). Simpan ulang sebagai .xlsx atau CSV."))
    text = _decoded(data, notes)
    if "\x00" in text or name.lower().endswith((".pdf", ".docx", ".doc", ".jpg", ".png")):
        raise Unreadable(_("Ini bukan tabel. Kirim berkas CSV atau XLSX."))
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=False)
    found = []
    try:
        for row in reader:
            found.append(Row(reader.line_num, [cell.strip() for cell in row[:MOST_COLUMNS]]))
            if len(found) > most_rows + LOOK_FOR_HEADER:
                break
    except csv.Error as error:
        raise Unreadable(_("Baris %(line)d bukan CSV.") % {"line": reader.line_num}) from error
    return found


def _decoded(data: bytes, notes: list[str]) -> str:
    if data[:2] in UTF_16:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(_("Berkas ini bukan UTF-8; kami membacanya sebagai Windows-1252. Periksa huruf yang tidak biasa."))
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    top = text[:4000].splitlines()[:LOOK_FOR_HEADER]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in top), default=0))


# XLSX ------------------------------------------------------------------------------------------------------------------
def _workbook(data: bytes, most_rows: int) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parcel:
            if sum(part.file_size for part in parcel.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Isi berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return list(_sheet_rows(_fullest(book), most_rows))
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise at a broken workbook
        raise Unreadable(_("Berkas XLSX ini rusak atau berkata sandi. Simpan ulang, lalu coba lagi.")) from error


def _fullest(book):
    """The sheet that is shown first, unless it is empty."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    return next((sheet for sheet in sheets if _holds_something(sheet)), sheets[0])


def _holds_something(sheet) -> bool:
    top = sheet.iter_rows(min_row=1, max_row=5, max_col=10, values_only=True)
    return any(cell is not None for row in top for cell in row)


def _sheet_rows(sheet, most_rows: int) -> Iterator[Row]:
    most = most_rows + LOOK_FOR_HEADER + 1
    rows = sheet.iter_rows(min_row=1, max_row=most, max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, start=1):
        yield Row(number, [_cell(cell) for cell in cells])


def _cell(value):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    return None if isinstance(value, time) else value


# The heading -----------------------------------------------------------------------------------------------------------
def _header_place(rows: list[Row], known: Callable[[str], bool]) -> int:
    """The row among the first in which most words are known; else the first with two filled cells."""
    top = rows[:LOOK_FOR_HEADER]
    score = [sum(known(str(cell)) for cell in row.cells if cell) for row in top]
    if max(score) > 0:
        return score.index(max(score))
    wide = [place for place, row in enumerate(top) if sum(cell not in (None, "") for cell in row.cells) > 1]
    return wide[0] if wide else 0


def _joined_header(rows: list[Row], place: int, known: Callable[[str], bool]) -> tuple[list[str], list[Row]]:
    """Headings in two rows, as merged cells leave them: what is empty in one stands in the other."""
    width = max(len(row.cells) for row in rows[: place + 1])
    words = _padded(rows[place], width)
    above = _padded(rows[place - 1], width) if place else [""] * width
    below = _padded(rows[place + 1], width) if place + 1 < len(rows) else [""] * width
    header = [word or (upper if known(upper) else "") for word, upper in zip(words, above, strict=True)]
    second = [not word and known(lower) for word, lower in zip(header, below, strict=True)]
    if any(second):
        header = [lower if take else word for word, lower, take in zip(header, below, second, strict=True)]
        return header, rows[place + 2 :]
    return header, rows[place + 1 :]


def _padded(row: Row, width: int) -> list[str]:
    cells = ["" if cell is None else str(cell) for cell in row.cells[:width]]
    return cells + [""] * (width - len(cells))


# Writing ---------------------------------------------------------------------------------------------------------------
def safe(value) -> Any:
    """A text that a spreadsheet would compute is kept as text."""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return "" if value is None else value


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of a CSV file, with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([safe(str(name)) for name in columns])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


class _Line:
    """What csv.writer writes to: each line is handed on."""

    def write(self, line: str) -> str:
        return line


def workbook(columns: Iterable[str], rows: Iterable[Iterable], *, sheet: str = "Data") -> bytes:
    """An XLSX file of one sheet; texts stay texts, long numbers among them."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page, bold = book.add_worksheet(sheet[:31]), book.add_format({"bold": True})
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, [str(name) for name in columns], bold)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(page, number, place, value, dated)
    return out.getvalue()


def _write(page, row: int, column: int, value, dated) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), dated)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(safe(value)))
