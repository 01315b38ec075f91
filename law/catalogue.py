"""What a case may be about and what may follow: the violations and sanctions in force on a day."""

from datetime import date

from django.db.models import QuerySet

from law.models import Level, Regime, RespondentKind, Sanction, Violation
from law.rules import in_force

DISCIPLINE_LEVELS = (Level.LIGHT, Level.MEDIUM, Level.HEAVY)


def violations_in_force(kind: str | None = None, *, on: date) -> QuerySet[Violation]:
    """The catalogue on the day of the incident, of one kind (NEUTRALITY, ETHICS, MERIT) or of all, in its order."""
    rows = in_force(Violation.objects.all(), on=on)
    return (rows.filter(kind=kind) if kind else rows).order_by("order")


def permitted_sanctions(
    violation: Violation, on: date, *, respondent_kind: str = RespondentKind.PNS, level: str = ""
) -> QuerySet[Sanction]:
    """The sanctions of the violation's level, for that kind of civil servant, in force on the day of the decree.

    `level` stands in for the violation's own when repetition has raised it. A violation whose level no rule sets (NET-P1)
    permits every level of its regime: the choice needs a legal opinion.
    """
    dated = in_force(Sanction.objects.filter(valid_from__isnull=False), on=on)  # without a day it is not in force yet
    rows = dated.filter(level__in=(level,) if level else _levels(violation)).order_by("order")
    return rows.filter(pk__in=[row.pk for row in rows if _for_kind(row, respondent_kind)])


def draft_sanction(
    violation: Violation, *, on: date | None = None, respondent_kind: str = RespondentKind.PNS
) -> Sanction | None:
    """The sanction a recommendation starts from, or None where no level is set and a person has to choose.

    With `on`, the day of the decree: the first permitted one when the usual one was not in force that day, or is not for
    that kind of civil servant.
    """
    usual = violation.default_sanction
    if usual is None or on is None:
        return usual
    permitted = permitted_sanctions(violation, on, respondent_kind=respondent_kind)
    return usual if usual in permitted else permitted.first()


def _for_kind(sanction: Sanction, respondent_kind: str) -> bool:
    return not sanction.respondent_kinds or (respondent_kind or RespondentKind.PNS) in sanction.respondent_kinds


def _levels(violation: Violation) -> tuple[str, ...]:
    if violation.default_level:
        return (violation.default_level,)
    return DISCIPLINE_LEVELS if violation.regime == Regime.DISCIPLINE else ()
