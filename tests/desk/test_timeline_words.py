"""The timeline tells everything in words, and one part of it when asked."""

import pytest

from desk.timeline_kinds import KINDS
from desk.words import HAPPENED, SEVERAL
from investigations import actions
from notifications.routing import ROUTES

pytestmark = pytest.mark.django_db


def test_every_event_has_words():
    assert set(ROUTES) - set(HAPPENED) == set()
    assert set(SEVERAL) <= set(HAPPENED)


def test_a_part_of_the_timeline_is_shown_when_asked(a_case, page, penyelia):
    case = a_case("DECIDED")
    actions.add_statement(case, by=penyelia, kind="NOTE", text="Catatan tim tentang saksi.")
    whole = page(penyelia, f"/petugas/perkara/{case.reference}/")
    assert all(f"?linimasa={name}#linimasa" in whole for name in KINDS)
    told = {name: page(penyelia, f"/petugas/perkara/{case.reference}/?linimasa={name}") for name in KINDS}
    line = {name: text[text.index('class="tl"') :] for name, text in told.items()}
    assert "Pleno memutus perkara." in line["pleno"] and "Temuan ditulis" not in line["pleno"]
    assert "Temuan ditulis" in line["pemeriksaan"] and "Pemeriksaan dimulai." not in line["pemeriksaan"]
    assert "Pemeriksaan dimulai." in line["langkah"] and "Catatan tim tentang saksi." not in line["langkah"]
    assert "Catatan tim tentang saksi." in line["keterangan"] and "Pleno memutus" not in line["keterangan"]
    assert page(penyelia, f"/petugas/perkara/{case.reference}/?linimasa=apa-saja").count("Pleno memutus perkara.") == 1
