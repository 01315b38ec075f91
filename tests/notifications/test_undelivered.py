"""What could not be delivered: set aside without holding anybody up, seen by an administrator, tried again or dropped."""

import pytest
from django.utils import timezone

from notifications import outbox, undelivered
from notifications.models import Notification
from workflow import jobs
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db
PAGE = "/petugas/sistem/pengiriman/"


@pytest.fixture
def poisonous(a_complaint, intake, monkeypatch):
    """Two complaints; telling of the first breaks. Everything due is done, until nothing changes any more."""
    first, second = a_complaint(), a_complaint()
    numbers = {c.reference: Event.objects.get(subject_reference=c.reference).number for c in (first, second)}
    told = outbox.told

    def breaking(event):
        if event.number == numbers[first.reference]:
            raise ValueError("Sri Wahyuningsih dari Tenggarong")
        return told(event)

    monkeypatch.setattr(outbox, "told", breaking)
    work()
    assert [n.event.subject_reference for n in Notification.objects.filter(recipient=intake)] == [second.reference]
    for _ in range(len(jobs.BACKOFF)):
        Job.objects.update(due_at=timezone.now())
        work()
    monkeypatch.setattr(outbox, "told", told)
    return Job.objects.get(kind=outbox.JOB, key=str(numbers[first.reference]))


def work() -> None:
    while claimed := jobs.claim(at=timezone.now(), limit=50):
        for job in claimed:
            if job.kind == outbox.JOB:
                jobs.run(job, at=timezone.now())
            else:
                Job.objects.filter(pk=job.pk).delete()


def test_one_poisonous_message_delays_no_other_and_is_set_aside(poisonous):
    assert poisonous.failed_at is not None and poisonous.attempts == len(jobs.BACKOFF)


def test_an_administrator_sees_codes_and_no_content(client, admin_account, poisonous, penyelia):
    client.force_login(admin_account)
    text = client.get(PAGE).content.decode()
    assert outbox.JOB in text and poisonous.key in text and "ValueError" in text
    assert "Sri Wahyuningsih" not in text and "Tenggarong" not in text
    client.force_login(penyelia)
    assert client.get(PAGE).status_code == 403


def test_tried_again_it_arrives_once(client, admin_account, poisonous, intake):
    client.force_login(admin_account)
    at = f"{PAGE}pekerjaan/{poisonous.pk}/retry/"
    assert client.post(at).status_code == 302
    work()
    assert Notification.objects.filter(recipient=intake).count() == 2
    assert client.post(at).status_code == 404, "it is no longer set aside"
    assert Event.objects.filter(verb="undelivered.retry", actor=admin_account).count() == 1


def test_dropped_it_is_gone_and_the_log_says_so(client, admin_account, poisonous, intake):
    client.force_login(admin_account)
    assert client.post(f"{PAGE}pekerjaan/{poisonous.pk}/drop/").status_code == 302
    assert undelivered.listed(by=admin_account) == []
    event = Event.objects.get(verb="undelivered.drop")
    assert event.payload == {"what": outbox.JOB, "about": poisonous.key}
    assert client.post(f"{PAGE}lain/{poisonous.pk}/drop/").status_code == 404


@pytest.mark.parametrize("act", ["retry", "drop"])
def test_nobody_else_touches_it(act, client, penyelia, bkd_kukar, poisonous):
    for officer in (penyelia, bkd_kukar):
        client.force_login(officer)
        assert client.post(f"{PAGE}pekerjaan/{poisonous.pk}/{act}/").status_code == 403
    assert Job.objects.filter(pk=poisonous.pk, failed_at__isnull=False).exists()
