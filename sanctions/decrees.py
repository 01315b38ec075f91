"""A decree beside its recommendation: the same, lighter, heavier, another or none; and what the verifier should look at."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from law.clocks import HolidaysMissing, due
from law.models import ClockRule, Sanction
from law.rules import rule_in_force
from sanctions.models import Recommendation
from sanctions.serving import Contest, Course, course


class Comparison(models.TextChoices):
    SAME = "SAME", _("sama dengan rekomendasi")
    LOWER = "LOWER", _("lebih ringan daripada rekomendasi")
    HIGHER = "HIGHER", _("lebih berat daripada rekomendasi")
    OTHER = "OTHER", _("bentuk lain pada tingkat yang sama")
    NONE = "NONE", _("tidak dijatuhi sanksi")


FLAGS = {
    "decree_before_letter": _("Tanggal keputusan lebih awal daripada tanggal surat rekomendasi."),
    "decree_in_future": _("Tanggal keputusan belum terjadi ketika dicatat."),
    "without_file": _("Berkas keputusan belum ada."),
    "number_of_another": _("Nomor keputusan ini sudah dipakai untuk orang lain."),
    "other_sanction": _("Sanksi dalam keputusan berbeda dari rekomendasi."),
    "unexplained": _("Perbedaannya belum dijelaskan."),
    "effective_before_decree": _("Mulai berlaku lebih awal daripada tanggal keputusan."),
    "late_objection": _("Keberatan atau banding diajukan lewat 14 hari kerja sejak keputusan diterima."),
}


@dataclass(frozen=True)
class Decree:
    """What is known of one when it is recorded."""

    number: str
    day: date | None
    sanction: Sanction | None
    months: int | None = None


def comparison(recommendation: Recommendation) -> Comparison:
    """The sanction that now stands (an objection may have changed it) beside the one that was recommended."""
    imposed = imposed_of(recommendation)
    return compare(recommendation.sanction, imposed, recommendation.months, months_of(recommendation))


def compare(
    wanted: Sanction | None, imposed: Sanction | None, wanted_months: int | None = None, months: int | None = None
) -> Comparison:
    """By level, then by form, then by duration. Without a recommended sanction any is another."""
    if imposed is None:
        return Comparison.NONE
    if wanted is None:
        return Comparison.OTHER
    if imposed.pk == wanted.pk:
        return _by_duration(wanted_months or wanted.months, months or imposed.months)
    order = levels()
    found = order.index(imposed.level) - order.index(wanted.level)
    if found == 0:
        return Comparison.OTHER
    return Comparison.LOWER if found < 0 else Comparison.HIGHER


def levels() -> list[str]:
    """From the lightest to the heaviest."""
    return rule_in_force("HEAVIEST", on=date.max).value["order"]


def _by_duration(wanted: int | None, months: int | None) -> Comparison:
    if wanted == months or wanted is None or months is None:
        return Comparison.SAME
    return Comparison.LOWER if months < wanted else Comparison.HIGHER


def answered(recommendation: Recommendation) -> bool:
    """Has the agency recorded a decree, or that there is none?"""
    return bool(recommendation.decree_number or recommendation.unsanctioned)


def imposed_of(recommendation: Recommendation) -> Sanction | None:
    """The sanction that stands now: the decree's, or what the last decided objection changed it into."""
    changed = [each for each in decided(recommendation) if each.outcome == "CHANGED" and each.sanction]
    return changed[-1].sanction if changed else recommendation.decree_sanction


def months_of(recommendation: Recommendation) -> int | None:
    changed = [each for each in decided(recommendation) if each.outcome == "CHANGED" and each.sanction]
    return changed[-1].sanction.months if changed else recommendation.decree_months


def decided(recommendation: Recommendation) -> list:
    """The objections of this decree that were decided, oldest first."""
    rows = [each for each in recommendation.objections.all() if each.outcome]
    return sorted(rows, key=lambda each: (each.decided_on, each.pk))


def course_of(recommendation: Recommendation) -> Course:
    """The days of the sanction, every objection reckoned in. Only a disciplinary decree rests while it is objected to."""
    if recommendation.decree_sanction is None:
        return Course(None)
    rests = recommendation.decree_sanction.level != "MORAL"
    contests = [
        Contest(o.filed_on, o.decided_on, o.outcome, o.sanction.months if o.sanction else recommendation.decree_months)
        for o in recommendation.objections.all()
        if rests or o.outcome
    ]
    return course(recommendation.decree_effective or recommendation.decree_date, recommendation.decree_months, contests)


def effective_day(*, given: date | None, received: date | None) -> date | None:
    """From when a decree holds: as it says, else the 15th working day after the person received it (PP 94/2021 art. 38)."""
    if given or received is None:
        return given
    try:
        return day_by("DECREE-EFFECT", received)
    except HolidaysMissing:
        return None


def day_by(code: str, start: date) -> date:
    """The last day of a limit of the law (ClockRule) that began on a day. Raises HolidaysMissing, ClockRule.DoesNotExist."""
    rule = ClockRule.objects.get(code=code)
    return due(start, rule.amount, rule.unit)


def filed_late(objection, received: date | None) -> bool:
    """Was it filed after the 14 working days that the person has (PP 79/2021)? Unknown is not late."""
    try:
        return received is not None and objection.filed_on > day_by(objection.kind, received)
    except HolidaysMissing:
        return False


def codes_of(recommendation: Recommendation, decree: Decree, *, on: date) -> list[str]:
    """What can be said when a decree is recorded; its file may follow."""
    letter, flags = recommendation.letter, []
    if decree.day and letter and decree.day < letter.issued_on:
        flags.append("decree_before_letter")
    if decree.day and decree.day > on:
        flags.append("decree_in_future")
    if decree.number and others_with(recommendation, decree.number).exists():
        flags.append("number_of_another")
    if compare(recommendation.sanction, decree.sanction, recommendation.months, decree.months) != Comparison.SAME:
        flags.append("other_sanction")
    return flags


def others_with(recommendation: Recommendation, number: str):
    """Recommendations about other people to the same agency that were answered with this decree's number."""
    person = recommendation.respondent
    rows = Recommendation.objects.filter(decree_number__iexact=number.strip(), respondent__agency=person.agency_id)
    rows = rows.exclude(respondent=person)
    return rows.exclude(respondent__nip=person.nip) if person.nip else rows


def flags_of(recommendation: Recommendation, *, has_file: bool) -> list[str]:
    """What the verifier will look at in a recorded decree, said to both sides; never a ground to refuse it."""
    if not answered(recommendation):
        return []
    recorded = Decree(
        recommendation.decree_number, recommendation.decree_date, recommendation.decree_sanction,
        recommendation.decree_months,
    )  # fmt: skip
    codes = codes_of(recommendation, recorded, on=recommendation.decree_noted_on or date.max)
    if not has_file:
        codes.append("without_file")
    if "other_sanction" in codes and not recommendation.explanation:
        codes.append("unexplained")
    effective, day = recommendation.decree_effective, recommendation.decree_date
    if effective and day and effective < day:
        codes.append("effective_before_decree")
    if any(filed_late(each, recommendation.decree_received) for each in recommendation.objections.all()):
        codes.append("late_objection")
    return [str(FLAGS[code]) for code in codes]
