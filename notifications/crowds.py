"""A crowd of new reports is one notification that counts them, not a thousand; every report stands in the queue as ever."""

from datetime import datetime, timedelta

from django.utils import timezone

from notifications.models import Mailbox
from workflow.models import Event

CROWDED = ("complaint.submit",)  # what strangers can cause as often as they like
FREE = 30  # told one by one in WINDOW
WINDOW = timedelta(minutes=10)
LONGEST = timedelta(hours=1)  # that one digest goes on; then a new one says that it is not over
RECENT = timedelta(days=1)  # days are compared: an anonymous report keeps no more


def comes_in_a_crowd(event: Event, *, at: datetime) -> bool:
    """Can this event be one of a crowd, and do more than FREE like it wait to be told already?"""
    if not may_crowd(event, at=at):
        return False
    later = Event.objects.filter(number__gt=event.number, verb=event.verb).order_by("number")
    return len(later.values_list("pk")[:FREE]) == FREE


def may_crowd(event: Event, *, at: datetime) -> bool:
    """New reports of these days; what is entered from the past is history."""
    return event.verb in CROWDED and timezone.localdate(event.occurred_at) >= timezone.localdate(at - RECENT)


def folds(box: Mailbox, *, waiting: bool, at: datetime) -> bool:
    """Count one more for this recipient (the caller saves the box): does it belong into a digest?

    `waiting`: the crowd is known before its first one is told.
    """
    if box.crowd_since is None or at - box.crowd_since >= (LONGEST if box.digest_id else WINDOW):
        box.crowd_since, box.crowd_count, box.digest = at, 0, None
    box.crowd_count += 1
    return waiting or box.digest_id is not None or box.crowd_count > FREE
