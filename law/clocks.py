"""Days to a due date. No clock is read here: the start is passed in."""

from datetime import date, timedelta

from law.models import Holiday, StageClock


class HolidaysMissing(Exception):
    """A working day was asked for in a year whose holidays are not loaded."""


def add_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`, which is not counted; Monday to Friday less holidays.

    Raises HolidaysMissing when the count enters a year without a single holiday row: a missing year is never a guess.
    """
    horizon = start + timedelta(days=days * 2 + 60)
    off = set(Holiday.objects.filter(day__gte=start, day__lte=horizon.replace(month=12, day=31)).values_list("day", flat=True))
    years = {day.year for day in off} | ({start.year} if Holiday.objects.filter(day__year=start.year).exists() else set())
    day, left = start, days
    while left:
        day += timedelta(days=1)
        if day.year not in years:
            raise HolidaysMissing(day.year)
        if day.weekday() < 5 and day not in off:
            left -= 1
    return day


def due_date(clock: StageClock | None, start: date) -> date | None:
    """The last day of a stage that began on `start`, or None when nothing waits there."""
    if clock is None or clock.days is None:
        return None
    if clock.unit == StageClock.Unit.CALENDAR:
        return start + timedelta(days=clock.days)
    return add_working_days(start, clock.days)
