"""Days to a due date. No clock is read here: the start is passed in."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

from law.models import Holiday, StageClock

SATURDAY = 5


class HolidaysMissing(Exception):
    """A working day was asked for in a year whose holidays are not loaded; the year is the argument."""


def add_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`, which is not counted; Monday to Friday less holidays and joint leave.

    Raises HolidaysMissing when the count enters a year without national holidays: a missing year is never a guess.
    """
    if days < 0:
        raise ValueError("days")
    return next(islice(_working_days_after(start), days - 1, None)) if days else start


def due_date(clock: StageClock | None, start: date) -> date | None:
    """The last day of a stage that began on `start`, or None when it has no limit. Raises HolidaysMissing."""
    if clock is None or clock.days is None:
        return None
    if clock.unit == StageClock.Unit.CALENDAR:
        return start + timedelta(days=clock.days)
    return add_working_days(start, clock.days)


def _working_days_after(start: date) -> Iterator[date]:
    year = 0
    off: frozenset[date] = frozenset()
    for offset in count(1):
        day = start + timedelta(days=offset)
        if day.year != year:
            year, off = day.year, _days_off(day.year)
        if day.weekday() < SATURDAY and day not in off:
            yield day


def _days_off(year: int) -> frozenset[date]:
    rows = dict(Holiday.objects.filter(day__year=year).values_list("day", "kind"))
    if Holiday.Kind.NATIONAL not in rows.values():  # a lone voting day is no calendar
        raise HolidaysMissing(year)
    return frozenset(rows)
