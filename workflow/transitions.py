"""The one door through which anything changes stage."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_fsm import TransitionNotAllowed, can_proceed

from agencies.models import Officer
from law.clocks import HolidaysMissing, due_date
from law.models import StageClock
from workflow.ledger import record, unit_of_work


class MovedOn(TransitionNotAllowed):
    """The subject is in another stage than the verb needs (HTTP 409). Carries the subject as it stands now."""

    def __init__(self, subject, verb: str):
        super().__init__(f"{verb} is not possible in {subject.stage}")
        self.subject, self.verb = subject, verb


def perform(transition, *, by, at: datetime | None = None, payload: dict | None = None, prepare=None, **details):
    """Lock the subject, check person, stage and facts, move it, save it with its history, and record one event.

    `transition` is a bound transition method; `prepare(subject)` answers more details once the checks have passed.
    Returns the subject, freshly read and moved.
    Raises PermissionDenied (403) or MovedOn (409); both leave nothing behind.
    """
    stale, verb = transition.__self__, transition.__name__
    at = at or timezone.now()
    with unit_of_work():
        subject = type(stale).objects.select_for_update().get(pk=stale.pk)
        if not permitted(subject, verb, by):
            raise PermissionDenied(verb)
        move = getattr(subject, verb)
        if not can_proceed(move):
            raise MovedOn(subject, verb)
        before = subject.stage
        move(**details, **(prepare(subject) if prepare else {}))
        _note_time(subject, before, at)
        subject._history_user, subject._history_date = by if isinstance(by, Officer) else None, at
        subject.save()
        moved = {"from": before, "to": subject.stage} if subject.stage != before else {}
        record(f"{subject.KIND}.{verb.rstrip('_')}", subject, by=by, at=at, **moved, **(payload or {}))
    return subject


def permitted(subject, verb: str, by) -> bool:
    """May this actor ever do this to this subject? Asked before the stage, so that strangers learn no stage."""
    transitions = getattr(type(subject), verb)._django_fsm.transitions.values()
    guards = {transition.permission for transition in transitions}  # a verb of many sources has one guard, asked once
    return all(guard(subject, by) for guard in guards)


def begin(subject, *, at: datetime) -> None:
    """Set the times of a new subject's first stage; call before its first save."""
    subject.created_at = subject.stage_since = at
    subject.due_date = _due(subject, at)


def _note_time(subject, before: str, at: datetime) -> None:
    if subject.stage == before:
        return
    subject.stage_since = at
    subject.due_date = _due(subject, at)


def _due(subject, at: datetime):
    clock = StageClock.objects.filter(kind=subject.KIND, stage=subject.stage).first()
    try:
        return due_date(clock, timezone.localdate(at))
    except HolidaysMissing:
        return None  # better no date than a wrong one; `doctor` names the missing year
