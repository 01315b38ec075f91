"""How close a due date is, in working days, and under which heading of a queue it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from law.calendar import SATURDAY, WorkingDays

GROUPS = {
    "first": _("Utama"),
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

    @property
    def late(self) -> int:
        """Working days since it was due."""
        return -min(self.left or 0, 0)


class Calendar(WorkingDays):
    """Working days around one day, and what they mean for a queue."""

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
