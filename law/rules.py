"""Dated rows: which of them is in force on a day."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from law.models import Rule

Row = TypeVar("Row", bound=Model)


def in_force(rows: QuerySet[Row], *, on: date) -> QuerySet[Row]:
    """The rows whose validity holds on a day; an open beginning or end holds for ever."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return rows.filter(begun & lasting)


def rule_in_force(code: str, *, on: date) -> Rule:
    """The rule of that code on a day. Raises Rule.DoesNotExist: a rule that is missing is never guessed."""
    rule = in_force(Rule.objects.filter(code=code), on=on).order_by("-valid_from").first()
    if rule is None:
        raise Rule.DoesNotExist(code)
    return rule
