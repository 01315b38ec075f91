"""Days to a due date. No clock is read here: the start is passed in, and so is what was known of the holidays."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import count, islice

from django.db.models import Q

from law.models import Holiday, StageClock

SATURDAY = 5
Pause = tuple[date, date | None]  # from the day it stopped to the day it went on, None while it stands


class HolidaysMissing(Exception):
    """A working day was asked for in a year whose holidays are not loaded; the year is the argument."""


def add_working_days(start: date, days: int, *, known_on: date | None = None, pauses: Sequence[Pause] = ()) -> date:
    """The `days`-th working day after `start`, which is not counted; Monday to Friday less holidays and joint leave.

    Days within a pause do not count. `known_on` reckons with the holidays as they had been announced by that day.
    Raises HolidaysMissing when the count enters a year without national holidays: a missing year is never a guess.
    """
    if days < 0:
        raise ValueError("days")
    counted = _outside(pauses, _working_days_after(start, known_on))
    return next(islice(counted, days - 1, None)) if days else start


def add_calendar_days(start: date, days: int, *, pauses: Sequence[Pause] = ()) -> date:
    """The `days`-th day after `start`, every day counted but those within a pause."""
    if days < 0:
        raise ValueError("days")
    counted = _outside(pauses, (start + timedelta(days=offset) for offset in count(1)))
    return next(islice(counted, days - 1, None)) if days else start


def due_date(clock: StageClock | None, start: date, *, pauses: Sequence[Pause] = ()) -> date | None:
    """The last day of a stage that began on `start`, or None when it has no limit. Raises HolidaysMissing."""
    if clock is None or clock.days is None:
        return None
    return due(start, clock.days, clock.unit, pauses=pauses)


def due(start: date, amount: int, unit: str, *, pauses: Sequence[Pause] = ()) -> date:
    """The last day of a limit in working or calendar days. Raises HolidaysMissing."""
    if unit == StageClock.Unit.CALENDAR:
        return add_calendar_days(start, amount, pauses=pauses)
    return add_working_days(start, amount, pauses=pauses)


def holidays_fingerprint() -> str:
    """Changes with any holiday: a due date reckoned under another one is reckoned again."""
    rows = Holiday.objects.order_by("day").values_list("day", "kind", "announced_on", "withdrawn_on")
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]


def _outside(pauses: Sequence[Pause], days: Iterator[date]) -> Iterator[date]:
    """The day of the stop still counts, the day it goes on does not."""
    return (day for day in days if not any(begun < day and (end is None or day <= end) for begun, end in pauses))


def _working_days_after(start: date, known_on: date | None) -> Iterator[date]:
    year = 0
    off: frozenset[date] = frozenset()
    for offset in count(1):
        day = start + timedelta(days=offset)
        if day.year != year:
            year, off = day.year, _days_off(day.year, known_on)
        if day.weekday() < SATURDAY and day not in off:
            yield day


def _days_off(year: int, known_on: date | None) -> frozenset[date]:
    listed = Holiday.objects.filter(day__year=year)
    if known_on is None:
        listed = listed.filter(withdrawn_on__isnull=True)
    else:
        announced = Q(announced_on__isnull=True) | Q(announced_on__lte=known_on)
        listed = listed.filter(announced, Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=known_on))
    rows = dict(listed.values_list("day", "kind"))
    if Holiday.Kind.NATIONAL not in rows.values():  # a lone voting day is no calendar
        raise HolidaysMissing(year)
    return frozenset(rows)
