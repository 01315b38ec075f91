"""Who read what: one row for every look at a report, a file, a search, an export. Written free of the event chain.

A lock on the chain for every page view would stop the house: the rows are inserted alone, each with a mark that only the
holder of the log's key can make, and the worker seals them into the chain within seconds (workflow/access_batches.py).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from agencies.models import Officer
from workflow.models import Access, AccessRecord


def seen(what: str, *, by, at: datetime, access: Access | int | None = None, reference: str = "", **codes) -> None:
    """Note that `by` gets to see something now; call it before they do. One INSERT; ids and codes only, no names, no text.

    `what` is like "case.read", "evidence.look", "search.ask", "export.csv"; codes are what JSON knows.
    """
    _row(what, access, reference, by, at, codes).save(force_insert=True)


def seen_each(what: str, shown: Iterable[tuple[Access | int | None, str]], *, by, at: datetime, **codes) -> None:
    """The same for several things shown at once, as pairs of Access and reference: a row each, one INSERT for all."""
    AccessRecord.objects.bulk_create([_row(what, access, reference, by, at, codes) for access, reference in shown])


def _row(what: str, access: Access | int | None, reference: str, by, at: datetime, codes: dict) -> AccessRecord:
    officer = by if isinstance(by, Officer) else None
    row = AccessRecord(
        at=at.astimezone(UTC),
        what=what,
        actor_kind="officer" if officer else by.actor_kind,
        actor_id=officer.pk if officer else None,
        access_id=access.pk if isinstance(access, Access) else access,
        reference=reference[:40],
        codes=codes,
    )
    row.mark = mark_of(row)
    return row


def mark_of(row: AccessRecord) -> str:
    """HMAC-SHA256 over what the row says, its id apart, which the database gives."""
    return _hmac("look", [facts_of(row)])


def digest_of(batch: int, rows: Iterable[AccessRecord]) -> str:
    """HMAC-SHA256 over a batch: its number, and the rows in their order with id and mark."""
    return _hmac(f"seal {batch}", ([row.pk, *facts_of(row), row.mark] for row in rows))


def facts_of(row: AccessRecord) -> list:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    return [at, row.what, row.actor_kind, row.actor_id, row.access_id, row.reference, row.codes]


def _hmac(purpose: str, rows: Iterable[list]) -> str:
    made = hmac.new(settings.LOG_KEY.encode(), f"{purpose}\n".encode(), hashlib.sha256)
    for row in rows:
        made.update(json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode() + b"\n")
    return made.hexdigest()
