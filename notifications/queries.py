"""Reads of the notifications room. Numbers run without a gap per recipient, so the last one read is a cursor."""

from django.db.models import Exists, OuterRef

from notifications.models import Mailbox, Notification, Preferences
from notifications.presenting import codes
from workflow.models import Access

PAGE = 100


def rows_after(recipient_id: int, after: int, *, limit: int = PAGE) -> list[dict]:
    """A recipient's rows beyond a number, oldest first, as `presenting.codes`."""
    rows = Notification.objects.filter(recipient_id=recipient_id, number__gt=after).select_related("event")
    hidden = Access.excluded.through.objects.filter(officer_id=recipient_id, access_id=OuterRef("event__access"))
    found = rows.annotate(kept_out=Exists(hidden)).order_by("number")[:limit]
    return [codes(row) | ({"reference": ""} if row.kept_out else {}) for row in found]  # no gap: numbers are cursors


def newest_first(reader, *, before: int | None = None, limit: int = PAGE) -> list[Notification]:
    """A reader's rows for a page, newest first, those before a number."""
    rows = Notification.objects.readable_by(reader).select_related("event").order_by("-number")
    return list((rows.filter(number__lt=before) if before else rows)[:limit])


def unseen(recipient_id: int) -> int:
    """How many a recipient has not seen."""
    return Notification.objects.filter(recipient_id=recipient_id, seen_at__isnull=True).count()


WISHES = ("desktop", "sound", "quiet_from", "quiet_to", "events")


def bell_of(recipient_id: int) -> dict:
    """What the bell of a page needs, in two questions: the numbers, and how its reader wants to be told."""
    names = {name: f"recipient__preferences__{name}" for name in WISHES}
    row = Mailbox.objects.filter(recipient=recipient_id).values("last_number", *names.values()).first()
    facts = {"unseen": unseen(recipient_id), "last": row["last_number"] if row else 0}
    if row is None or row[names["events"]] is None:
        return {**facts, "wishes": None}
    return {**facts, "wishes": Preferences(**{name: row[path] for name, path in names.items()})}


def last_number(recipient_id: int) -> int:
    """The number of a recipient's newest row, 0 before the first."""
    return last_numbers([recipient_id]).get(recipient_id, 0)


def last_numbers(recipient_ids) -> dict[int, int]:
    """The newest numbers of many recipients in one query; those without a row are left out."""
    boxes = Mailbox.objects.filter(recipient__in=recipient_ids)
    return dict(boxes.values_list("recipient_id", "last_number"))
