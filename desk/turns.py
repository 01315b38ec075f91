"""Whose turn it is: read from the stage clocks and the findings, said in words, and answered for one reader."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from investigations.guards import all_found
from investigations.models import Case, Respondent
from law.models import StageClock
from sanctions.models import Recommendation

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

    def __init__(self, subjects: Collection):
        self._clocks = {(c.kind, c.stage): c for c in StageClock.objects.order_by("pk")}
        examined = [s.pk for s in subjects if s.KIND == Case.KIND and s.stage == Case.Stage.EXAMINATION]
        self._found = all_found(Respondent.objects.filter(case__in=examined)) if examined else set()
        followed = [s.pk for s in subjects if _followed(s)]
        self._waited_for = self._waiting(followed) if followed else {}

    def clock(self, subject) -> StageClock | None:
        return self._clocks.get((subject.KIND, subject.stage))

    def found(self, subject) -> bool:
        """A case under examination with nothing left to find: from now on it waits for its supervisor."""
        return subject.KIND == Case.KIND and subject.pk in self._found

    def recommendations_ended(self, subject) -> bool:
        """A case whose recommendations all ended: it waits for its supervisor to close it."""
        return _followed(subject) and not self._waited_for.get(subject.pk)

    def recommendation_waits_inside(self, subject) -> bool:
        """A case with a recommendation that waits for the authority, not for the agency."""
        return bool(self._waited_for.get(subject.pk, set()) - OUTSIDE) if _followed(subject) else False

    def of(self, subject, user) -> Turn:
        code = self._code(subject)
        return Turn(code, str(NAMES.get(code, code)), _is_mine(code, subject, user), code in OUTSIDE)

    def _code(self, subject) -> str:
        clock = self.clock(subject)
        if self.found(subject) or self.recommendations_ended(subject):
            return "supervisor"
        if self.recommendation_waits_inside(subject):
            return max(self._waited_for[subject.pk] - OUTSIDE)  # a supervisor's step comes before a commissioner's
        return clock.turn if clock else ""

    def _waiting(self, cases: list[int]) -> dict[int, set[str]]:
        """Case → those for whom its open recommendations wait."""
        open_ = Recommendation.objects.filter(case__in=cases, stage__in=Recommendation.UNENDED)
        waiting: dict[int, set[str]] = defaultdict(set)
        for case, stage in open_.values_list("case_id", "stage"):
            clock = self._clocks.get((Recommendation.KIND, stage))
            waiting[case].add(clock.turn if clock else "bkd")
        return waiting

    def paused(self, subject) -> bool:
        """The clock of the authority stands still while the reporter is asked."""
        clock = self.clock(subject)
        return clock is not None and clock.turn == "reporter"


def _followed(subject) -> bool:
    return subject.KIND == Case.KIND and subject.stage == Case.Stage.FOLLOW_UP


def _is_mine(code: str, subject, user) -> bool:
    if code not in user.role_codes:
        return False
    return code != "investigator" or getattr(subject, "assignee_id", None) in (None, user.pk)
