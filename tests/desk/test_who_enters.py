"""Who may enter which page of the desk: nobody without an account, nobody from elsewhere, and no agency at all."""

import pytest

from agencies.models import Territory
from workflow.models import Access

pytestmark = pytest.mark.django_db
LISTS = ["/petugas/", "/petugas/laporan/", "/petugas/laporan/catat/", "/petugas/antrean/tim/", "/petugas/jejak/"]


@pytest.fixture
def three(a_recommendation):
    """A recommendation that its agency has, its case and its complaint."""
    recommendation = a_recommendation("ISSUED")
    case = recommendation.case
    complaint = case.case_complaints.get().complaint
    return [
        f"/petugas/laporan/{complaint.reference}/",
        f"/petugas/perkara/{case.reference}/",
        f"/petugas/rekomendasi/{recommendation.reference}/",
    ]


@pytest.mark.parametrize("path", LISTS)
def test_without_an_account_every_list_leads_to_the_login(people, client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/masuk/?next=/petugas/")


def test_without_an_account_every_subject_leads_to_the_login(three, client):
    assert {client.get(path).status_code for path in three} == {302}


@pytest.mark.parametrize("path", LISTS)
def test_an_agency_enters_no_list(people, at_desk, bkd_kukar, path):
    assert at_desk(bkd_kukar).get(path).status_code in (403, 404)


def test_an_agency_finds_not_even_its_own_recommendation_here(three, at_desk, bkd_kukar):
    assert {at_desk(bkd_kukar).get(path).status_code for path in three} == {404}


def test_an_officer_of_other_regions_finds_nothing(three, at_desk, page, penyelia):
    penyelia.regions.add(Territory.objects.get(code="73"))
    assert {at_desk(penyelia).get(path).status_code for path in three} == {404}
    assert "KAS-" not in page(penyelia, "/petugas/antrean/tim/")


def test_an_officer_of_the_province_finds_its_regencies(three, at_desk, penyelia):
    penyelia.regions.add(Territory.objects.get(code="64"))
    assert {at_desk(penyelia).get(path).status_code for path in three} == {200}


def test_a_sealed_file_and_one_that_excludes_the_reader_do_not_exist(three, at_desk, penyelia):
    Access.objects.update(sealed=True)
    assert {at_desk(penyelia).get(path).status_code for path in three} == {404}
    Access.objects.update(sealed=False)
    for access in Access.objects.order_by("pk"):
        access.excluded.add(penyelia)
    assert {at_desk(penyelia).get(path).status_code for path in three} == {404}


def test_commissioners_find_no_complaint(three, at_desk, komisioner):
    assert [at_desk(komisioner).get(path).status_code for path in three] == [404, 200, 200]
    assert at_desk(komisioner).get("/petugas/laporan/").status_code == 403


def test_leadership_reads_cases_and_can_do_nothing(a_case, at_desk, page, pimpinan):
    case = a_case("EXAMINATION")
    shown = page(pimpinan, f"/petugas/perkara/{case.reference}/")
    assert case.title in shown
    assert 'class="btn' not in shown and "<textarea" not in shown
    assert at_desk(pimpinan).get("/petugas/laporan/").status_code == 403
    for path in ("notes", "statements", "evidence", "moot", "assign"):
        assert at_desk(pimpinan).get(f"/petugas/perkara/{case.reference}/{path}/").status_code == 403


def test_auditors_begin_at_the_trail_and_partners_at_their_reports(people, at_desk, auditor, bawaslu):
    assert at_desk(auditor).get("/petugas/").url == "/petugas/jejak/"
    assert at_desk(bawaslu).get("/petugas/").url == "/petugas/laporan/"


def test_who_asks_for_clearances_begins_there(people, at_desk, merit):
    assert at_desk(merit).get("/petugas/").url == "/petugas/keterangan/"


@pytest.mark.parametrize("who", ["admin", "bkd.kukar"])
def test_who_has_no_work_here_is_told_so(people, at_desk, who):
    assert at_desk(people[who]).get("/petugas/").status_code == 403


def test_a_partner_reads_what_it_referred_and_nothing_else(a_complaint, report, at_desk, page, bawaslu, pemeriksa):
    from_us = a_complaint()
    theirs = a_complaint()
    theirs.access.partners.add(bawaslu.agency)
    listed = page(bawaslu, "/petugas/laporan/")
    assert theirs.reference in listed and from_us.reference not in listed
    shown = page(bawaslu, f"/petugas/laporan/{theirs.reference}/")
    assert "Pesan dengan pelapor" not in shown and "<form" not in shown.split("<main")[1]
    assert at_desk(bawaslu).get(f"/petugas/laporan/{from_us.reference}/").status_code == 404
    assert at_desk(bawaslu).get(f"/petugas/laporan/{theirs.reference}/verify/").status_code == 403
    assert at_desk(bawaslu).get("/petugas/laporan/catat/").status_code == 403


def test_to_a_partner_every_officer_is_called_petugas(a_complaint, page, bawaslu, intake):
    theirs = a_complaint("VERIFYING")
    theirs.access.partners.add(bawaslu.agency)
    shown = page(bawaslu, f"/petugas/laporan/{theirs.reference}/")
    assert str(intake) not in shown and "Petugas" in shown
