"""A result list frozen for a hearing: stored with prints and a digest, shown again, compared with what is found now."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import datetime

from search import permissions, queries
from search.forms import SearchForm
from search.models import Document, FrozenList
from workflow.ledger import record, unit_of_work

MOST = 500  # hits that a list holds
COLUMNS = ("number", "reference", "kind", "title", "page", "file", "extractor", "confidence", "text", "url")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute it


@dataclass(frozen=True)
class Row:
    """A hit as it was frozen; None in `held` when this reader may not see it any more."""

    number: int
    held: dict | None
    state: str = ""


@dataclass(frozen=True)
class Differences:
    """What is found now and was not, what was found and is not now, what stands there with another text."""

    added: list[dict]
    gone: list[Row]
    changed: list[Row]


def freeze(asked: dict, *, by, name: str, at: datetime) -> FrozenList:
    """Store what `by` finds now. Raises PermissionDenied for who may not search."""
    found = _found(asked, by)
    listed = FrozenList(
        by=by, at=at, name=name, asked=asked, total=found.total, files=found.coverage.files,
        unreadable=found.coverage.unreadable, rows=_rows(found),
    )  # fmt: skip
    listed.digest = digest_of(listed)
    with unit_of_work():
        listed.save()
        record("search.freeze", listed, by=by, at=at, digest=listed.digest, rows=len(listed.rows))
    return listed


def digest_of(listed: FrozenList) -> str:
    """SHA-256 over everything that the list says, in one canonical form."""
    facts = [
        listed.by_id, listed.at.isoformat(), listed.name, listed.asked, listed.total, listed.files, listed.unreadable,
        listed.rows,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _found(asked: dict, by) -> queries.SearchResult:
    form = SearchForm(asked)
    form.is_valid()
    return queries.search(
        by, form.cleaned_data.get("q", ""), filters=form.filters(), newest=form.cleaned_data.get("urut") == "baru",
        size=MOST, synonyms=not form.cleaned_data.get("tanpa_sinonim"),
    )  # fmt: skip


def _rows(found: queries.SearchResult) -> list[dict]:
    return [_row(hit) for hit in found.hits]


def _row(hit: queries.Hit) -> dict:
    return {
        "key": hit.key, "reference": hit.reference, "kind": hit.kind, "title": hit.title, "url": hit.url,
        "page": hit.page, "file": hit.evidence.sha256 if hit.evidence else "",
        "extractor": hit.read.extractor if hit.read else "", "confidence": hit.read.confidence if hit.read else None,
        "text": hit.print,
    }  # fmt: skip


# Reading ----------------------------------------------------------------------------------------------------------------
def shown(listed: FrozenList, user) -> list[Row]:
    """The rows, each asked for once more: what the reader may not see now is a number and nothing else."""
    documents = list(Document.objects.filter(key__in=[row["key"] for row in listed.rows]).defer("body", "hidden"))
    seen = {document.key for document in permissions.still_visible(user, documents)}
    return [Row(number, row if row["key"] in seen else None) for number, row in enumerate(listed.rows, 1)]


def run_again(listed: FrozenList, user) -> Differences:
    """The same question now, beside what it found then. Raises PermissionDenied for who may not search."""
    now = {row["key"]: row for row in _rows(_found(listed.asked, user))}
    then = shown(listed, user)
    known = {row["key"] for row in listed.rows}
    return Differences(
        added=[row for key, row in now.items() if key not in known],
        gone=[row for row in then if row.held is None or row.held["key"] not in now],
        changed=[row for row in then if row.held and _other(row.held, now.get(row.held["key"]))],
    )


def _other(then: dict, now: dict | None) -> bool:
    return now is not None and (then["text"], then["file"]) != (now["text"], now["file"])


def as_csv(listed: FrozenList, user) -> str:
    """The rows that the reader may see, as a table; a cell that a spreadsheet would compute is kept as text."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for row in shown(listed, user):
        if row.held:
            table.writerow([row.number, *(_cell(row.held[name]) for name in COLUMNS[1:])])
    return out.getvalue()


def _cell(value) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
