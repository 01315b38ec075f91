"""Whose turn it is: read from the stage clocks and the findings, said in words, and answered for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from investigations.guards import all_found
from investigations.models import Case, Respondent
from law.models import StageClock

OUTSIDE = {"reporter", "bkd", "superior", "agency"}  # while it is their turn, the desk waits
NAMES = {
    "intake": _("petugas penerimaan"),
    "investigator": _("pemeriksa"),
    "supervisor": _("penyelia"),
    "commissioner": _("komisioner"),
    "bkd": _("instansi terlapor"),
    "agency": _("instansi terlapor"),
    "superior": _("atasan terlapor"),
    "reporter": _("pelapor"),
}


@dataclass(frozen=True)
class Turn:
    """`code` a role's code, empty when nothing waits; `mine` is the reader's turn."""

    code: str
    name: str
    mine: bool
    outside: bool


class Turns:
    """Whose turn it is for each of these subjects; the clocks and what is found are read once for a page."""

    def __init__(self, subjects: Iterable):
        self._clocks = {(c.kind, c.stage): c for c in StageClock.objects.order_by("pk")}
        examined = [s.pk for s in subjects if s.KIND == Case.KIND and s.stage == Case.Stage.EXAMINATION]
        self._found = all_found(Respondent.objects.filter(case__in=examined)) if examined else set()

    def clock(self, subject) -> StageClock | None:
        return self._clocks.get((subject.KIND, subject.stage))

    def found(self, subject) -> bool:
        """A case under examination with nothing left to find: from now on it waits for its supervisor."""
        return subject.KIND == Case.KIND and subject.pk in self._found

    def of(self, subject, user) -> Turn:
        clock = self.clock(subject)
        code = "supervisor" if self.found(subject) else clock.turn if clock else ""
        return Turn(code, str(NAMES.get(code, code)), _is_mine(code, subject, user), code in OUTSIDE)

    def paused(self, subject) -> bool:
        """The clock of the authority stands still while the reporter is asked."""
        clock = self.clock(subject)
        return clock is not None and clock.turn == "reporter"


def _is_mine(code: str, subject, user) -> bool:
    if code not in user.role_codes:
        return False
    return code != "investigator" or getattr(subject, "assignee_id", None) in (None, user.pk)
