"""From event to rows: each recipient gets one row per event, numbered without a gap, then their sockets are woken."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.models import Officer
from notifications import wakeup
from notifications.models import Mailbox, Notification
from notifications.presenting import codes
from notifications.routing import told
from workflow.models import Event

JOB = "notify"


def deliver(key: str) -> None:
    """The job of one event (its number): write the rows that are missing, wake the recipients after commit. Idempotent."""
    event = Event.objects.select_related("access__region").get(number=int(key))
    recipients = told(event)
    if not recipients:
        return
    with transaction.atomic():
        rows = _write(event, recipients)
        messages = [(wakeup.group_of(row.recipient_id), {"type": "notification", "row": codes(row)}) for row in rows]
        if messages:
            transaction.on_commit(lambda: wakeup.send_all(messages))


def _write(event: Event, recipients: list[int]) -> list[Notification]:
    """Mailboxes are locked in the order of their recipients, so that two workers never wait for each other."""
    Mailbox.objects.bulk_create([Mailbox(recipient_id=pk) for pk in recipients], ignore_conflicts=True)
    boxes = Mailbox.objects.select_for_update().filter(recipient__in=recipients).order_by("recipient_id")
    last = dict(boxes.values_list("recipient_id", "last_number"))
    had = set(Notification.objects.filter(event=event, recipient__in=recipients).values_list("recipient_id", flat=True))
    new = [pk for pk in recipients if pk not in had]
    joined = dict(Officer.objects.filter(pk__in=new).values_list("pk", "date_joined"))
    rows = [_row(event, pk, last[pk] + 1, joined[pk]) for pk in new]
    Notification.objects.bulk_create(rows)
    Mailbox.objects.filter(recipient__in=new).update(last_number=F("last_number") + 1)
    return rows


def _row(event: Event, recipient: int, number: int, joined: datetime) -> Notification:
    """What happened on a day before somebody had an account is history to them, not news: it counts as seen.

    Days are compared, because an anonymous reporter's events carry no more.
    """
    at = event.occurred_at
    known = timezone.localdate(at) < timezone.localdate(joined)
    return Notification(
        recipient_id=recipient, number=number, event=event, created_at=at, seen_at=at if known else None
    )
