"""Cases of somebody who leaves: they wait for whoever may assign them, and go on with another investigator."""

from datetime import datetime

from accounts.people import OpenWork
from agencies.models import Officer
from investigations.actions import assign
from investigations.models import Case
from investigations.verbs import assignable_to

KIND = "case"


def open_cases(officer: Officer, reader: Officer | None) -> list[OpenWork]:
    """Cases assigned to somebody that are not over; for a reader those alone that they see and may assign."""
    rows = Case.objects.filter(assignee=officer, stage__in=Case.UNENDED).select_related("access").order_by("pk")
    if reader is not None:
        seen = Case.objects.visible_to(reader) if reader.may("case.assign") else Case.objects.none()
        rows = rows.filter(pk__in=seen.values("pk"))
    return [
        OpenWork(KIND, case.reference, f"{case.reference}: {case.title}", _heirs(case, officer, reader))
        for case in rows
    ]


def _heirs(case: Case, officer: Officer, reader: Officer | None) -> tuple[Officer, ...]:
    return () if reader is None else tuple(assignable_to(case).exclude(pk=officer.pk))


def hand_over(reference: str, *, officer: Officer, by: Officer, to: Officer, at: datetime) -> None:
    """By the case's own verb, so that its log and its new investigator hear of it."""
    assign(Case.objects.get(reference=reference, assignee=officer), by=by, to=to, at=at)
