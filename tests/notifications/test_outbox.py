"""From event to rows: once per recipient and event, numbered without a gap, whatever happens to the wake-up."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from agencies.models import Officer
from notifications import outbox, wakeup
from notifications.models import Mailbox, Notification
from workflow import jobs
from workflow.ledger import is_day_alone
from workflow.models import Event, Job

SECRETS = (
    "Pelapor Rahasia",
    "pelapor@example.org",
    "+628110000001",
    "kaus bergambar",
    "Terlapor",
    "Setuju",
    "dua saksi",
)


def numbers(officer: Officer) -> list[int]:
    return list(Notification.objects.filter(recipient=officer).order_by("number").values_list("number", flat=True))


@pytest.mark.django_db
def test_the_numbers_of_a_recipient_begin_at_one_and_have_no_gap(a_complaint, intake, penyelia, deliver):
    for _ in range(5):
        a_complaint()
    deliver()
    assert numbers(intake) == numbers(penyelia) == [1, 2, 3, 4, 5]
    assert Mailbox.objects.get(recipient=intake).last_number == 5


@pytest.mark.django_db
def test_a_job_done_twice_writes_nothing_twice(a_complaint, intake, deliver):
    a_complaint()
    deliver()
    number = Event.objects.get(verb="complaint.submit").number
    outbox.deliver(str(number))
    assert numbers(intake) == [1]
    assert Mailbox.objects.get(recipient=intake).last_number == 1


@pytest.mark.django_db
def test_a_recipient_added_later_is_told_without_renumbering_the_others(a_complaint, intake, pemeriksa2, deliver):
    a_complaint()
    deliver()
    pemeriksa2.roles.set(intake.roles.all())
    outbox.deliver(str(Event.objects.get(verb="complaint.submit").number))
    assert numbers(pemeriksa2) == numbers(intake) == [1]


@pytest.mark.django_db
def test_the_worker_does_it(a_complaint, intake):
    a_complaint()
    now = timezone.now()
    for job in jobs.claim(at=now, limit=50):
        if job.kind == outbox.JOB:
            assert jobs.run(job, at=now)
    assert numbers(intake) == [1]
    assert not Job.objects.filter(kind=outbox.JOB).exists()


@pytest.mark.django_db
def test_recipients_are_woken_after_commit_with_codes_and_no_words(
    a_complaint, intake, monkeypatch, deliver, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(wakeup, "send_all", woken.extend)
    complaint = a_complaint()
    with django_capture_on_commit_callbacks(execute=True):
        deliver()
        assert not woken
    message = dict(woken)[wakeup.group_of(intake.pk)]
    assert message["row"]["reference"] == complaint.reference
    assert set(message["row"]) == {"number", "verb", "kind", "reference", "created_at", "seen_at"}


@pytest.mark.django_db
def test_a_channel_layer_that_is_away_costs_the_wake_up_and_not_the_row(
    a_complaint, intake, settings, caplog, deliver, django_capture_on_commit_callbacks
):
    """Redis is down: nobody listens on this port."""
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:9/0"]},
        }
    }
    a_complaint()
    with django_capture_on_commit_callbacks(execute=True):
        deliver()
    assert numbers(intake) == [1]
    assert "were lost" in caplog.text


@pytest.mark.django_db
def test_a_notification_of_an_anonymous_reporters_act_keeps_the_day_alone(a_complaint, intake, deliver):
    a_complaint(mode="ANONYMOUS", identity={})
    deliver()
    assert is_day_alone(Notification.objects.get(recipient=intake).created_at)


@pytest.mark.django_db
def test_no_notification_anywhere_holds_a_reporter_a_name_or_a_word_of_the_case(
    a_recommendation, people, call, deliver
):
    a_recommendation("VERIFIED")
    deliver()
    for officer in people.values():
        text = call(officer, "GET", "notifications?after=0").content.decode()
        assert not [secret for secret in SECRETS if secret in text], officer.username
    columns = " ".join(str(row) for row in Notification.objects.values_list())
    assert not [secret for secret in SECRETS if secret in columns]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_leave_each_recipient_every_number_once(report, a_complaint, people, intake, penyelia):
    events = 24
    for _ in range(events):
        a_complaint()
    threads = [threading.Thread(target=_work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not Job.objects.filter(kind=outbox.JOB).exists()
    for officer in (intake, penyelia):
        assert numbers(officer) == list(range(1, events + 1))
        told = Notification.objects.filter(recipient=officer).values_list("event", flat=True)
        assert len(set(told)) == events


def _work() -> None:
    close_old_connections()
    try:
        while Job.objects.filter(kind=outbox.JOB).exists():
            for job in jobs.claim(at=timezone.now(), limit=3):
                if job.kind == outbox.JOB:
                    jobs.run(job, at=timezone.now())
                else:
                    Job.objects.filter(pk=job.pk).delete()
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_telling_many_costs_no_more_questions_than_telling_few(a_complaint, intake, django_assert_max_num_queries):
    a_complaint()
    for number in range(30):
        officer = Officer.objects.create(username=f"petugas{number}", authority=intake.authority)
        officer.roles.set(intake.roles.all())
    key = Job.objects.filter(kind=outbox.JOB).order_by("pk").first().key
    with django_assert_max_num_queries(15):
        outbox.deliver(key)
    assert Notification.objects.count() == 32
    assert connection.in_atomic_block


@pytest.mark.django_db
def test_what_happened_before_an_account_was_made_is_history_and_not_news(a_complaint, intake, penyelia, deliver):
    Officer.objects.filter(pk=intake.pk).update(date_joined=timezone.now() + timedelta(days=1))
    a_complaint()
    a_complaint(mode="ANONYMOUS", identity={})
    deliver()
    assert not Notification.objects.filter(recipient=intake, seen_at=None).exists()
    assert Notification.objects.filter(recipient=penyelia, seen_at=None).count() == 2
