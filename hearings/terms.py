"""By when somebody invited has to speak: the summons clock of the law, in the time zone of the case."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from investigations.models import Case
from law.clocks import HolidaysMissing, due
from law.models import ClockRule

CODES = {1: "SUMMONS", 2: "SECOND-SUMMONS"}


def zone_of(case: Case) -> ZoneInfo:
    """Where the days of the case begin and end."""
    region = case.access.region
    return ZoneInfo(region.timezone if region else settings.TIME_ZONE)


def day_of(case: Case, at: datetime) -> date:
    """The day it is there."""
    return at.astimezone(zone_of(case)).date()


def rule_of(number: int, day: date) -> ClockRule | None:
    """The rule in force that day for a first or second summons."""
    dated = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    dated &= Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return ClockRule.objects.filter(dated, code=CODES[number]).first()


def last_day(number: int, day: date) -> date | None:
    """The last day for an answer to what goes out that day; None where the rule or the year's holidays are missing.

    A second summons counts from the day on which the person should have come: pass that day.
    """
    rule = rule_of(number, day)
    try:
        return due(day, rule.amount, rule.unit) if rule else None
    except HolidaysMissing:
        return None
