"""What goes along when a case, or a respondent, is merged: the rows of each room that point to it. Later rooms enter theirs."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from investigations.models import Allegation, Case, Mention, Respondent, Statement

_of_cases: list[tuple[Any, str]] = [(Respondent, "case"), (Statement, "case")]
_of_respondents: list[Any] = [Allegation, Mention, Statement]


def follows_case(model: Any, field: str = "case") -> None:
    """Register a model whose rows go with the case they point to; each is saved one by one."""
    if (model, field) not in _of_cases:
        _of_cases.append((model, field))


def follows_respondent(model: Any) -> None:
    """Register a model whose rows, by `respondent`, count for the person this respondent turned out to be."""
    if model not in _of_respondents:
        _of_respondents.append(model)


def of_respondents() -> list[Any]:
    return list(_of_respondents)


def move(case: Case, target: Case, *, by, at: datetime) -> dict[str, list]:
    """Ids of what was moved, by model."""
    return {model._meta.label: _moved(model, field, case, target, None, by, at) for model, field in _of_cases}


def move_back(moved: dict[str, list], target: Case, case: Case, *, by, at: datetime) -> None:
    """What came with the case goes back to it; what was added since stays."""
    for model, field in _of_cases:
        _moved(model, field, target, case, moved.get(model._meta.label, []), by, at)


def _moved(model, field: str, source: Case, target: Case, only: list | None, by, at: datetime) -> list:
    rows = model._base_manager.filter(**{field: source}).order_by("pk")
    if only is not None:
        rows = rows.filter(pk__in=only)
    return [row.pk for row in rows if _pointed(row, field, target, by, at)]


def _pointed(row, field: str, target: Case, by, at: datetime) -> bool:
    """False for a row of which the target has its own already: it stays where it is."""
    setattr(row, field, target)
    if hasattr(row, "history"):
        row._history_user, row._history_date = by, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    return True
