"""While a case is followed up, its turn is that of its recommendations, on its page and in the queue alike."""

import pytest

from sanctions.actions import moot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stage", "turn"),
    [
        ("DRAFT", "Giliran Anda"),
        ("REVIEW", "Giliran komisioner"),
        ("APPROVED", "Giliran Anda"),
        ("ISSUED", "Giliran instansi terlapor"),
        ("ACKNOWLEDGED", "Giliran instansi terlapor"),
        ("IMPLEMENTED", "Giliran Anda"),
        ("VERIFIED", "Giliran Anda"),
    ],
)
def test_a_supervisor_reads_whose_turn_it_is(a_recommendation, page, penyelia, stage, turn):
    case = a_recommendation(stage).case
    assert turn in page(penyelia, f"/petugas/perkara/{case.reference}/")
    assert turn[0].lower() + turn[1:] in page(penyelia, "/petugas/antrean/tim/")


def test_a_case_whose_recommendations_all_ended_can_be_closed_and_says_so(a_recommendation, page, penyelia):
    recommendation = a_recommendation("ISSUED")
    address = f"/petugas/perkara/{recommendation.case.reference}/"
    assert "bisa ditutup" not in page(penyelia, address)
    moot(recommendation, by=penyelia, reason="Pensiun")
    shown = page(penyelia, address)
    assert "Semua rekomendasi sudah berakhir. Perkara ini bisa ditutup." in shown and f"{address}close/" in shown
