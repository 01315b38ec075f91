"""What a recipient does to notifications: see them."""

from datetime import datetime

from notifications import wakeup
from notifications.models import Notification
from notifications.queries import unseen


def see_up_to(number: int, *, by, at: datetime) -> int:
    """Everything up to a number was seen. Answers how many are left unseen, and tells the recipient's other windows."""
    return _see(Notification.objects.visible_to(by).filter(number__lte=number), by, at)


def see_subject(reference: str, *, by, at: datetime) -> int:
    """Everything about one complaint, case or recommendation was seen, because its page was opened."""
    own = Notification.objects.visible_to(by).filter(event__subject_reference=reference, folded=None)
    return _see(own, by, at)


def _see(rows, by, at: datetime) -> int:
    changed = rows.filter(seen_at__isnull=True).update(seen_at=at)
    left = unseen(by.pk)
    if changed:
        wakeup.send(wakeup.group_of(by.pk), {"type": "unseen", "count": left})
    return left
