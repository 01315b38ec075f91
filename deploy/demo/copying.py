"""More of the same, by the database itself: rows of a first load copied with other numbers, for benchmarks at scale.

Copied: complaints, people, cases, respondents, allegations with their access rows and histories. Not copied: files and
sealed identities, which belong to one report each.
"""

from dataclasses import dataclass

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from complaints.models import Complaint, ReportedPerson
from investigations.models import Allegation, Case, CaseComplaint, Respondent
from workflow.models import Access

TABLES: tuple[type[Model], ...] = (
    Access, Complaint, ReportedPerson, Complaint.violations.through, Case, CaseComplaint, Respondent, Allegation,
)  # fmt: skip
WITH_HISTORY = (Complaint, ReportedPerson, Case, Respondent)
OTHERWISE = {
    "reference": "reference || '-' || %s",  # still letters, digits and hyphens
    "receipt_digest": "substr(receipt_digest, 1, 48) || '-' || %s",
}


@dataclass(frozen=True)
class Range:
    """The numbers of the first load in one table: above `low`, up to `high`."""

    low: int
    high: int

    @property
    def span(self) -> int:
        return self.high - self.low


def heights() -> dict[type[Model], int]:
    """The highest number in each table; taken before a load and after it, they bound its rows."""
    return {model: model._default_manager.aggregate(top=Max("pk"))["top"] or 0 for model in TABLES}


def ranges(before: dict[type[Model], int]) -> dict[type[Model], Range]:
    """What was loaded since."""
    after = heights()
    return {model: Range(before[model], after[model]) for model in TABLES}


def copy(first: dict[type[Model], Range], *, round_: int) -> None:
    """Copy the first load once more, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in TABLES:
            _copy_table(cursor, model, first, round_)
        for model in WITH_HISTORY:
            _copy_history(cursor, model, first, round_)
        _raise_sequences(cursor)


def _copy_table(cursor, model: type[Model], first: dict[type[Model], Range], round_: int) -> None:
    names, values, params = [], [], []
    for field in model._meta.concrete_fields:
        names.append(connection.ops.quote_name(field.column))
        value, given = _value(field, first, round_, own=model)
        values.append(value)
        params += given
    place = first[model]
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"SELECT {', '.join(values)} FROM {model._meta.db_table} WHERE id > %s AND id <= %s",
        [*params, place.low, place.high],
    )


def _copy_history(cursor, model: type[Model], first: dict[type[Model], Range], round_: int) -> None:
    history, names, values, params = model.history.model, [], [], []  # type: ignore[attr-defined]
    for field in history._meta.concrete_fields:
        if field.primary_key:
            continue
        names.append(connection.ops.quote_name(field.column))
        value, given = _value(field, first, round_, own=model)
        values.append(value)
        params += given
    place = first[model]
    cursor.execute(
        f"INSERT INTO {history._meta.db_table} ({', '.join(names)}) "  # noqa: S608 - names of ours
        f"SELECT {', '.join(values)} FROM {history._meta.db_table} WHERE id > %s AND id <= %s",
        [*params, place.low, place.high],
    )


def _value(field, first: dict[type[Model], Range], round_: int, *, own: type[Model]) -> tuple[str, list]:
    """The column as it stands, moved by whole loads where it is a number of copied rows."""
    column, target = connection.ops.quote_name(field.column), getattr(field.remote_field, "model", None)
    moved = own if field.column == "id" else target
    if moved in first:
        return f"{column} + %s", [round_ * first[moved].span]
    if field.column in OTHERWISE:
        return OTHERWISE[field.column], [str(round_)]
    return column, []


def _raise_sequences(cursor) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite follows the highest number by itself
    for sql in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
        cursor.execute(sql)
