"""Are the originals still what was taken in? Every one is read again within thirty days, a few at a time."""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from evidence import custody
from evidence.models import Custody, Evidence
from workflow.actors import DISCREET, SYSTEM
from workflow.ledger import record, unit_of_work

logger = logging.getLogger("netral.evidence")
EVERY = timedelta(days=30)
AT_ONCE = 20.0  # seconds of reading in one round


def check(key: str = "", *, at: datetime | None = None) -> None:
    """One round of the routine: the originals whose turn it is, until the round's time is over."""
    at, until = at or timezone.now(), time.monotonic() + AT_ONCE
    for evidence in due(at=at).iterator(chunk_size=50):
        check_one(evidence, at=at)
        if time.monotonic() > until:
            return


def due(*, at: datetime):
    """Files taken in, and last read again, more than thirty days ago; not those whose key was destroyed."""
    lately = Custody.objects.filter(evidence=OuterRef("pk"), what=Custody.What.CHECKED, at__gt=at - EVERY)
    rows = Evidence.objects.filter(~Exists(lately), added_at__lte=at - EVERY)
    return rows.exclude(access__report_key__destroyed_at__isnull=False).order_by("pk")


def check_one(evidence: Evidence, *, at: datetime) -> str:
    """Read one original again and note it. One that differs is an event that supervisors are told of."""
    by, outcome = SYSTEM if evidence.added_by_id else DISCREET, custody.outcome_of(evidence)
    with unit_of_work():
        custody.note(evidence, what=Custody.What.CHECKED, by=by, at=at, reason=outcome)
        if outcome != custody.INTACT:
            logger.error("the original of evidence %s: %s", evidence.pk, outcome)
            record("evidence.differ", evidence, by=by, at=at, outcome=outcome)
    return outcome
