"""Access records are sealed into the event chain in batches: an event holds the digest over the rows of its batch.

Ids are given before commit, so "id above the last" would skip late commits. What is not sealed is what has no AccessSeal;
a floor keeps that question small, and moves only past what was there long before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from workflow.access_records import digest_of
from workflow.actors import SYSTEM
from workflow.ledger import SEALED, record, unit_of_work
from workflow.models import AccessRecord, AccessSeal, SealCursor

BATCH = 1000  # rows: some 30 ms under the chain's lock
SETTLED = timedelta(minutes=10)  # a view's transaction is never open that long; `reach_back` finds what was
CURSOR = "records"


@dataclass(frozen=True)
class Batch:
    """What an `access.seal` is about; it belongs to no file."""

    reference: str
    KIND: str = "access"
    access_id: int | None = None


def waiting(*, above: int = 0):
    """The rows that are not sealed yet, in their order."""
    return AccessRecord.objects.filter(pk__gt=above, seal__isnull=True).order_by("pk")


def seal_all(*, at: datetime) -> int:
    """Seal what waits, batch by batch; returns how many rows. Nothing is done where another worker is at it."""
    sealed = 0
    while waiting(above=_floor()).exists():  # reading is free, sealing takes SQLite's write lock
        count = _seal_batch(at)
        sealed += count
        if not count:
            break
    return sealed


def reach_back(_key: str = "") -> None:
    """The routine that looks for rows below the floor: what committed later than anybody expects."""
    oldest = waiting().values_list("pk", flat=True).first()
    if oldest is not None:
        SealCursor.objects.filter(name=CURSOR, floor__gte=oldest).update(floor=oldest - 1)


def _floor() -> int:
    return SealCursor.objects.filter(name=CURSOR).values_list("floor", flat=True).first() or 0


def _seal_batch(at: datetime) -> int:
    with unit_of_work():
        cursor = _held()
        rows = list(waiting(above=cursor.floor)[:BATCH]) if cursor else []
        if not cursor or not rows:
            return 0
        number = (AccessSeal.objects.aggregate(last=Max("batch"))["last"] or 0) + 1
        AccessSeal.objects.bulk_create([AccessSeal(record=row, batch=number) for row in rows])
        facts = {"batch": number, "first": rows[0].pk, "last": rows[-1].pk, "count": len(rows)}
        record(SEALED, Batch(str(number)), by=SYSTEM, at=at, digest=digest_of(number, rows), **facts)
        if len(rows) < BATCH:
            _raise_floor(cursor, rows[-1].pk, at)
    return len(rows)


def _held() -> SealCursor | None:
    """The cursor, for one worker at a time."""
    SealCursor.objects.get_or_create(name=CURSOR)
    rows = SealCursor.objects.filter(name=CURSOR)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _raise_floor(cursor: SealCursor, last: int, at: datetime) -> None:
    if at - cursor.recent_at < SETTLED:
        return
    cursor.floor, cursor.recent, cursor.recent_at = max(cursor.floor, cursor.recent), last, at
    cursor.save(update_fields=["floor", "recent", "recent_at"])
