"""An official list of agencies: good rows are kept, bad ones named by line, a second import changes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agencies.importing import import_agencies
from agencies.models import Agency

pytestmark = pytest.mark.usefixtures("reference")
HEAD = "code,name,kind,territory,valid_from,valid_to\n"
GOOD = [
    "64.02,Pemerintah Kabupaten Kutai Kartanegara,REGENCY,64.02,,\n",
    "K.01,Sekretariat Jenderal Bawaslu,CENTRAL,,2008-01-01,\n",
    "K.90,Otorita Ibu Kota Nusantara,CENTRAL,,2022-02-15,\n",
]


def test_new_changed_and_known_rows_are_told_apart():
    report = import_agencies([HEAD, *GOOD])
    assert (report.created, report.changed, report.unchanged, report.errors) == (1, 1, 1, [])
    assert Agency.objects.get(code="K.90").name == "Otorita Ibu Kota Nusantara"


def test_an_imported_row_is_no_example_any_more_and_can_be_found():
    import_agencies([HEAD, *GOOD])
    bawaslu = Agency.objects.get(code="K.01")
    assert not bawaslu.example
    assert "sekretariat jenderal bawaslu" in bawaslu.search_text


def test_importing_again_changes_nothing():
    import_agencies([HEAD, *GOOD])
    again = import_agencies([HEAD, *GOOD])
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)


def test_bad_rows_are_reported_with_their_line_and_good_ones_kept():
    bad = [
        "K.91,,CENTRAL,,,\n",
        "K.92,Tanpa Jenis,SESUATU,,,\n",
        "K.93,Tanpa Tempat,REGENCY,99.99,,\n",
        "K.94,Salah Tanggal,CENTRAL,,2024-13-40,\n",
        "K.95,Terbalik,CENTRAL,,2024-02-01,2024-01-01\n",
        "K.96,Nol\x00,CENTRAL,,,\n",
        "K.97\n",
        "K.0000000001,Kode Terlalu Panjang,CENTRAL,,,\n",
        "K.90,Kode Dua Kali,CENTRAL,,,\n",
    ]
    report = import_agencies([HEAD, *GOOD, *bad])
    assert [line for line, _message in report.errors] == [5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert all(message for _line, message in report.errors)
    assert report.created == 1
    assert not Agency.objects.filter(code__in=[f"K.{n}" for n in range(91, 98)]).exists()
    assert Agency.objects.get(code="K.90").name == "Otorita Ibu Kota Nusantara"


def test_a_bad_row_leaves_the_known_agency_as_it_was():
    import_agencies([HEAD, "64.02,,REGENCY,64.02,,\n"])
    assert Agency.objects.get(code="64.02").name == "Pemerintah Kabupaten Kutai Kartanegara"


def test_a_dry_run_keeps_nothing():
    report = import_agencies([HEAD, *GOOD], dry_run=True)
    assert report.created == 1
    assert not Agency.objects.filter(code="K.90").exists()
    assert Agency.objects.get(code="K.01").example


def test_semicolons_of_a_spreadsheet_are_understood():
    report = import_agencies([line.replace(",", ";") for line in (HEAD, *GOOD)])
    assert report.created == 1


def test_the_command_reads_a_file_with_byte_order_mark_and_says_what_it_did(tmp_path):
    path = tmp_path / "instansi.csv"
    path.write_text(HEAD + "".join(GOOD) + "K.91,,CENTRAL,,,\n", encoding="utf-8-sig")
    out, err = StringIO(), StringIO()
    call_command("import_agencies", path, stdout=out, stderr=err)
    assert "1 baru, 1 berubah, 1 tetap, 1 salah" in out.getvalue()
    assert "Baris 5" in err.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"nama;kode\n1;2\n", b"\xff\xfe\x00", HEAD.encode() + b'K.90,"' + b"x" * 200_000 + b'",CENTRAL,,,\n'],
    ids=["empty", "other columns", "not text", "a field without end"],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(tmp_path, content):
    path = tmp_path / "instansi.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_agencies", path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_agencies", tmp_path / "tidak-ada.csv")
