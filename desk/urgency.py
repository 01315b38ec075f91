"""How close a due date is, in working days, and under which heading of a queue it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from law.models import Holiday

SATURDAY = 5
GROUPS = {
    "late": _("Terlambat"),
    "soon": _("Hari ini dan besok"),
    "week": _("Pekan ini"),
    "later": _("Nanti"),
    "paused": _("Waktu berhenti"),
}


@dataclass(frozen=True)
class Urgency:
    """`left` in working days, negative when overdue, None without a date; `paused` says that nobody here is waited for."""

    due: date | None
    left: int | None
    paused: bool
    group: str


class Calendar:
    """Working days around one day; the holidays of the years in question are read once, in one query."""

    def __init__(self, *, today: date, dates):
        years = {day.year for day in [today, *dates] if day}
        rows = list(Holiday.objects.filter(day__year__range=(min(years), max(years))).values_list("day", "kind"))
        self.today = today
        self._off = {day for day, _kind in rows}
        self._known = {day.year for day, kind in rows if kind == Holiday.Kind.NATIONAL}

    def until(self, due: date) -> int | None:
        """Working days from today to `due`, negative when it is past; None when a year's holidays are missing."""
        if not {self.today.year, due.year} <= self._known:
            return None
        first, last = sorted((self.today, due))
        days = (date.fromordinal(n) for n in range(first.toordinal() + 1, last.toordinal() + 1))
        count = sum(day.weekday() < SATURDAY and day not in self._off for day in days)
        return count if due >= self.today else -max(count, 1)

    def urgency(self, due: date | None, *, paused: bool = False) -> Urgency:
        """A date that is paused, or missing, is neither near nor late."""
        if paused or due is None:
            return Urgency(due, None, True, "paused")
        left = self.until(due)
        return Urgency(due, left, False, self._group(due, left))

    def _group(self, due: date, left: int | None) -> str:
        if due < self.today:
            return "late"
        if left is not None and left <= 1:
            return "soon"
        return "week" if due.toordinal() <= self._sunday() else "later"

    def _sunday(self) -> int:
        """The end of this week; at a weekend, of the week that begins."""
        coming = 7 if self.today.weekday() >= SATURDAY else 0
        return self.today.toordinal() + 6 - self.today.weekday() + coming
