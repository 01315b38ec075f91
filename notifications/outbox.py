"""From event to rows: one per recipient and event, of a crowd one for all, numbered without a gap; then sockets are woken."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications import hooks, wakeup
from notifications.crowds import comes_in_a_crowd, folds, may_crowd
from notifications.farewell import forget_address
from notifications.mailing import tell_agency, tell_officers
from notifications.models import Mailbox, Notification
from notifications.presenting import codes
from notifications.queries import unseen
from notifications.routing import stand_ins, told
from workflow.models import Event

JOB = "notify"
Wake = tuple[str, dict]  # a group of sockets, and what it is sent


def deliver(key: str) -> None:
    """The job of one event (its number): write the rows that are missing, wake the recipients after commit. Idempotent."""
    event = Event.objects.select_related("access__region", "access__agency").get(number=int(key))
    tell_agency(event)
    forget_address(event)
    at = timezone.now()
    hooks.post_to_agency(event, at=at)
    recipients = told(event)
    recipients += stand_ins(event, recipients, at=at)
    if not recipients:
        return
    with transaction.atomic():
        messages = _write(event, recipients, at) if may_crowd(event, at=at) else _write_each(event, recipients)
        if messages:
            transaction.on_commit(lambda: wakeup.send_all(messages))


def _write_each(event: Event, recipients: list[int]) -> list[Wake]:
    boxes = _boxes(event, recipients)
    return _told_alone(event, boxes)


def _write(event: Event, recipients: list[int], at: datetime) -> list[Wake]:
    """Of a crowd only the first ones are rows of their own."""
    boxes, waiting = _boxes(event, recipients), comes_in_a_crowd(event, at=at)
    folding = [box for box in boxes if folds(box, waiting=waiting, at=at)]
    messages = _told_alone(event, [box for box in boxes if box not in folding])
    messages += [wake for box in folding for wake in _fold(event, box)]
    Mailbox.objects.bulk_update(boxes, ["crowd_since", "crowd_count", "digest"])
    return messages


def _boxes(event: Event, recipients: list[int]) -> list[Mailbox]:
    """Those that have no row of this event. Locked in the order of their recipients: two workers never wait for each other."""
    boxes = _locked(recipients)
    if len(boxes) < len(recipients):
        Mailbox.objects.bulk_create([Mailbox(recipient_id=pk) for pk in recipients], ignore_conflicts=True)
        boxes = _locked(recipients)
    had = set(Notification.objects.filter(event=event, recipient__in=recipients).values_list("recipient_id", flat=True))
    return [box for box in boxes if box.recipient_id not in had]


def _locked(recipients: list[int]) -> list[Mailbox]:
    rows = Mailbox.objects.select_for_update(of=("self",)).select_related("recipient")
    return list(rows.filter(recipient__in=recipients).order_by("recipient_id"))


def _told_alone(event: Event, boxes: list[Mailbox], *, folded: int | None = None) -> list[Wake]:
    new = [box.recipient_id for box in boxes]
    rows = [_row(event, box, box.recipient.date_joined, folded) for box in boxes]
    Notification.objects.bulk_create(rows)
    tell_officers(event, rows, at=timezone.now())
    Mailbox.objects.filter(recipient__in=new).update(last_number=F("last_number") + 1)
    for box, row in zip(boxes, rows, strict=True):
        box.digest = row if folded else box.digest
    return [(wakeup.group_of(row.recipient_id), {"type": "notification", "row": codes(row)}) for row in rows]


def _fold(event: Event, box: Mailbox) -> list[Wake]:
    """The digest of this recipient counts one more, and is news again when it was seen."""
    if box.digest_id is None:
        return _told_alone(event, [box], folded=1)
    digest = Notification.objects.filter(pk=box.digest_id)
    seen = digest.exclude(seen_at=None).exists()
    digest.update(folded=F("folded") + 1, seen_at=None)
    if not seen:
        return []
    return [(wakeup.group_of(box.recipient_id), {"type": "unseen", "count": unseen(box.recipient_id)})]


def _row(event: Event, box: Mailbox, joined: datetime, folded: int | None) -> Notification:
    """What happened on a day before somebody had an account is history to them, not news: it counts as seen.

    Days are compared, because an anonymous reporter's events carry no more.
    """
    at = event.occurred_at
    known = timezone.localdate(at) < timezone.localdate(joined)
    return Notification(
        recipient_id=box.recipient_id, number=box.last_number + 1, event=event, created_at=at, folded=folded,
        seen_at=at if known else None,
    )  # fmt: skip
