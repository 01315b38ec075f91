"""Events through the outbox by one worker, against the same rows written bare: claim, recipients, numbers, rows, stamp."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.models import Agency, Officer
from deploy.demo.accounts import create_accounts
from notifications import outbox
from notifications.models import Mailbox, Notification
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access, Event, Job

A_UNIT = 500  # events committed together
BATCH = 5  # jobs claimed together, as the worker does


def measure(scale: int) -> dict:
    events = max(200, min(100_000, scale))
    told, others = recipients()
    numbers = happen(events)
    bare = bare_rate(numbers, others)
    through = outbox_rate(len(numbers))
    assert Notification.objects.filter(recipient__in=told).count() == events * len(told)
    return {"value": round(through), "baseline": round(bare), "unit": "events/s of one worker", "events": events}


def recipients() -> tuple[list[int], list[int]]:
    """Two officers of the agency that is told, and two who stand for them in the bare run."""
    create_accounts()
    agency, made = Agency.objects.get(code="64.02"), []
    for name in ("ukur.satu", "ukur.dua", "ukur.tiga"):
        made.append(Officer.objects.create(username=name, agency=agency if name == "ukur.satu" else None))
    made[0].roles.set(["bkd"])
    return [Officer.objects.get(username="bkd.kukar").pk, made[0].pk], [made[1].pk, made[2].pk]


class Subject:
    """What the events are about: issued to the agency."""

    KIND, reference = "recommendation", "REK-26-UKUR00"

    def __init__(self):
        authority = Officer.objects.get(username="penyelia").authority
        agency = Agency.objects.get(code="64.02")
        self.access_id = Access.objects.create(authority=authority, agency=agency, issued=True).pk


def happen(events: int) -> list[int]:
    """So many events, three days old: history that mails and other systems are not told of."""
    subject, at = Subject(), timezone.now() - timedelta(days=3)
    for begun in range(0, events, A_UNIT):
        with unit_of_work():
            for _ in range(min(A_UNIT, events - begun)):
                record("recommendation.issue", subject, by=SYSTEM, at=at)
    Job.objects.exclude(kind=outbox.JOB).delete()
    newest = Event.objects.filter(access=subject.access_id)
    return list(newest.order_by("number").values_list("pk", flat=True))


def bare_rate(events: list[int], others: list[int]) -> float:
    """The same inserts, updates and deletions, one transaction each, nothing asked and nothing decided."""
    at = timezone.now()
    Mailbox.objects.bulk_create([Mailbox(recipient_id=pk) for pk in others])
    work = [Job.objects.create(kind="ukur", key=str(number), due_at=at + timedelta(days=9)).pk for number in events]
    begun = time.perf_counter()
    for number, (event, job) in enumerate(zip(events, work, strict=True), 1):
        with transaction.atomic():
            rows = [Notification(recipient_id=pk, number=number, event_id=event, created_at=at) for pk in others]
            Notification.objects.bulk_create(rows)
            Mailbox.objects.filter(recipient__in=others).update(last_number=F("last_number") + 1)
            Job.objects.filter(pk=job).delete()
    return len(events) / (time.perf_counter() - begun)


def outbox_rate(events: int) -> float:
    begun = time.perf_counter()
    while claimed := jobs.claim(at=timezone.now(), limit=BATCH):
        for job in claimed:
            assert jobs.run(job, at=timezone.now())
    return events / (time.perf_counter() - begun)
