"""The stage line of a page: the way of a kind of subject, what is behind it with its date, where it stands, what is ahead."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.rows import territory_of, zone_of
from workflow.models import Event

WAYS = {
    "complaint": ["RECEIVED", "VERIFYING", "ACCEPTED"],
    "case": ["OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP", "CLOSED"],
    "recommendation": ["DRAFT", "REVIEW", "APPROVED", "ISSUED", "ACKNOWLEDGED", "IMPLEMENTED", "VERIFIED"],
}
ASIDE = {"INCOMPLETE": "VERIFYING", "REBUTTED": "ACKNOWLEDGED", "ESCALATED": "ACKNOWLEDGED"}  # stands beside that step


def steps_of(subject) -> list[dict]:
    """Steps with `name`, `note` (a day in the zone of the place) and `state` for the design's stage line; one query."""
    reached = _reached(subject)
    way = _way(subject, reached)
    here = way.index(subject.stage)
    names, zone = dict(subject.Stage.choices), zone_of(territory_of(subject))
    return [_step(str(names[stage]), number - here, reached.get(stage), zone) for number, stage in enumerate(way)]


def _way(subject, reached: dict) -> list[str]:
    """The usual way, or as far as it went and where it left it."""
    way = WAYS[subject.KIND]
    if subject.stage in way:
        return way
    if subject.stage in ASIDE:
        at = way.index(ASIDE[subject.stage])
        return [*way[: at + 1], subject.stage, *way[at + 1 :]]
    return [*[stage for stage in way if stage in reached], subject.stage]


def _reached(subject) -> dict:
    """Stage → the time it was last entered."""
    events = Event.objects.filter(subject_reference=subject.reference, subject_kind=subject.KIND, payload__has_key="to")
    moves = events.order_by("number").values_list("payload", "occurred_at")
    entered = {payload["to"]: at for payload, at in moves if payload["to"] in subject.Stage.values}
    return {WAYS[subject.KIND][0]: subject.created_at} | entered | {subject.stage: subject.stage_since}


def _step(name: str, from_here: int, at: datetime | None, zone: ZoneInfo) -> dict:
    if from_here > 0:
        return {"name": name, "note": "", "state": ""}
    day = date_format(at.astimezone(zone), "j M") if at else _("dilewati")
    return {"name": name, "note": day, "state": "done" if from_here < 0 else "now"}
