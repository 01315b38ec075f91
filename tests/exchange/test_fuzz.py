"""Whatever a file holds: it is read, or refused with words; nothing else ever happens. Kept findings stand in the corpus."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from clearance.numbers import nip_of
from exchange.cleaning import Reader
from exchange.fields import FIELDS, guess
from exchange.reading import fingerprint, sheet_of
from exchange.standing import STANDINGS
from exchange.values import day_of, text_of
from tests.exchange.conftest import HEADER, ROWS, csv_file, xlsx_file
from workflow.sheets import Unreadable, csv_lines

CALM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KINDS = list(FIELDS)
CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.dates(), st.sampled_from(sorted(STANDINGS))
)


def corpus() -> dict[str, bytes]:
    """Files that were trouble once, and those that stand for a kind of trouble."""
    rows = [HEADER, *ROWS]
    return {
        "cp1252.csv": csv_file([[*HEADER[:3], "Nama"], ["1", "1/1/2020", "caf\u00e9", "Andr\u00e9"]], encoding="cp1252"),
        "utf16.csv": csv_file(rows, encoding="utf-16"),
        "bom.csv": b"\xef\xbb\xbf" + csv_file(rows),
        "semicolons.csv": csv_file(rows, delimiter=";"),
        "tabs.tsv": csv_file(rows, delimiter="\t"),
        "one-quote.csv": b'Nomor,Status\n"1,Selesai\n',
        "nul.csv": b"Nomor,Status\n1\x00,Selesai\n",
        "only-heading.csv": csv_file([HEADER]),
        "ragged.csv": b"Nomor,Tanggal laporan,Status\n1\n2,3,4,5,6,7\n,,\n",
        "titles.xlsx": xlsx_file([["REKAP"], ["per 5 Desember"], [], *rows], merged="A1:F1"),
        "two-headings.xlsx": xlsx_file(
            [["Nomor", "Terlapor", None, "Status", "Tanggal laporan"], [None, "Nama", "NIP", None, None],
             ["1", "Ani", None, "Selesai", date(2020, 1, 1)]],
            merged="B1:C1",
        ),
        "numbers.xlsx": xlsx_file(
            [["Nomor", "NIP", "Tanggal laporan", "Status"], [1, 1.98609262015051e17, 44013, "Proses"], [True, 1e300, -5, 3]]
        ),
        "broken.xlsx": xlsx_file(rows)[:900],
        "formula.xlsx": xlsx_file([["Nomor", "Status"], ["=1+1", "=HYPERLINK(\"x\")"]]),
        "deep.json": b"[" * 4000,
        "surrogate.json": b'{"referrals": [{"number": "1", "narrative": "\\ud800"}]}',
        "shapes.json": json.dumps([{"number": [1], "respondents": [{"nip": {}}], "violations": {"a": 1}}]).encode(),
        "many.json": json.dumps({"referrals": [{"respondents": [{}] * 201}]}).encode(),
        "numbers.json": b'[{"number": 1e999, "narrative": NaN, "incident_date": 99999999999999999999}]',
    }  # fmt: skip


def read_whole(data: bytes, name: str, kind: str, reader: Reader) -> None:
    try:
        sheet = sheet_of(data, name=name, kind=kind)
    except Unreadable as refused:
        assert str(refused)
        return
    columns = guess(kind, sheet.header)
    cleaned = reader.clean(sheet, columns)
    assert len(fingerprint(sheet.header)) == 64
    assert all(isinstance(row, int) and message for row, message in cleaned.errors)
    for fact in cleaned.facts:
        assert fact.values["number"] and set(fact.values) == {each.name for each in FIELDS[kind]}


@pytest.fixture(scope="module")
def readers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return SimpleNamespace(**{str(kind): Reader(kind, today=date(2026, 1, 1)) for kind in KINDS})


@pytest.mark.parametrize("name", corpus())
def test_the_corpus_is_read_or_refused_with_words(readers, name):
    for kind in KINDS:
        read_whole(corpus()[name], name, kind, getattr(readers, str(kind)))


def test_two_headings_of_merged_cells_are_one(readers):
    sheet = sheet_of(corpus()["two-headings.xlsx"], name="x.xlsx", kind="CASES")
    assert guess("CASES", sheet.header) == {"number": 0, "name": 1, "nip": 2, "stage": 3, "reported_on": 4}
    assert len(sheet.rows) == 1


def test_a_wrong_encoding_is_told(readers):
    assert sheet_of(corpus()["cp1252.csv"], name="x.csv", kind="CASES").notes


@CALM
@given(data=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_any_bytes(readers, data, kind):
    read_whole(data, "berkas.csv", kind, getattr(readers, str(kind)))


@CALM
@given(rows=st.lists(st.lists(CELLS, max_size=15), max_size=6), kind=st.sampled_from(KINDS))
def test_any_table_of_texts(readers, rows, kind):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    read_whole(out.getvalue().encode("utf-8", "replace"), "tabel.csv", kind, getattr(readers, str(kind)))


@settings(CALM, max_examples=12)
@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=15), max_size=4))
def test_any_workbook(readers, rows):
    book = Workbook()
    book.active.append(HEADER)
    for row in rows:
        for place, value in enumerate(row, start=1):
            try:
                book.active.cell(book.active.max_row + (place == 1), place, value)
            except (ValueError, IllegalCharacterError):  # what no workbook can hold
                continue
    out = io.BytesIO()
    book.save(out)
    read_whole(out.getvalue(), "buku.xlsx", "CASES", readers.CASES)


@CALM
@given(value=CELLS)
@example("31/02/2024")
@example("٣/٤/٢٠٢٤")
@example(float("nan"))
@example(float("inf"))
@example("0")
def test_a_day_is_a_day_or_refused(value):
    try:
        found = day_of(value)
    except ValidationError as refused:
        assert "bukan tanggal" in refused.messages[0]
    else:
        assert found is None or 1950 <= found.year <= 2099


@CALM
@given(day=st.dates(date(1950, 1, 2), date(2099, 12, 30)))
def test_every_way_to_write_a_day_is_the_same_day(day):
    months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    written = f"{day.day} {months[day.month - 1]} {day.year}"
    for value in (written, written.upper(), f"Jumat, {written}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", day.isoformat(), f"{day} 00:00:00", (day - date(1899, 12, 30)).days):  # fmt: skip # noqa: E501
        assert day_of(value) == day, value


@CALM
@given(value=CELLS)
@example("1,98E+17")
@example("198609262015051000")
@example("٠" * 18)
def test_a_nip_is_eighteen_digits_or_refused(value):
    try:
        assert len(nip_of(value)) == 18
    except ValidationError as refused:
        assert refused.messages[0]
    text_of(value, most=10)


@CALM
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=5))
def test_no_exported_cell_is_computed(rows):
    for line in list(csv_lines(["a"], rows))[1:]:
        for cell in next(csv.reader([line]), []):
            assert not cell.startswith(("=", "+", "-", "@"))
