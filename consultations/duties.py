"""Which bodies a file has to be put before, and how far that is."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from consultations.models import Consultation, ConsultationRule


@dataclass(frozen=True)
class Duty:
    """An obligatory rule that is not met: nobody was asked (`asked` None), or the answer is still awaited in time."""

    rule: ConsultationRule
    asked: Consultation | None


def unmet(subject, *, on: date, blocking: bool = False) -> list[Duty]:
    """What still stands out on a day. A body that let its days pass keeps nothing waiting. Two queries.

    `blocking`: of the rules that hold up the plenary alone.
    """
    rules = ConsultationRule.objects.in_force(authority=subject.access.authority_id, kind=subject.kind, on=on)
    obligatory: dict[str, ConsultationRule] = {}
    for rule in rules.filter(obligatory=True, **({"blocks": True} if blocking else {})):
        obligatory.setdefault(rule.body, rule)
    if not obligatory:
        return []
    rows = Consultation.objects.filter(subject_access=subject.access_id, body__in=obligatory, recalled_at__isnull=True)
    asked: dict[str, list[Consultation]] = {}
    for row in rows.order_by("asked_at"):
        asked.setdefault(row.body, []).append(row)
    waiting = {body: [row for row in found if not _over(row, on)] for body, found in asked.items()}
    return [
        Duty(rule, waiting[body][-1] if body in asked else None)
        for body, rule in obligatory.items()
        if body not in asked or (waiting[body] and not any(row.answered_at for row in asked[body]))
    ]


def nothing_awaited(case) -> bool:
    """The guard of the plenary: no rule that holds it up is unmet."""
    return not unmet(case, on=timezone.localdate(), blocking=True)


def _over(row: Consultation, on: date) -> bool:
    return bool(row.answered_at) or (row.due_date is not None and row.due_date < on)
