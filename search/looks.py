"""That somebody searched and what they were shown, as access records: references of reports and files, never a word."""

from collections.abc import Sequence
from datetime import datetime

from search.frozen import Row
from search.models import FrozenList
from search.queries import Hit
from workflow.access_records import Look, looked


def found(hits: Sequence[Hit], *, by, at: datetime, door: str) -> None:
    """The search itself and each hit, in one INSERT; what was asked stands in the search log alone."""
    rows = [Look("search.hit", None, hit.subject, _place(hit.evidence_id, hit.page)) for hit in hits]
    looked([Look("search.ask", None, "", {"door": door, "hits": len(rows)}), *rows], by=by, at=at)


def frozen(listed: FrozenList, rows: Sequence[Row], *, by, at: datetime, what: str) -> None:
    """A frozen list that is shown or taken away, and each row of it that this reader may see."""
    held = [row.held for row in rows if row.held]
    hits = [Look("search.hit", None, row["reference"], {"list": listed.pk}) for row in held]
    looked([Look(what, None, "", {"list": listed.pk, "hits": len(hits)}), *hits], by=by, at=at)


def _place(file: str | None, page: int | None) -> dict:
    return {name: value for name, value in (("file", str(file) if file else None), ("page", page)) if value}
