"""Which files are over, since when, how long they are kept and all that belongs to one: a case with its reports, or a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet
from django.utils import timezone

from complaints.models import Complaint
from investigations.models import Case
from privacy.models import DisposalItem, LegalHold, RetentionRule
from privacy.models.retention import Category
from sanctions.models import Recommendation
from workflow.access import within

OVER: dict[str, list[str]] = {
    Complaint.KIND: [Complaint.Stage.REJECTED, Complaint.Stage.FORWARDED, Complaint.Stage.WITHDRAWN],
    Case.KIND: [Case.Stage.CLOSED, Case.Stage.MOOT, Case.Stage.TRANSFERRED],
}
WEIGHT = [Category.NOT_EXAMINED, Category.NOT_PROVEN, Category.ETHICS, Category.DISCIPLINE, Category.DISMISSAL]


@dataclass(frozen=True)
class Unit:
    """One file whose time can run out. Days are of the authority's own calendar."""

    subject: Complaint | Case
    category: str
    rule: RetentionRule
    ended_on: date

    @property
    def due_on(self) -> date:
        """The first day on which it may go."""
        return self.ended_on + relativedelta(years=self.rule.years)


def over(officer, *, at: datetime) -> list[Unit]:
    """Files of the officer's reach that are over and old enough to look at, oldest first; those on an open list are left out."""
    rules = in_force(timezone.localdate(at))
    if not rules:
        return []
    latest = at - relativedelta(years=min(rule.years for rule in rules.values()))
    listed = DisposalItem.objects.filter(state=DisposalItem.State.LISTED).values("access")
    units: list[Unit] = []
    for rows in (_cases(officer), _complaints(officer)):
        old = rows.filter(stage_since__lte=latest, access__erasure__isnull=True).exclude(access__in=listed)
        units += _units(list(old.select_related("access").order_by("stage_since", "pk")[:500]), rules)
    return sorted(units, key=lambda unit: (unit.due_on, unit.subject.reference))


def due(officer, *, at: datetime) -> list[Unit]:
    """Those whose day has come and whose fate is to be destroyed; held ones are left out."""
    today = timezone.localdate(at)
    ready = [u for u in over(officer, at=at) if u.rule.fate == RetentionRule.Fate.DESTROY and u.due_on <= today]
    return [unit for unit in ready if not held(unit.subject)]


def in_force(day: date) -> dict[str, RetentionRule]:
    """The row of each kind that counts on this day."""
    valid = RetentionRule.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day).order_by("valid_from")
    return {rule.category: rule for rule in valid}


def unit_of(subject: Complaint | Case, *, at: datetime) -> Unit | None:
    """This file as a unit, None when it is not over or no row of the schedule speaks of it."""
    if subject.stage not in OVER[subject.KIND]:
        return None
    return next(iter(_units([subject], in_force(timezone.localdate(at)))), None)


def accesses(subject: Complaint | Case) -> list[int]:
    """The Access rows of everything that belongs to it: reports joined and merged, recommendations."""
    if isinstance(subject, Complaint):
        return sorted(_merged(Complaint, {subject.pk: subject.access_id}).values())
    cases = _merged(Case, {subject.pk: subject.access_id})
    reports = dict(Complaint.objects.filter(case_complaint__case__in=list(cases)).values_list("pk", "access_id"))
    letters = Recommendation.objects.filter(case__in=list(cases)).values_list("access_id", flat=True)
    return sorted({*cases.values(), *_merged(Complaint, reports).values(), *letters})


def held(subject: Complaint | Case) -> bool:
    """Does a legal hold stand on anything that belongs to it?"""
    return LegalHold.objects.standing().filter(access__in=accesses(subject)).exists()


def found(kind: str, access_id: int) -> Complaint | Case:
    """The file at this Access row."""
    model: type[Complaint] | type[Case] = Complaint if kind == Complaint.KIND else Case
    return model.objects.get(access=access_id)


def _merged(model: type[Complaint] | type[Case], known: dict[int, int]) -> dict[int, int]:
    """These and all that were merged into them, one behind the other: key and Access row."""
    every, layer = dict(known), list(known)
    while layer:
        more = dict(model.objects.filter(merged_into__in=layer).exclude(pk__in=every).values_list("pk", "access_id"))
        every |= more
        layer = list(more)
    return every


def _cases(officer) -> QuerySet[Case]:
    return Case.objects.filter(within(officer, under_seal=True), stage__in=OVER[Case.KIND])


def _complaints(officer) -> QuerySet[Complaint]:
    alone = Q(case_complaint__isnull=True)
    return Complaint.objects.filter(within(officer, under_seal=True), alone, stage__in=OVER[Complaint.KIND])


def _units(subjects: list, rules: dict[str, RetentionRule]) -> Iterator[Unit]:
    categories = _categories([subject for subject in subjects if isinstance(subject, Case)])
    for subject in subjects:
        category = categories[subject.pk] if isinstance(subject, Case) else Category.NOT_EXAMINED
        if rule := rules.get(category):
            yield Unit(subject, category, rule, timezone.localdate(subject.stage_since))


def _categories(cases: list[Case]) -> dict[int, Category]:
    """By the heaviest that was recommended."""
    found = {case.pk: Category.NOT_PROVEN for case in cases}
    issued = Recommendation.objects.filter(case__in=cases, sanction__isnull=False).exclude(
        stage=Recommendation.Stage.DRAFT
    )
    for case, level in issued.values_list("case", "sanction__level"):
        found[case] = max(found[case], _category(level), key=WEIGHT.index)
    return found


def _category(level: str) -> Category:
    return {"MORAL": Category.ETHICS, "DISMISSAL": Category.DISMISSAL}.get(level, Category.DISCIPLINE)
