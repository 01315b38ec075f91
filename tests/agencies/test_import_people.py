"""Public lists of holders of office and of candidates: taken over by command, never by hand from a case."""

from io import StringIO

import pytest
from django.core.management import call_command

from agencies.models import Official
from law.models import Candidate

pytestmark = pytest.mark.django_db
OFFICIALS = """name,nip,position,agency,valid_from,valid_to,source
"Drs. Rahmat Contoh, M.Si.",,Sekretaris Daerah,64.02,2022-01-03,,Keputusan contoh 1/2022
Tanpa Instansi,,Camat,99.99,,,contoh
Salah Tanggal,,Camat,64.02,2024-02-01,2024-01-01,contoh
"""
CANDIDATES = """election;territory;name;post;number;mate;valid_from;valid_to;source
PILKADA-2024;64.02;Joko Contoh Prasetyo;HEAD;2;Ani Contoh Budiarti;2024-09-22;;KPU contoh
PILKADA-2024;64.02;Ani Contoh Budiarti;DEPUTY;2;Joko Contoh Prasetyo;2024-09-22;;KPU contoh
PILKADA-1999;64.02;Tanpa Pemilihan;HEAD;;;;;contoh
"""


@pytest.fixture
def imported(tmp_path):
    def run(command: str, text: str) -> tuple[str, str]:
        path = tmp_path / "daftar.csv"
        path.write_text(text, encoding="utf-8")
        out, err = StringIO(), StringIO()
        call_command(command, path, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_officials_are_taken_over_and_bad_rows_named_by_line(imported):
    told, wrong = imported("import_officials", OFFICIALS)
    assert "1 baru" in told and "Baris 3" in wrong and "Baris 4" in wrong
    official = Official.objects.get()
    assert (official.name, official.agency_id, official.example) == ("Drs. Rahmat Contoh, M.Si.", "64.02", False)


def test_candidates_are_taken_over_once(imported):
    assert "2 baru" in imported("import_candidates", CANDIDATES)[0]
    assert "2 tetap" in imported("import_candidates", CANDIDATES)[0]
    assert Candidate.objects.get(post="HEAD").mate == "Ani Contoh Budiarti"


def test_a_nul_in_a_name_is_a_bad_row_and_not_an_error(imported):
    told, wrong = imported("import_officials", OFFICIALS.splitlines()[0] + "\nNol\0,,Camat,64.02,,,contoh\n")
    assert "1 salah" in told and "Baris 2" in wrong
