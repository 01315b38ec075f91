"""Saved searches: kept by their owner, told of when something new matches that the owner may see, never dropped silently."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Officer
from notifications.models import Notification
from notifications.outbox import deliver
from search import saved
from search.models import SavedSearch
from workflow.models import Access, Event

pytestmark = pytest.mark.django_db
LIST = "/petugas/cari/tersimpan/"


@pytest.fixture
def keep(intake, up_to_date):
    """Saves a search: keep(q="camat") → SavedSearch."""

    def do(by=intake, name="Camat", **asked) -> SavedSearch:
        up_to_date()
        return saved.save(asked, by=by, name=name, at=timezone.now())

    return do


@pytest.fixture
def look(up_to_date):
    """What the routine does in two rounds, and the delivery of what it told; answers the verbs of what was told."""

    def do() -> list[str]:
        up_to_date()
        before = set(Event.objects.values_list("pk", flat=True))
        saved.look()
        saved.look()
        told = list(Event.objects.exclude(pk__in=before).order_by("number"))
        for event in told:
            deliver(str(event.number))
        return [event.verb for event in told]

    return do


def told(officer) -> list[str]:
    return [n.event.verb for n in Notification.objects.filter(recipient=officer, event__verb__startswith="search.")]


def test_what_was_there_is_no_news(keep, look, a_complaint, intake):
    a_complaint(narrative="Sang camat.")
    keep(q="camat")
    assert look() == [] and told(intake) == []


def test_what_is_new_and_matches_is_told_once(keep, look, a_complaint, intake, pemeriksa):
    keep(q="camat", jenis="complaint")
    a_complaint(narrative="Seorang lurah.")
    assert look() == []
    a_complaint(narrative="Sang camat.")
    assert look() == ["search.match"]
    assert told(intake) == ["search.match"] and told(pemeriksa) == []
    assert look() == []


def test_a_page_that_was_read_later_is_new(keep, look, a_complaint, a_file):
    complaint = a_complaint(narrative="x", people=[])
    keep(q="camat")
    a_file(complaint.access, "daftar hadir camat")
    assert look() == ["search.match"]


def test_a_stage_that_changes_makes_nothing_new(keep, look, a_case, people):
    case = a_case("OPEN", narrative="Sang camat.")
    keep(q="camat")
    from_here = Event.objects.count()
    a_case("EXAMINATION", narrative="Seorang lurah.", people=[])
    assert Event.objects.count() > from_here and case.stage == "OPEN"
    assert "search.match" not in look()


@pytest.mark.parametrize("change", ["sealed", "moved", "conflict"])
def test_what_the_owner_may_not_see_is_never_told(change, keep, look, a_complaint, intake, up_to_date):
    keep(q="camat")
    complaint = a_complaint(narrative="Sang camat.")
    up_to_date()
    access = Access.objects.filter(pk=complaint.access_id)
    if change == "sealed":
        access.update(sealed=True)
    elif change == "moved":
        intake.regions.set(["73"])
    else:
        access.get().excluded.add(intake)
    assert look() == [] and told(intake) == []


def test_a_disabled_owner_is_not_told(keep, look, a_complaint, intake):
    keep(q="camat")
    Officer.objects.filter(pk=intake.pk).update(is_active=False)
    a_complaint(narrative="Sang camat.")
    assert look() == [] and told(intake) == []


def test_permission_is_checked_again_when_it_is_sent(keep, a_complaint, intake, up_to_date):
    keep(q="camat")
    a_complaint(narrative="Sang camat.")
    up_to_date()
    saved.look()
    saved.look()
    event = Event.objects.get(verb="search.match")
    intake.roles.clear()
    deliver(str(event.number))
    assert told(intake) == []


def test_an_owner_without_the_right_is_told_once_and_nothing_is_dropped(keep, look, a_complaint, intake, client):
    keep(q="camat")
    intake.roles.clear()
    assert look() == ["search.broken"] and told(intake) == ["search.broken"]
    assert look() == []
    client.force_login(intake)
    assert "tidak lagi punya hak mencari" in client.get(LIST).content.decode()
    intake.roles.set(["intake"])
    a_complaint(narrative="Sang camat.")
    assert look() == ["search.match"]


def test_a_filter_that_is_not_known_any_more_is_told(keep, look, intake):
    keep(q="camat", tahap="TAHAP_LAMA")
    assert look() == ["search.broken"]
    assert SavedSearch.objects.get().broken == "FILTER"


def test_a_search_that_fails_is_told_and_the_others_go_on(keep, look, a_complaint, monkeypatch):
    keep(q="camat")
    keep(q="lurah", name="Lurah")
    a_complaint(narrative="Seorang lurah.")
    ordinary = saved.matches

    def failing(row, *rest):
        if row.name == "Camat":
            raise RuntimeError("an index that is not well")
        return ordinary(row, *rest)

    monkeypatch.setattr(saved, "matches", failing)
    assert sorted(set(look())) == ["search.broken", "search.match"]


# The pages --------------------------------------------------------------------------------------------------------------
def test_saving_listing_switching_and_deleting(client, intake, keep):
    client.force_login(intake)
    answer = client.post(LIST, {"q": "camat", "wilayah": "64", "nama": "Camat Kaltim"}, follow=True)
    assert "Camat Kaltim" in answer.content.decode()
    row = SavedSearch.objects.get()
    assert row.asked == {"q": "camat", "wilayah": "64"} and row.tells
    assert client.get(f"{LIST}{row.pk}/").headers["Location"] == "/petugas/cari/?q=camat&wilayah=64&urut=baru"
    client.post(f"{LIST}{row.pk}/kabar/", {})
    assert not SavedSearch.objects.get().tells
    client.post(f"{LIST}{row.pk}/kabar/", {"kabari": "1"})
    assert SavedSearch.objects.get().tells
    client.post(f"{LIST}{row.pk}/hapus/")
    assert not SavedSearch.objects.exists()


def test_a_second_save_under_a_name_replaces_the_first(client, intake):
    client.force_login(intake)
    for words in ("camat", "lurah"):
        client.post(LIST, {"q": words, "nama": "Sama"})
    assert SavedSearch.objects.get().asked == {"q": "lurah"}


def test_a_search_without_a_name_or_without_words_is_asked_for_it(client, intake):
    client.force_login(intake)
    answer = client.post(LIST, {"q": "camat", "nama": " "})
    assert answer.status_code == 422 and 'value="camat"' in answer.content.decode()
    assert client.post(LIST, {"nama": "Kosong"}).status_code == 422
    assert not SavedSearch.objects.exists()


def test_what_another_saved_does_not_exist(client, keep, pemeriksa):
    row = keep(q="camat")
    client.force_login(pemeriksa)
    assert "Camat" not in client.get(LIST).content.decode()
    assert client.get(reverse("saved_search", args=[row.pk])).status_code == 404
    for name in ("tell_saved", "drop_saved"):
        assert client.post(reverse(name, args=[row.pk])).status_code == 404
    assert SavedSearch.objects.filter(pk=row.pk, tells=True).exists()


def test_who_may_not_search_has_no_list(client, komisioner):
    client.force_login(komisioner)
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, {"q": "camat", "nama": "x"}).status_code == 403


# The API ----------------------------------------------------------------------------------------------------------------
def test_saved_searches_by_the_api(call, intake, pemeriksa, komisioner):
    made = call(intake, "POST", "searches", {"name": "Camat", "q": "camat", "territory": "64", "after": "2024-10-01"})
    assert made.status_code == 201
    row = made.json()
    assert (
        row["asked"] == {"q": "camat", "territory": "64", "after": "2024-10-01"}
        and row["tells"]
        and row["broken"] is None
    )
    assert saved.fault(SavedSearch.objects.get()) == ""
    assert call(intake, "GET", "searches").json() == {"items": [row]}
    assert call(pemeriksa, "GET", "searches").json() == {"items": []}
    assert call(pemeriksa, "DELETE", f"searches/{row['number']}").status_code == 404
    assert call(intake, "DELETE", f"searches/{row['number']}").status_code == 204
    for wrong in ({"name": "x"}, {"name": "x", "q": "a", "month": "kapan"}, {"q": "a"}):
        assert call(intake, "POST", "searches", wrong).status_code == 422
    assert call(komisioner, "POST", "searches", {"name": "x", "q": "camat"}).status_code == 403
    assert call(None, "GET", "searches").status_code == 401
    assert not SavedSearch.objects.exists()
