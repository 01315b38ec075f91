"""From a decree to the days on which its sanction holds. No clock and no database: days go in, days come out."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Outcome(StrEnum):
    """What an objection or an appeal came to."""

    CONFIRMED = "CONFIRMED"
    CHANGED = "CHANGED"
    ANNULLED = "ANNULLED"


class Standing(StrEnum):
    """How a sanction stands on a day."""

    UNDATED = "UNDATED"
    AHEAD = "AHEAD"
    IN_FORCE = "IN_FORCE"
    SUSPENDED = "SUSPENDED"
    SERVED = "SERVED"
    ANNULLED = "ANNULLED"


@dataclass(frozen=True)
class Contest:
    """An objection or appeal as far as days go; `months` are those of the sanction it was changed into."""

    filed_on: date
    decided_on: date | None = None
    outcome: str = ""
    months: int | None = None


@dataclass
class Course:
    """The days of one sanction: `end` is its last day, None when it has none; `pauses` are days on which it rested."""

    start: date | None
    end: date | None = None
    pauses: list[tuple[date, date | None]] = field(default_factory=list)
    annulled_on: date | None = None

    def standing(self, on: date) -> Standing:
        """How it stands on a day."""
        if self.annulled_on and on >= self.annulled_on:
            return Standing.ANNULLED
        if self.start is None:
            return Standing.UNDATED
        if self.end and on > self.end:
            return Standing.SERVED
        if any(begun <= on and (over is None or on < over) for begun, over in self.pauses):
            return Standing.SUSPENDED
        return Standing.AHEAD if on < self.start else Standing.IN_FORCE

    def overlaps(self, other: "Course") -> bool:
        """Is there a day on which both hold? What was annulled holds on none from that day on."""
        if self.start is None or other.start is None:
            return False
        return max(self.start, other.start) <= min(self._last, other._last)

    @property
    def _last(self) -> date:
        ends = [self.end, self.annulled_on - DAY if self.annulled_on else None]
        return min((each for each in ends if each), default=date.max)


def last_day(start: date, months: int) -> date:
    """The last day of a term in months that begins on `start`: the day before the same day of that later month.

    A month without that day ends the term with its own last day: from 31 January one month lasts to the end of February.
    """
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    length = monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - DAY


def course(effective: date | None, months: int | None, contests: Iterable[Contest] = ()) -> Course:
    """The days of a sanction after every objection so far. A pending one suspends (PP 94/2021 art. 38 (2)).

    One filed before the sanction began lets it begin on the day it is decided; one filed while it was being served adds the
    days it rested to the end.
    """
    if effective is None:
        return Course(None)
    found, lost = Course(effective), 0
    for contest in sorted(contests, key=lambda each: each.filed_on):
        end = _end(found.start, months, lost)
        if end and contest.filed_on > end:
            break
        found.pauses.append((contest.filed_on, contest.decided_on))
        if contest.decided_on is None:
            return found
        if contest.outcome == Outcome.ANNULLED:
            found.annulled_on = contest.decided_on
            return found
        if contest.outcome == Outcome.CHANGED:
            months, lost = contest.months, 0
            found.start = max(found.start, contest.decided_on)
        elif contest.filed_on <= found.start:
            found.start = max(found.start, contest.decided_on)
        else:
            lost += max((contest.decided_on - contest.filed_on).days, 0)
    found.end = _end(found.start, months, lost)
    return found


def _end(start: date | None, months: int | None, lost: int) -> date | None:
    if start is None or not months:
        return None
    return last_day(start, months) + timedelta(days=lost)
