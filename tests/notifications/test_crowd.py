"""A crowd of new reports is one notification that counts them; every report stands in the queue as ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Complaint
from notifications import crowds, outbox
from notifications.models import Mailbox, Notification
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_crowds(monkeypatch):
    monkeypatch.setattr(crowds, "FREE", 3)


@pytest.fixture
def one_by_one(a_complaint, deliver):
    """Reports that are told of as they come."""

    def make(count: int, **other) -> None:
        for _ in range(count):
            a_complaint(**other)
            deliver()

    return make


def rows(officer) -> list[tuple[int, int | None]]:
    return list(Notification.objects.filter(recipient=officer).order_by("number").values_list("number", "folded"))


def test_the_first_ones_are_told_one_by_one_and_the_crowd_as_one_with_its_count(one_by_one, intake):
    one_by_one(10)
    assert rows(intake) == [(1, None), (2, None), (3, None), (4, 7)]
    assert Mailbox.objects.get(recipient=intake).last_number == 4


def test_a_crowd_that_was_there_before_anybody_was_told_is_one_from_the_start(a_complaint, deliver, intake, penyelia):
    for _ in range(12):
        a_complaint()
    deliver()
    assert rows(intake) == rows(penyelia) == [(1, 12)]


def test_every_report_of_a_crowd_stands_in_the_queue(a_complaint, deliver, intake, client):
    for _ in range(12):
        a_complaint()
    deliver()
    assert Complaint.objects.visible_to(intake).filter(stage="RECEIVED").count() == 12


def test_the_digest_names_no_report_and_leads_to_the_queue(one_by_one, intake, call, client):
    one_by_one(6)
    digest = call(intake, "GET", "notifications?after=3").json()["items"][0]
    assert (digest["event"], digest["subject"]["reference"], digest["count"]) == ("complaint.digest", "", 3)
    assert digest["url"] == "/petugas/laporan/"
    assert "3" in digest["text"] and "LAP-" not in digest["text"]
    client.force_login(intake)
    page = client.get("/pemberitahuan/").content.decode()
    assert digest["text"] in page and client.get(digest["url"]).status_code == 200


def test_a_digest_that_was_seen_is_news_again_when_the_crowd_goes_on(one_by_one, intake):
    one_by_one(5)
    Notification.objects.filter(recipient=intake).update(seen_at=timezone.now())
    one_by_one(1)
    assert [row.folded for row in Notification.objects.filter(recipient=intake, seen_at=None)] == [3]


def test_the_page_of_the_first_report_of_a_crowd_does_not_count_as_seeing_the_crowd(one_by_one, intake, client):
    one_by_one(5)
    digest = Notification.objects.get(recipient=intake, folded__isnull=False)
    client.force_login(intake)
    client.post("/pemberitahuan/dilihat/", {"subject": digest.event.subject_reference})
    digest.refresh_from_db()
    assert digest.seen_at is None


def test_after_a_while_reports_are_told_one_by_one_again(one_by_one, intake):
    one_by_one(5)
    Mailbox.objects.filter(recipient=intake).update(crowd_since=timezone.now() - crowds.LONGEST)
    one_by_one(1)
    assert rows(intake)[-1] == (5, None)


def test_history_that_is_entered_is_no_crowd(one_by_one, intake):
    one_by_one(5, at=timezone.now() - timedelta(days=30))
    assert rows(intake) == [(number, None) for number in range(1, 6)]


def test_anonymous_reports_of_today_are_counted_too(one_by_one, intake):
    one_by_one(5, mode="ANONYMOUS", identity={})
    assert rows(intake)[-1] == (4, 2)


def test_other_news_is_never_folded(one_by_one, a_complaint, deliver, intake):
    one_by_one(4)
    stories = [a_complaint("INCOMPLETE") for _ in range(2)]
    deliver()
    assert stories and not Notification.objects.filter(folded__isnull=False).exclude(event__verb="complaint.submit")


@pytest.mark.slow
def test_a_flood_of_a_thousand_is_one_digest(a_complaint, intake, monkeypatch):
    """As it ships. The jobs are done as a worker does them."""
    monkeypatch.undo()
    for _ in range(1000):
        a_complaint(identity={}, mode="ANONYMOUS")
    for job in Job.objects.filter(kind=outbox.JOB).order_by("pk"):
        outbox.deliver(job.key)
    assert Event.objects.filter(verb="complaint.submit").count() == 1000
    assert rows(intake) == [(1, 1000)]
