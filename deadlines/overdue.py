"""What is overdue is said once, as an event of its subject; routing decides who hears of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from deadlines.keeping import open_clocks, zone_of
from deadlines.models import Clock
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.verbs import kinds

BATCH = 200


def round_of(key: str) -> None:
    """The routine: until nothing more is newly overdue."""
    at = timezone.now()
    while tell(at=at):
        pass


def tell(*, at: datetime) -> int:
    """Record one event per subject that has clocks newly overdue; answers how many clocks were told of."""
    today = timezone.localdate(at)
    late = Clock.objects.filter(open_clocks(), told_at__isnull=True, due_date__lt=today + timedelta(days=1))
    found = list(late.select_related("access__region").order_by("due_date", "pk")[:BATCH])
    late_now = [clock for clock in found if clock.due_date < at.astimezone(zone_of(clock.access)).date()]
    for reference in dict.fromkeys(clock.subject_reference for clock in late_now):
        _tell_one([clock for clock in late_now if clock.subject_reference == reference], at=at)
    return len(late_now)


def _tell_one(clocks: list[Clock], *, at: datetime) -> None:
    kind = next(each for each in kinds() if each.name == clocks[0].subject_kind)
    with unit_of_work(), transaction.atomic():
        untold = Clock.objects.select_for_update().filter(pk__in=[clock.pk for clock in clocks], told_at__isnull=True)
        mine = list(untold.filter(open_clocks()))
        subject = kind.model._default_manager.filter(reference=clocks[0].subject_reference).first()
        for clock in mine:
            clock.told_at = at
        Clock.objects.bulk_update(mine, ["told_at"])
        if subject is not None and mine:
            codes = [clock.code for clock in mine]
            record(
                {
                    "complaint": "complaint.overdue",
                    "case": "case.overdue",
                    "recommendation": "recommendation.overdue",
                }[kind.name],
                subject, by=SYSTEM, at=at, clocks=codes,
            )  # fmt: skip
