"""In which phase of a region's election a day falls: before the designation of candidates, after it, or in no election."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from agencies.models import Territory
from law.models import Election
from law.rules import rule_in_force


class Phase(StrEnum):
    """The three answers; the names are the contract's."""

    BEFORE = "BEFORE_DESIGNATION"
    AFTER = "AFTER_DESIGNATION"
    NONE = "NO_ELECTION"


@dataclass(frozen=True)
class PhaseOfDay:
    """The phase, the election it follows, and what else was found over the same territory.

    `rivals` are elections over the same territory which say another phase; `guessed_end` that no inauguration is recorded.
    """

    phase: Phase
    election: Election | None = None
    designation_day: bool = False
    guessed_end: bool = False
    rivals: tuple[tuple[Election, Phase], ...] = field(default=())


def phase_of(day: date, *, territory: Territory | None = None, election: Election | None = None) -> PhaseOfDay:
    """The phase on the day of an incident, by the calendar in force over the territory or by the election named."""
    if election is not None:
        return _in_one(election, day)
    found = [each for each in (_in_one(e, day) for e in _over(territory, day)) if each.phase != Phase.NONE]
    if not found:
        return PhaseOfDay(Phase.NONE)
    chosen = min(found, key=lambda each: _nearness(each.election, day))
    rivals = tuple((each.election, each.phase) for each in found if each.phase != chosen.phase)
    return PhaseOfDay(chosen.phase, chosen.election, chosen.designation_day, chosen.guessed_end, rivals)


def elections_over(territory: Territory | None, *, around: date) -> list[Election]:
    """The elections whose stages hold on a day over a territory: its own and those of its province."""
    return [e for e in _over(territory, around) if _in_one(e, around).phase != Phase.NONE]


def replaced_plans(found: PhaseOfDay, day: date) -> list[Election]:
    """Calendars of the same election that were replaced and would have said another phase (2020 was postponed)."""
    if found.election is None:
        return []
    series = found.election.series or found.election.pk
    plans = Election.objects.filter(in_force=False, series=series)
    return [plan for plan in plans if _in_one(plan, day).phase not in (found.phase, Phase.NONE)]


def _over(territory: Territory | None, day: date) -> Iterable[Election]:
    rows = Election.objects.filter(in_force=True, stages_from__lte=day).order_by("vote_date", "code")
    if territory is None:
        return rows.filter(series="")  # a vote held again is never meant unless its region is named
    places = [code for code in (territory.pk, territory.parent_id) if code]
    return rows.filter(Q(territories__in=places) | Q(territories__isnull=True)).distinct()


def _in_one(election: Election, day: date) -> PhaseOfDay:
    end, guessed = _end(election)
    if not election.stages_from <= day <= end:
        return PhaseOfDay(Phase.NONE)
    if day < election.designation_date:
        return PhaseOfDay(Phase.BEFORE, election)
    on_the_day = day == election.designation_date
    phase = Phase(rule_in_force("DESIGNATION-DAY", on=day).value["phase"]) if on_the_day else Phase.AFTER
    return PhaseOfDay(phase, election, on_the_day, guessed and day > election.vote_date)


def _end(election: Election) -> tuple[date, bool]:
    if election.inauguration_date:
        return election.inauguration_date, False
    days = rule_in_force("END-OF-ELECTION", on=election.vote_date).value["days_after_vote"]
    return election.vote_date + timedelta(days=days), True


def _nearness(election: Election, day: date) -> tuple[bool, int]:
    """The next vote first, then the last one held."""
    return (election.vote_date < day, abs((election.vote_date - day).days))
