"""Words are found where they stand."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_stem_finds_the_narrative(a_complaint, intake, find):
    complaint = a_complaint(narrative="Ini pelanggaran netralitas oleh camat.")
    result = find(intake, "melanggar")
    assert [hit.reference for hit in result.hits] == [complaint.reference]
    assert result.total == 1
    assert result.hits[0].highlights == ["Ini <mark>pelanggaran</mark> netralitas oleh camat."]


def test_the_page_shows_it(a_complaint, intake, find, client):
    complaint = a_complaint(narrative="Ini pelanggaran netralitas oleh camat.")
    find(intake, "x")
    client.force_login(intake)
    text = client.get("/petugas/cari/", {"q": "melanggar"}).content.decode()
    assert complaint.reference in text
    print(text)
    assert client.get("/petugas/cari/").status_code == 200
