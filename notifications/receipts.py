"""Who of an agency has looked at what was issued to it, and who has not after some days.

Nothing is written down a second time: every read leaves an access record, sealed into the log, and that is the receipt.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone

from agencies.models import Officer
from notifications.models import ReceiptRule
from notifications.models.receipts import DAYS
from sanctions.models import Recommendation
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import AccessRecord, Event

LOOKS = ("recommendation.read", "letter.read")
JOB = "receipts"
AT_ONCE = 200
OPEN = ("ISSUED", "ESCALATED")  # what an agency has not answered yet


@dataclass(frozen=True)
class Receipt:
    """An officer of the agency, and when they looked first."""

    officer: Officer
    at: datetime


def receipts_of(recommendation: Recommendation) -> list[Receipt]:
    """Who of its agency has seen it, the first one first."""
    access = recommendation.access
    looks = AccessRecord.objects.filter(access=access.pk, what__in=LOOKS, actor__agency=access.agency_id)
    first = dict(looks.values_list("actor").annotate(Min("at")).order_by()) if access.agency_id else {}
    officers = Officer.objects.in_bulk(first)
    return sorted((Receipt(officers[pk], at) for pk, at in first.items()), key=lambda receipt: receipt.at)


def days_of(authority_id: str | None) -> int:
    """After how many days this authority calls something unseen."""
    rule = ReceiptRule.objects.filter(authority=authority_id).first()
    return rule.days if rule else DAYS


def unseen_by_agency(reader: Officer, *, at: datetime):
    """What this reader sees of recommendations that nobody of their agency has looked at, the oldest first."""
    before = at - timedelta(days=days_of(reader.authority_id))
    rows = _unseen(Recommendation.objects.visible_to(reader)).filter(stage_since__lte=before)
    return rows.select_related("access__agency", "respondent", "letter").order_by("stage_since", "pk")


def _unseen(rows):
    looks = AccessRecord.objects.filter(
        access=OuterRef("access"), what__in=LOOKS, actor__agency=OuterRef("access__agency")
    )
    issued = Q(stage__in=OPEN, access__issued=True, access__sealed=False, access__agency__isnull=False)
    return rows.filter(issued).exclude(Exists(looks))


def remind(_key: str) -> None:
    """The routine: tell the authority once of each that nobody looked at in time. History that was loaded is no news."""
    at = timezone.now()
    told = Event.objects.filter(verb="recommendation.unseen", subject_reference=OuterRef("reference"))
    fresh = at - timedelta(days=60)
    rows = _unseen(Recommendation.objects.filter(stage="ISSUED", stage_since__gt=fresh)).exclude(Exists(told))
    for row in rows.annotate(authority=F("access__authority")).order_by("pk")[:AT_ONCE]:
        if row.stage_since <= at - timedelta(days=days_of(row.authority)):
            with unit_of_work():
                record("recommendation.unseen", row, by=SYSTEM, at=at)
