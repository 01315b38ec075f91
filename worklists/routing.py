"""Where what arrives goes: the rules in their order, the first that knows where to. Done by the worker, once per arrival."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Officer
from complaints.models import Complaint
from investigations.models import Case
from law.rules import in_force
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn, perform
from worklists.criteria import OPEN
from worklists.filters import fits
from worklists.models import Placement, RoutingRule, Team
from worklists.permissions import ROUTES
from worklists.workload import candidates, lightest

ARRIVALS = {"complaint.submit", "case.open", "case.transfer"}


@dataclass(frozen=True)
class Clerk:
    """A rule at work: assigns what its authority's rule says, and nothing else."""

    authority: str
    actor_kind = "system"

    def may(self, right: str) -> bool:
        return right == "case.assign"

    def reaches(self, access) -> bool:
        return access.authority_id == self.authority and not access.sealed


@dataclass(frozen=True)
class Target:
    """What a rule answers for one subject."""

    rule: RoutingRule
    team: Team | None = None
    officer: Officer | None = None


def target_of(subject, *, today: date) -> Target | None:
    """The answer of the first rule that fits and knows where to; None when no rule does."""
    for rule in rules_for(subject, today=today):
        if fits(rule.filter, subject, today=today) and (target := _answer(rule, subject, today)):
            return target
    return None


def rules_for(subject, *, today: date):
    """The authority's rules of a day for this kind of subject, in their order."""
    rules = RoutingRule.objects.filter(authority=subject.access.authority_id, filter__kind=subject.KIND)
    return in_force(rules, on=today).select_related("filter", "team", "officer").order_by("order", "pk")


def _answer(rule: RoutingRule, subject, today: date) -> Target | None:
    if rule.goal == RoutingRule.Goal.TEAM:
        return Target(rule, team=rule.team) if rule.team else None
    if subject.KIND != Case.KIND:
        return None  # a report has no examiner
    if rule.goal == RoutingRule.Goal.OFFICER:
        present = candidates(subject, today=today).filter(pk=rule.officer_id).first()
        return Target(rule, team=rule.team, officer=present) if present else None
    RoutingRule.objects.select_for_update().get(pk=rule.pk)  # two cases at once: one after the other counts the load
    officer = lightest(subject, today=today, team=rule.team)
    return Target(rule, team=rule.team, officer=officer) if officer else None


def arrive(subject, *, at: datetime) -> Placement | None:
    """Apply the rules to what came in; what a person placed or assigned stays as it is. May be done twice."""
    if subject.stage not in OPEN[subject.KIND] or getattr(subject, "assignee_id", None):
        return None
    placed = Placement.objects.filter(access=subject.access_id).first()
    if placed and (placed.by_id or placed.team and placed.team.authority_id == subject.access.authority_id):
        return placed
    with unit_of_work():
        target = target_of(subject, today=timezone.localdate(at))
        if target is None:
            return None
        return _place(subject, target, at)


def _place(subject, target: Target, at: datetime) -> Placement:
    rule = target.rule
    facts = {"team": target.team, "rule": rule, "proposed": target.officer, "by": None, "at": at}
    placement, _made = Placement.objects.update_or_create(access_id=subject.access_id, defaults=facts)
    if target.officer and rule.automatic:
        clerk, codes = Clerk(rule.authority_id), {"to": target.officer.username, "rule": rule.pk}
        perform(subject.assign, by=clerk, at=at, payload=codes, to=target.officer)
    return placement


def route(subject, *, by, team: Team, at: datetime | None = None) -> Placement:
    """A person puts a subject into a team's queue.

    Raises PermissionDenied, MovedOn when it has ended, ValidationError for a team of another authority.
    """
    at = at or timezone.now()
    if not isinstance(subject, Complaint | Case):
        raise PermissionDenied(ROUTES)
    with unit_of_work():
        locked = type(subject).objects.select_for_update().get(pk=subject.pk)
        if not (by.may(ROUTES) and reaches(by, locked.access)):
            raise PermissionDenied(ROUTES)
        if locked.stage not in OPEN[locked.KIND]:
            raise MovedOn(locked, "route")
        if team.authority_id != locked.access.authority_id:
            raise ValidationError(_("Tim itu bukan dari otoritas yang memegang berkas ini."))
        facts = {"team": team, "rule": None, "proposed": None, "by": by, "at": at}
        placement, _made = Placement.objects.update_or_create(access_id=locked.access_id, defaults=facts)
        _note(locked, by, at, team)
    return placement


def _note(subject, by, at: datetime, team: Team) -> None:
    if subject.KIND == "case":
        record("case.route", subject, by=by, at=at, team=team.pk)
    else:
        record("complaint.route", subject, by=by, at=at, team=team.pk)
