"""Open cases handed to other authorities in bulk: processed ones to one, the others to another, as in September 2024."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from agencies.models import SupervisingAuthority
from investigations.models import Case
from persons import batches
from persons.forms import PROCESSED, UNPROCESSED
from persons.models import Batch

RIGHT = "case.transfer"
SHOWN = 50  # cases named in the preview


@dataclass(frozen=True)
class Preview:
    """What would happen: (case, target) pairs, how many of them, and what stays, by reason."""

    pairs: list[tuple[Case, SupervisingAuthority]]
    total: int
    skipped: list[tuple[str, int]]


def chosen(facts: dict) -> list[tuple]:
    """(stages, target) of the form's facts."""
    groups = [(PROCESSED, facts.get("processed")), (UNPROCESSED, facts.get("unprocessed"))]
    only = facts.get("stage")
    return [([s for s in stages if not only or s == only], target) for stages, target in groups if target]


def _rows(stages, user):
    return Case.objects.visible_to(user).filter(stage__in=stages).order_by("pk")


def preview(facts: dict, user) -> Preview:
    """A few queries, whatever the number of cases."""
    pairs: list[tuple] = []
    total, moved = 0, set()
    for stages, target in chosen(facts):
        rows = _rows(stages, user)
        total += rows.count()
        moved.update(stages)
        pairs += [(case, target) for case in rows.select_related("territory")[: SHOWN - len(pairs)]]
    return Preview(pairs, total, _skipped(moved, user))


def _skipped(moved: set, user) -> list[tuple[str, int]]:
    """What this officer sees and would stay, stage by stage."""
    rows = Case.objects.visible_to(user).exclude(stage__in=moved).order_by()
    counted = dict(rows.values_list("stage").annotate(n=Count("pk")))
    return [(str(label), counted[value]) for value, label in Case.Stage.choices if value in counted]


def order(facts: dict, *, by, at: datetime) -> Batch:
    """Write down every case that is meant and leave it to the worker. Raises PermissionDenied."""
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)
    items = [
        (reference, target.code)
        for stages, target in chosen(facts)
        for reference in _rows(stages, by).values_list("reference", flat=True)
    ]
    targets = {name: facts[name].code for name in ("processed", "unprocessed") if facts.get(name)}
    return batches.order(Batch.Kind.TRANSFER, items, by=by, at=at, reason=facts["reason"], **targets)
