"""Who has how much to do, and who is next: the fair share is the fewest weighted open cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from agencies.models import Officer
from investigations.models import Case
from investigations.verbs import assignable_to
from workflow.access import officers_within
from worklists.models import Absence, StageWeight, Team


@dataclass(frozen=True)
class Share:
    """One officer's load: number of open cases, and their weight."""

    officer: Officer
    cases: int
    weight: int


def shares(officers: Iterable[Officer]) -> list[Share]:
    """The lightest first; equal loads by account name, so that the answer is the same every time. Two queries."""
    people = list(officers)
    weights = dict(StageWeight.objects.values_list("stage", "weight"))
    open_ = Case.objects.filter(assignee__in=[o.pk for o in people], stage__in=Case.UNENDED).order_by()
    counted: dict[int, list[tuple[str, int]]] = {}
    for officer, stage, number in open_.values_list("assignee", "stage").annotate(n=Count("pk")):
        counted.setdefault(officer, []).append((stage, number))
    found = [_share(officer, counted.get(officer.pk, []), weights) for officer in people]
    return sorted(found, key=lambda share: (share.weight, share.officer.username))


def _share(officer: Officer, stages: list[tuple[str, int]], weights: dict[str, int]) -> Share:
    return Share(officer, sum(n for _stage, n in stages), sum(weights.get(stage, 1) * n for stage, n in stages))


def candidates(case: Case, *, today: date, team: Team | None = None):
    """Who may get this case now: able, of its authority and region, not excluded, awake, and present."""
    away = Absence.objects.filter(first_day__lte=today, last_day__gte=today).values("officer")
    able = assignable_to(case).filter(officers_within(case.access), asleep_at__isnull=True, closed_at__isnull=True)
    able = able.exclude(pk__in=away)
    return able.filter(teams=team) if team else able


def lightest(case: Case, *, today: date, team: Team | None = None) -> Officer | None:
    """Who is next, None when nobody can."""
    found = shares(candidates(case, today=today, team=team))
    return found[0].officer if found else None
