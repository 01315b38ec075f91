"""Whose turn it is: read from the stage clocks, said in words, and answered for one reader."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
    """The clocks of all stages, read once for a page."""

    def __init__(self):
        self._clocks = {(c.kind, c.stage): c for c in StageClock.objects.order_by("pk")}

    def clock(self, subject) -> StageClock | None:
        return self._clocks.get((subject.KIND, subject.stage))

    def of(self, subject, user) -> Turn:
        clock = self.clock(subject)
        return self.named(clock.turn if clock else "", subject, user)

    def named(self, code: str, subject, user) -> Turn:
        """The turn of a role, whatever the clock says."""
        return Turn(code, str(NAMES.get(code, code)), _is_mine(code, subject, user), code in OUTSIDE)

    def paused(self, subject) -> bool:
        """The clock of the authority stands still while the reporter is asked."""
        clock = self.clock(subject)
        return clock is not None and clock.turn == "reporter"


def _is_mine(code: str, subject, user) -> bool:
    if code not in user.role_codes:
        return False
    return code != "investigator" or getattr(subject, "assignee_id", None) in (None, user.pk)
