"""Who else has a page open: a sign of life every few seconds, shown only to those who see the subject themselves."""

from datetime import datetime, timedelta

from django.utils import timezone

from agencies.models import Officer
from worklists.models import Presence

FRESH = timedelta(seconds=60)
KEPT = timedelta(hours=1)


def looking(subject, *, by: Officer, at: datetime) -> list[Officer]:
    """Note that somebody looks now; who else does."""
    row = Presence(access_id=subject.access_id, officer=by, at=at)
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["access", "officer"], update_fields=["at"]
    )
    return others(subject, by=by, at=at)


def others(subject, *, by: Officer, at: datetime) -> list[Officer]:
    """Who had this open within the last minute, the reader apart; who may not see it any more is not among them."""
    fresh = Presence.objects.filter(access=subject.access_id, at__gte=at - FRESH).exclude(officer=by)
    people = [row.officer for row in fresh.select_related("officer").order_by("officer__full_name", "pk")]
    barred = set(subject.access.excluded.values_list("pk", flat=True)) if people else set()
    return [officer for officer in people if officer.pk not in barred]


def left(subject, *, by: Officer) -> None:
    """The page was closed."""
    Presence.objects.filter(access=subject.access_id, officer=by).delete()


def forget(key: str) -> None:
    """The routine: signs of life that are over are nobody's business."""
    Presence.objects.filter(at__lt=timezone.now() - KEPT).delete()
