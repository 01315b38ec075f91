"""The search service goes away and comes back: the same people find the same meanwhile, the page says so, nothing is lost."""

import time

import pytest
from django.core.management import CommandError, call_command

from search import queries, telling
from search.backends.elastic import writing
from search.backends.elastic.client import PAUSE, SEARCHING, breaker
from search.backends.elastic.client import client as connection
from search.models import Document, Target, Unheard
from tests.search.contract.unplugged import Plug
from workflow.models import Access

pytestmark = [pytest.mark.django_db, pytest.mark.elastic]


@pytest.fixture
def plug(elastic):
    """The test's service behind a plug."""
    plug = Plug(elastic.SEARCH_URL)
    elastic.SEARCH_URL = plug.url
    yield plug
    connection(plug.url).close()
    plug.pull()


def test_the_database_answers_and_says_so_and_the_service_catches_up(plug, a_complaint, intake, find, up_to_date):
    a_complaint(narrative="deklarasi pertama")
    assert (find(intake, "deklarasi").total, find(intake, "deklarasi").fallback) == (1, False)
    plug.pull()
    a_complaint(narrative="deklarasi kedua")
    result = find(intake, "deklarasi")
    assert (result.total, result.fallback) == (2, True)
    assert Unheard.objects.exists()
    plug.push()
    breaker.reset()
    assert (find(intake, "deklarasi").total, find(intake, "deklarasi").fallback) == (2, False)
    assert not Unheard.objects.exists() and list(telling.differences()) == []


def test_nobody_waits_for_a_service_that_is_down(plug, a_complaint, intake, find):
    a_complaint(narrative="deklarasi")
    find(intake, "deklarasi")
    plug.pull()
    find(intake, "deklarasi", fresh=False)
    begun = time.monotonic()
    for _number in range(5):
        assert find(intake, "deklarasi", fresh=False).fallback
    assert time.monotonic() - begun < SEARCHING
    assert not breaker.closed and PAUSE < 30


def test_who_may_not_see_does_not_see_when_it_is_down(plug, world, crowd, both):
    before = [{hit.url for hit in both(officer, "camat", size=200)[0].hits} for officer in crowd]
    plug.pull()
    after = [both_down(officer) for officer in crowd]
    assert before == after and any(before) and not all(before)


def both_down(officer) -> set[str]:
    result = queries.search(officer, "camat", size=200)
    assert result.fallback
    return {hit.url for hit in result.hits}


def test_a_file_sealed_while_it_is_down_is_not_found_when_it_is_back(plug, a_complaint, intake, find):
    complaint = a_complaint(narrative="rahasia besar")
    assert find(intake, "rahasia").total == 1
    plug.pull()
    Access.objects.filter(pk=complaint.access_id).update(sealed=True)
    assert find(intake, "rahasia").total == 0
    plug.push()
    breaker.reset()
    result = find(intake, "rahasia", fresh=False)
    assert (result.total, result.facets["kind"]) == (0, [])
    assert find(intake, "rahasia").total == 0
    assert list(telling.differences()) == []


def test_pulled_in_the_middle_of_a_load_nothing_is_missing_stale_or_orphaned(plug, a_complaint, a_file, up_to_date):
    access = a_complaint().access
    a_file(access, *(f"halaman {number}" for number in range(60)))
    up_to_date()
    Document.objects.filter(page__lt=40).update(hidden="diubah")
    Document.objects.filter(page__gte=50).delete()
    telling.tell(limit=10)
    plug.pull()
    for _attempt in range(3):
        breaker.reset()
        telling.keep_up()
    assert Unheard.objects.exists()
    plug.push()
    breaker.reset()
    telling.keep_up()
    assert not Unheard.objects.exists() and list(telling.differences()) == []


def test_the_page_says_that_the_service_is_away(plug, a_complaint, intake, find, client):
    a_complaint(narrative="deklarasi")
    find(intake, "deklarasi")
    client.force_login(intake)
    assert "indeks cadangan" not in client.get("/petugas/cari/?q=deklarasi").content.decode()
    plug.pull()
    assert "indeks cadangan" in client.get("/petugas/cari/?q=deklarasi").content.decode()


def test_rebuilding_without_a_service_leaves_the_old_index(plug, a_complaint, intake, find):
    a_complaint(narrative="deklarasi")
    find(intake, "deklarasi")
    live = Target.objects.get(live=True).name
    plug.pull()
    with pytest.raises(CommandError, match="does not answer"):
        call_command("rebuild_index", verbosity=0)
    plug.push()
    breaker.reset()
    assert Target.objects.get(live=True).name == live and writing.existing()[live]
    assert find(intake, "deklarasi").fallback is False
