"""Working days around one day, for pages: how long is left, or by how much something is late."""

from collections.abc import Iterable
from datetime import date

from law.models import Holiday

SATURDAY = 5


class WorkingDays:
    """The holidays of all years in question are read once, in one query; no clock is read, `today` is passed in."""

    def __init__(self, *, today: date, dates: Iterable[date | None]):
        years = {day.year for day in [today, *dates] if day}
        listed = Holiday.objects.filter(day__year__range=(min(years), max(years)), withdrawn_on__isnull=True)
        rows = list(listed.values_list("day", "kind"))
        self.today = today
        self._off = {day for day, _kind in rows}
        self._known = {day.year for day, kind in rows if kind == Holiday.Kind.NATIONAL}

    def until(self, due: date | None) -> int | None:
        """Working days from today to `due`, negative when it is past; None without a date or when holidays are missing."""
        if due is None or not {self.today.year, due.year} <= self._known:
            return None
        first, last = sorted((self.today, due))
        days = (date.fromordinal(n) for n in range(first.toordinal() + 1, last.toordinal() + 1))
        count = sum(day.weekday() < SATURDAY and day not in self._off for day in days)
        return count if due >= self.today else -max(count, 1)
