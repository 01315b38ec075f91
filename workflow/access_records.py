"""Who read what: one row for every look at a report, a file, a search, an export. Written free of the event chain.

A lock on the chain for every page view would stop the house: the rows are inserted alone, each with a mark that only the
holder of the log's key can make, and the worker seals them into the chain within seconds (workflow/access_batches.py).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from agencies.models import Officer
from workflow.models import Access, AccessRecord


@dataclass(frozen=True)
class Look:
    """One thing that somebody gets to see; `access` is the row that protects it, or its number, None where there is none."""

    what: str
    access: Access | int | None = None
    reference: str = ""
    codes: dict[str, Any] = field(default_factory=dict)


def seen(what: str, *, by, at: datetime, access: Access | int | None = None, reference: str = "", **codes) -> None:
    """Note that `by` gets to see something now; call it before they do. One INSERT; ids and codes only, no names, no text.

    `what` is like "case.read", "evidence.look", "search.ask", "export.csv"; codes are what JSON knows.
    """
    _row(Look(what, access, reference, codes), by, at).save(force_insert=True)


def read(subject, *, by, at: datetime, what: str = "", **codes) -> None:
    """The same for a thing with KIND, `reference` and `access_id`; "case.read" and its like unless told otherwise."""
    seen(what or f"{subject.KIND}.read", by=by, at=at, access=subject.access_id, reference=subject.reference, **codes)


def listed(subjects: Iterable, *, by, at: datetime) -> None:
    """The same for the lines of a list, which say what each is about: a row each, one INSERT."""
    looked([Look(f"{s.KIND}.list", s.access_id, s.reference) for s in subjects], by=by, at=at)


def looked(looks: Iterable[Look], *, by, at: datetime) -> None:
    """Several looks at once: a row each, one INSERT for all."""
    AccessRecord.objects.bulk_create([_row(look, by, at) for look in looks])


def _row(look: Look, by, at: datetime) -> AccessRecord:
    officer = by if isinstance(by, Officer) else None
    row = AccessRecord(
        at=at.astimezone(UTC),
        what=look.what,
        actor_kind="officer" if officer else by.actor_kind,
        actor_id=officer.pk if officer else None,
        access_id=look.access.pk if isinstance(look.access, Access) else look.access,
        reference=look.reference[:40],
        codes=look.codes,
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
