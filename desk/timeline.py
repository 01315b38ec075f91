"""The timeline of a page: events in words, statements as cards, grouped by day in the zone of the territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from agencies.models import Officer, SupervisingAuthority
from complaints.models import Source
from desk.rows import zone_of
from desk.timeline_kinds import KINDS, SAID, chips, known
from desk.words import HAPPENED, SEVERAL
from investigations.models import Conclusion, Respondent, Statement
from sanctions.models import Escalation
from workflow.ledger import is_day_alone
from workflow.models import Event

LENGTH = 60  # events on a page
SHOWN_ELSEWHERE = {"case.note"}  # their words stand in a card of their own


@dataclass(frozen=True)
class Moment:
    """`text` what happened, `who` did it, `parts` each thing of several done at once; a card has a `statement` instead."""

    at: datetime
    timed: bool
    text: str
    who: str
    statement: Statement | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """`days` newest first, each with its moments; `older` is the event number to go on from, or None."""

    days: list[tuple[date, list[Moment]]]
    older: int | None
    only: str = ""

    @property
    def chips(self) -> list[tuple[str, str, bool]]:
        return chips(self.only)


def timeline(
    access_ids: Iterable[int], *, statements=(), respondents=(), territory=None, before: str = "", only="", named=True
) -> Timeline:
    """Events of everything that these Access rows protect, all of which the reader may see; two further queries for names.

    `only` is the name of a part, as desk.timeline_kinds has them; `named` False calls every officer "Petugas", for readers
    outside the authority.
    """
    only = known(only)
    events, older = _events(access_ids, before, only)
    names = Names(events, respondents, named)
    moments = [names.moment(together) for together in _folded(events)]
    if only in ("", SAID):
        moments += [_card(s, named) for s in _within(statements, events, before, older)]
    return Timeline(_by_day(moments, territory), older, only)


def _events(access_ids, before: str, only: str) -> tuple[list[Event], int | None]:
    rows = Event.objects.filter(access__in=list(access_ids)).select_related("actor").order_by("-number")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(number__lt=int(before))
    rows = rows.filter(KINDS[only][1]) if only else rows
    events = list(rows[: LENGTH + 1])
    return events[:LENGTH], (events[LENGTH - 1].number if len(events) > LENGTH else None)


def _folded(events: list[Event]) -> list[list[Event]]:
    """What one person did several times within a minute stands together; the order of the first of each stays."""
    groups: dict[tuple, list[Event]] = {}
    for event in events:
        if event.verb not in SHOWN_ELSEWHERE:
            groups.setdefault(_act(event), []).append(event)
    return list(groups.values())


def _act(event: Event) -> tuple:
    if event.verb not in SEVERAL:
        return (event.number,)
    return event.verb, event.actor_kind, event.actor_id, event.occurred_at.replace(second=0, microsecond=0)


def _within(statements, events, before: str, older: int | None) -> list[Statement]:
    """The statements of the stretch of time that this page shows."""
    rows = list(statements)
    if older and events:
        rows = [s for s in rows if s.at >= events[-1].occurred_at]
    if before and events:
        rows = [s for s in rows if s.at <= events[0].occurred_at]
    return rows


def _card(statement: Statement, named: bool) -> Moment:
    return Moment(statement.at, True, "", str(statement.by) if named else _("Petugas"), statement=statement)


class Names:
    """Turns the codes of events into names; reads each kind of name once."""

    def __init__(self, events: list[Event], respondents, named: bool):
        self._named = named
        self._people = {person.pk: str(person) for person in respondents}
        self._officers = _officers(events)
        self._authorities = _authorities(events)

    def moment(self, together: list[Event]) -> Moment:
        """One line for events that belong together, newest first; more than one are counted and kept as parts."""
        event = together[0]
        timed = not is_day_alone(event.occurred_at)
        texts = tuple(self._text(each) for each in reversed(together))
        if len(texts) == 1:
            return Moment(event.occurred_at, timed, texts[0], self._actor(event))
        counted = str(SEVERAL[event.verb]) % {"count": len(texts)}
        return Moment(event.occurred_at, timed, counted, self._actor(event), parts=tuple(dict.fromkeys(texts)))

    def _text(self, event: Event) -> str:
        said = HAPPENED.get(event.verb)
        return str(said) % _Codes(self._values(event)) if said else event.verb

    def _actor(self, event: Event) -> str:
        if event.actor_kind == "reporter":
            return _("Pelapor")
        if event.actor_kind == "system":
            return _("Sistem")
        if event.actor_kind == "invited":
            return _("Yang diundang")
        return str(event.actor) if self._named and event.actor else _("Petugas")

    def _values(self, event: Event) -> dict:
        codes = event.payload
        return codes | {
            "subject": event.subject_reference,
            "source": _label(Source, codes.get("source")),
            "to": self._officers.get(codes.get("to"), codes.get("to")),
            "respondent": self._people.get(codes.get("respondent"), _("seorang terlapor")),
            "authority": self._authorities.get(codes.get("authority"), codes.get("authority")),
            "conclusion": str(_label(Conclusion, codes.get("conclusion"))).lower(),
            "reason": _label(Respondent.SetAside, codes.get("reason")),
            "step": _label(Escalation.Step, codes.get("step")),
        }


class _Codes(dict):
    """A sentence never fails for a code that an older event does not carry."""

    def __missing__(self, key):
        return "…"


def _officers(events) -> dict[str, str]:
    names = {e.payload["to"] for e in events if "to" in e.payload and "from" not in e.payload}
    if not names:
        return {}
    return {officer.username: str(officer) for officer in Officer.objects.filter(username__in=names)}


def _authorities(events) -> dict[str, str]:
    codes = {e.payload["authority"] for e in events if "authority" in e.payload}
    return dict(SupervisingAuthority.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _label(choices, code) -> str:
    return str(dict(choices.choices).get(code, code or "…"))


def _by_day(moments: list[Moment], territory) -> list[tuple[date, list[Moment]]]:
    zone = zone_of(territory)
    days: dict[date, list[Moment]] = {}
    for moment in sorted(moments, key=lambda m: m.at, reverse=True):
        days.setdefault(moment.at.astimezone(zone).date(), []).append(moment)
    return list(days.items())
