"""What stands first and why: rules give points, the worker reckons them at every event and every night."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from law.rules import in_force
from worklists.criteria import MODELS, OPEN, Asking, condition
from worklists.models import PRIORITY, PriorityRule, Standing
from worklists.votes import days_to_vote

FIELDS = ["points", "reasons", "reckoned_on"]


def rules_of(kind: str, *, today: date) -> list[PriorityRule]:
    return list(in_force(PriorityRule.objects.filter(kind=kind), on=today).order_by("-points", "code", "pk"))


def reckon(kind: str, accesses: Collection[int], *, today: date) -> None:
    """Write the points of these subjects anew: one query per rule, whatever their number. May be done twice."""
    model, asking = MODELS[kind], Asking(today)
    held: dict[int, list[PriorityRule]] = {}
    for rule in rules_of(kind, today=today):
        open_ = model.objects.filter(access__in=accesses, stage__in=OPEN[kind])
        for access in open_.filter(condition(kind, rule.criteria, asking)).values_list("access_id", flat=True):
            held.setdefault(access, []).append(rule)
    Standing.objects.filter(access__in=set(accesses) - set(held)).delete()
    rows = [_standing(access, rules, today) for access, rules in held.items()]
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["access"], update_fields=FIELDS)


def _standing(access: int, rules: Sequence[PriorityRule], today: date) -> Standing:
    points = min(sum(rule.points for rule in rules), 32_000)
    return Standing(access_id=access, points=points, reasons=[rule.code for rule in rules], reckoned_on=today)


def explained(subjects: Collection, *, today: date) -> dict[int, list[str]]:
    """Why each of these that is "Utama" is, in words, by its Access; a few queries whatever their number."""
    rows = Standing.objects.filter(access__in=[s.access_id for s in subjects], points__gte=PRIORITY)
    reasons = {row.access_id: row.reasons for row in rows}
    if not reasons:
        return {}
    first = [subject for subject in subjects if subject.access_id in reasons]
    rules = {(r.kind, r.code): r for r in in_force(PriorityRule.objects.order_by("pk"), on=today)}
    votes = days_to_vote([_territory(subject) for subject in first], today=today)
    return {s.access_id: _words(s, reasons[s.access_id], rules, votes) for s in first}


def _words(subject, codes: list[str], rules: dict, votes: dict[str, int]) -> list[str]:
    place = _territory(subject)
    known = [rules[subject.KIND, code] for code in codes if (subject.KIND, code) in rules]
    said = [_vote_words(votes.get(place.pk)) if place and "vote_within" in r.criteria else r.name for r in known]
    return list(dict.fromkeys(word for word in said if word))


def _vote_words(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("pemungutan suara hari ini")
    return ngettext("%(n)s hari lagi pemungutan suara", "%(n)s hari lagi pemungutan suara", days) % {"n": days}


def _territory(subject):
    return subject.case.territory if subject.KIND == "recommendation" else subject.territory
