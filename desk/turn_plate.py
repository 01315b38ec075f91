"""The plate of a page: whose turn it is, until when, what this reader can do, and what is not open yet and why."""

from dataclasses import dataclass, replace
from datetime import date

from django_fsm import can_proceed

from desk.turns import Turn, Turns
from desk.urgency import Calendar, Urgency
from desk.words import ALL_ENDED, EXPECTED, FOUND, MISSING, VOTED, WAITS_INSIDE
from law.models import StageClock
from workflow.verbs import Verb, available, kind_of, right_of


@dataclass(frozen=True)
class Plate:
    """`verbs` are open to the reader now; `shut` are (verb, why) that wait for facts only."""

    turn: Turn
    urgency: Urgency
    clock: StageClock | None
    expected: str
    verbs: list[Verb]
    shut: list[tuple[Verb, str]]


def plate_of(subject, *, user, today: date) -> Plate:
    """`subject` came out of `visible_to(user)`."""
    turns = Turns([subject])
    calendar = Calendar(today=today, dates=[subject.due_date])
    verbs = available(subject, user, seen=True)
    return Plate(
        turn=turns.of(subject, user),
        urgency=calendar.urgency(subject.due_date, paused=turns.paused(subject)),
        clock=turns.clock(subject),
        expected=_expected(subject, turns),
        verbs=sorted(verbs, key=lambda verb: not verb.main),
        shut=_shut(subject, user),
    )


def _expected(subject, turns: Turns) -> str:
    if turns.found(subject):
        return str(FOUND)
    if turns.recommendations_ended(subject):
        return str(ALL_ENDED)
    if turns.recommendation_waits_inside(subject):
        return str(WAITS_INSIDE)
    return str(EXPECTED.get((subject.KIND, subject.stage), ""))


def voted(plate: Plate) -> Plate:
    """The plate of a commissioner whose votes are all cast: only the decision is left, once the quorum is there."""
    verbs = [verb for verb in plate.verbs if verb.name != "vote"]
    decides = any(verb.name == "decide" for verb in verbs)
    return replace(plate, verbs=verbs, turn=replace(plate.turn, mine=decides), expected=str(VOTED))


def _shut(subject, user) -> list[tuple[Verb, str]]:
    """Verbs that person and stage allow, but not the facts."""
    waiting = [MISSING.get((subject.KIND, name)) for name in kind_of(subject.KIND).verbs]
    verbs = zip(kind_of(subject.KIND).verbs.values(), waiting, strict=True)
    return [(verb, str(why)) for verb, why in verbs if why and _waits_for_facts(subject, verb, user)]


def _waits_for_facts(subject, verb: Verb, user) -> bool:
    move = getattr(type(subject), verb.name)._django_fsm
    if not (user.may(right_of(subject, verb.name)) and move.has_transition(subject.stage)):
        return False
    return not can_proceed(getattr(subject, verb.name))
