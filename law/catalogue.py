"""What a case may be about and what may follow: the violations and sanctions in force on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from law.models import Level, Regime, Sanction, Violation

DISCIPLINE_LEVELS = (Level.LIGHT, Level.MEDIUM, Level.HEAVY)


def violations_in_force(kind: str | None = None, *, on: date) -> QuerySet[Violation]:
    """The catalogue on the day of the incident, of one kind (NEUTRALITY, ETHICS, MERIT) or of all, in its order."""
    begun = Violation.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    in_force = begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return (in_force.filter(kind=kind) if kind else in_force).order_by("order")


def permitted_sanctions(violation: Violation, on: date) -> QuerySet[Sanction]:
    """The sanctions of the violation's level in force on the day of the decree.

    A violation whose level no rule sets (NET-P1) permits every level of its regime: the choice needs a legal opinion.
    """
    in_force = Sanction.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return in_force.filter(level__in=_levels(violation)).order_by("order")


def draft_sanction(violation: Violation, *, on: date | None = None) -> Sanction | None:
    """The sanction a recommendation starts from, or None where no level is set and a person has to choose.

    With `on`, the day of the decree: the first permitted one when the usual one was not in force that day.
    """
    usual = violation.default_sanction
    if usual is None or on is None:
        return usual
    permitted = permitted_sanctions(violation, on)
    return usual if usual in permitted else permitted.first()


def _levels(violation: Violation) -> tuple[str, ...]:
    if violation.default_level:
        return (violation.default_level,)
    return DISCIPLINE_LEVELS if violation.regime == Regime.DISCIPLINE else ()
