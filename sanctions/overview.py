"""A recommendation once it is out, as both sides read it: decree, days, objections, blocks, and what to look at."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from evidence.models import Evidence
from law.clocks import HolidaysMissing
from sanctions import decrees, ladder
from sanctions.models import Recommendation
from sanctions.serving import Course, Standing

STANDINGS = {
    Standing.UNDATED: _("Tanggal mulai belum diketahui"),
    Standing.AHEAD: _("Belum mulai berlaku"),
    Standing.IN_FORCE: _("Berlaku hari ini"),
    Standing.SUSPENDED: _("Ditangguhkan menunggu putusan keberatan"),
    Standing.SERVED: _("Sudah selesai dijalani"),
    Standing.ANNULLED: _("Dibatalkan"),
}


@dataclass(frozen=True)
class FollowUp:
    """What the agency did, with what is computed from it."""

    answered: bool
    comparison: decrees.Comparison
    imposed: object
    course: Course
    standing: Standing
    standing_name: str
    flags: list[str]
    estimated: bool
    overlaps: list[Recommendation]
    objections: list
    examinations: list
    rebuttals: list
    blocks: list

    @property
    def same(self) -> bool:
        return self.comparison == decrees.Comparison.SAME

    @property
    def blocked_since(self):
        """When the standing block was set, None where there is none."""
        return next((each.blocked_at for each in self.blocks if each.lifted_at is None), None)


def follow_up_of(recommendation: Recommendation, *, user, on: date) -> FollowUp:
    """A fixed number of queries; `user` has loaded it through `visible_to`."""
    course = decrees.course_of(recommendation)
    standing = course.standing(on)
    return FollowUp(
        answered=decrees.answered(recommendation),
        comparison=decrees.comparison(recommendation),
        imposed=decrees.imposed_of(recommendation),
        course=course,
        standing=standing,
        standing_name=str(STANDINGS[standing]),
        flags=decrees.flags_of(recommendation, has_file=has_file(recommendation)),
        estimated=bool(recommendation.decree_date) and recommendation.decree_effective is None,
        overlaps=overlapping(recommendation, course, user),
        objections=_objections(recommendation),
        examinations=list(recommendation.examinations.order_by("formed_on", "pk")),
        rebuttals=list(recommendation.rebuttals.select_related("letter").order_by("pk")),
        blocks=list(recommendation.blocks.select_related("letter").order_by("blocked_at")),
    )


def _objections(recommendation: Recommendation) -> list:
    found = list(recommendation.objections.select_related("sanction").order_by("filed_on", "pk"))
    for each in found:
        each.due = decision_due(each)  # type: ignore[attr-defined]
    return found


def has_file(recommendation: Recommendation) -> bool:
    """Has the agency added a file that is still there?"""
    files = Evidence.objects.filter(access=recommendation.access_id, added_by__agency__isnull=False)
    return files.exclude(stage=Evidence.Stage.REJECTED).exists()


def overlapping(recommendation: Recommendation, course: Course, user) -> list[Recommendation]:
    """Other sanctions of the same person (by NIP) that hold on some of the same days; those the reader may see."""
    nip = recommendation.respondent.nip
    if not nip or course.start is None:
        return []
    rows = Recommendation.objects.visible_to(user).filter(respondent__nip=nip, decree_sanction__isnull=False)
    rows = rows.exclude(pk=recommendation.pk).exclude(stage=Recommendation.Stage.MOOT)
    others = rows.select_related("decree_sanction").prefetch_related("objections__sanction").order_by("pk")
    return [other for other in others if decrees.course_of(other).overlaps(course)]


def decision_due(objection) -> date | None:
    """By when the body has to decide; None while the year's holidays are missing."""
    try:
        return decrees.day_by(f"{objection.kind}-DECISION", objection.filed_on)
    except HolidaysMissing:
        return None


def rung_of(recommendation: Recommendation) -> ladder.Rung | None:
    """The step that a rule asks for next."""
    return ladder.rungs_of([recommendation]).get(recommendation.pk)
