"""Moves everything under FIELD_KEYS to the newest of them, while the site runs, and again after whatever interrupts it.

Nothing remembers how far it came: what the newest key opens is passed over, so that a second run only does what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from workflow.sealing import InvalidToken, SealedColumn, resealed

BATCH = 200  # rows of one short transaction


@dataclass
class Progress:
    """Rows of a column: looked at, moved, and those that no key opens."""

    column: SealedColumn
    seen: int = 0
    moved: int = 0
    unreadable: int = 0


def rewrap(column: SealedColumn) -> Iterator[Progress]:
    """One column, batch by batch; yields after each how far it came."""
    progress, last = Progress(column), None
    while rows := _rows(column, last):
        with transaction.atomic():
            for row in rows:
                _rewrap_row(column, row, progress)
        last = rows[-1].pk
        yield progress


def _rows(column: SealedColumn, last) -> list:
    rows = column.model._base_manager.order_by("pk").select_related(*column.related)
    return list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])


def _rewrap_row(column: SealedColumn, row, progress: Progress) -> None:
    held = getattr(row, column.field)
    progress.seen += 1
    try:
        fresh = resealed(_token(column, held), purpose=column.purpose(row))
    except InvalidToken:
        progress.unreadable += 1
        return
    if fresh is not None:
        progress.moved += _exchanged(column, row, held, _with(column, held, fresh))


def _exchanged(column: SealedColumn, row, held, fresh) -> int:
    """Only while it is still what was read: who writes or destroys meanwhile is right."""
    return column.model._base_manager.filter(pk=row.pk, **{column.field: held}).update(**{column.field: fresh})


def _token(column: SealedColumn, held) -> bytes:
    for name in column.within:
        held = held.get(name, "") if isinstance(held, dict) else ""
    return held.encode() if isinstance(held, str) else bytes(held or b"")


def _with(column: SealedColumn, held, fresh: bytes):
    """The column's value with the new token in its place."""
    if not column.within:
        return fresh.decode() if isinstance(held, str) else fresh
    (*way, name) = column.within
    value = inner = {**held}
    for step in way:
        inner[step] = {**inner[step]}
        inner = inner[step]
    inner[name] = fresh.decode()
    return value
