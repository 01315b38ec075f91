"""Lists frozen for a hearing: what was found then, with prints; shown again to whom may still see it; compared with now."""

import csv

import pytest
from django.utils import timezone

from evidence.models import Page
from search import frozen
from search.models import FrozenList, SearchRecord
from workflow import ledger
from workflow.actors import SYSTEM
from workflow.models import Access, Event
from workflow.verification import first_broken_link

pytestmark = pytest.mark.django_db
LISTS = "/petugas/cari/beku/"


@pytest.fixture
def file(a_complaint, a_file):
    complaint = a_complaint(narrative="x", people=[])
    return a_file(complaint.access, "daftar hadir camat", "camat lagi", name="=absen.pdf")


@pytest.fixture
def freeze(intake, up_to_date):
    def do(**asked) -> FrozenList:
        up_to_date()
        return frozen.freeze(asked, by=intake, name="Sidang 1", at=timezone.now())

    return do


def test_a_list_holds_what_was_found_with_prints(file, freeze, intake):
    listed = FrozenList.objects.get(pk=freeze(q="camat").pk)
    assert (listed.total, listed.files, listed.unreadable, listed.by) == (2, 1, 0, intake)
    assert {row["page"] for row in listed.rows} == {1, 2}
    assert all(
        row["file"] == file.sha256 and row["extractor"] == "test 1" and len(row["text"]) == 64 for row in listed.rows
    )
    assert frozen.digest_of(listed) == listed.digest
    event = Event.objects.get(verb="search.freeze")
    assert event.payload["digest"] == listed.digest and first_broken_link() is None


def test_who_changed_it_behind_our_back_is_found_out(file, freeze, client, intake):
    listed = freeze(q="camat")
    listed.rows[0]["title"] = "lain.pdf"
    listed.save()
    client.force_login(intake)
    assert "tidak lagi sama dengan sidiknya" in client.get(f"{LISTS}{listed.pk}/").content.decode()


def test_freezing_on_the_page_is_in_the_log(file, client, intake, up_to_date):
    up_to_date()
    client.force_login(intake)
    answer = client.post(LISTS, {"q": "camat", "keperluan": "Pleno 12 November"})
    listed = FrozenList.objects.get()
    assert answer.headers["Location"] == f"{LISTS}{listed.pk}/"
    text = client.get(f"{LISTS}{listed.pk}/").content.decode()
    assert "Pleno 12 November" in text and listed.digest in text and "utuh" in text and file.sha256 in text
    assert SearchRecord.objects.get(door="frozen").shown == [row["key"] for row in listed.rows]
    assert "Pleno 12 November" in client.get(LISTS).content.decode()


def test_without_a_purpose_it_is_asked_for(client, intake):
    client.force_login(intake)
    answer = client.post(LISTS, {"q": "camat", "keperluan": ""})
    assert answer.status_code == 422 and 'value="camat"' in answer.content.decode()


def test_run_again_shows_what_is_new_gone_and_changed(file, freeze, intake, a_complaint, up_to_date):
    listed = freeze(q="camat")
    assert frozen.run_again(listed, intake) == frozen.Differences([], [], [])
    with ledger.unit_of_work():
        first, second = Page.objects.filter(evidence=file).order_by("number")
        first.text, second.text = "daftar hadir camat, dibaca ulang", "lurah"
        first.save()
        second.save()
        ledger.record("evidence.finish", file, by=SYSTEM, at=timezone.now())
    complaint = a_complaint(narrative="Sang camat.", people=[])
    up_to_date()
    again = frozen.run_again(listed, intake)
    assert [row["reference"] for row in again.added] == [complaint.reference]
    assert [row.held["page"] for row in again.changed] == [1]
    assert len(again.gone) == 1


def test_what_its_owner_may_not_see_any_more_is_a_number(file, freeze, intake, client):
    listed = freeze(q="camat")
    Access.objects.filter(pk=file.access_id).update(sealed=True)
    client.force_login(intake)
    for address in (f"{LISTS}{listed.pk}/?ulang=1", f"{LISTS}{listed.pk}/csv/"):
        text = client.get(address).content.decode()
        assert "absen" not in text and file.sha256 not in text
    assert "Tidak lagi terlihat bagi Anda" in client.get(f"{LISTS}{listed.pk}/").content.decode()


def test_the_table_to_take_along(file, freeze, intake, client):
    listed = freeze(q="camat")
    client.force_login(intake)
    answer = client.get(f"{LISTS}{listed.pk}/csv/")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert answer.headers["Content-Type"].startswith("text/csv") and len(rows) == 2
    assert rows[0]["title"] == "'=absen.pdf" and rows[0]["file"] == file.sha256


def test_the_list_of_another_does_not_exist(file, freeze, pemeriksa, komisioner, client):
    listed = freeze(q="camat")
    client.force_login(pemeriksa)
    assert client.get(f"{LISTS}{listed.pk}/").status_code == client.get(f"{LISTS}{listed.pk}/csv/").status_code == 404
    assert "Sidang 1" not in client.get(LISTS).content.decode()
    client.force_login(komisioner)
    assert client.get(f"{LISTS}{listed.pk}/").status_code == client.get(LISTS).status_code == 403
