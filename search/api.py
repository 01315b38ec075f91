"""The API of search: what the token's user may see, and nothing of what they may not. Every answer is kept in the log."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from search import looks, notes, permissions, queries, record
from search import saved as searches
from search.backends.base import Filters
from search.forms import API_NAMES, asked_by_api
from search.models import SavedSearch
from search.results import cleared
from workflow.api import bearer

router = Router(tags=["search"])
CODES = ("kind", "territory", "stage", "agency", "violation", "file_type", "month")


@router.get("search", auth=bearer, summary="Words in reports, statements and the text of evidence", response=dict)
def get_search(
    request: HttpRequest,
    q: str = "",
    kind: str = "",
    territory: str = "",
    stage: str = "",
    agency: str = "",
    violation: str = "",
    file_type: str = "",
    month: str = "",
    after: date | None = None,
    before: date | None = None,
    newest: bool = False,
    synonyms: bool = True,
    cursor: str = "",
):
    """Words are joined by OR; "phrases" must be there, -words must not; pre* finds every beginning; "two words"~5 and
    NEAR/5 stand near each other; name~ may be mistyped; respondent:, agency:, nip:, file: and violation: narrow.

    A month is 2024-11. Days are included. `synonyms=false` looks for the typed words alone. `notes` says what was
    understood otherwise than typed, `also` what was looked for besides.
    """
    given = dict(zip(CODES, (kind, territory, stage, agency, violation, file_type, month), strict=True))
    codes: dict[str, Any] = {name: code[:16] for name, code in given.items()}
    filters = Filters(**codes, after=after, before=before)
    result = queries.search(request.auth, q, filters=filters, cursor=cursor, newest=newest, synonyms=synonyms)
    asked = {"q": q[:1000], **codes, "after": str(after or ""), "before": str(before or "")}
    _keep(request.auth, {name: value for name, value in asked.items() if value}, result)
    acquitted = cleared((hit.reference for hit in result.hits), request.auth)
    return {
        "total": result.total,
        "total_at_least": result.at_least,
        "hits": [_hit(hit) | {"not_proven": hit.reference in acquitted} for hit in result.hits],
        "facets": {name: [_facet(facet) for facet in facets] for name, facets in result.facets.items()},
        "files": result.coverage.files,
        "unreadable": result.coverage.unreadable,
        "also": list(result.also),
        "notes": notes.sentences(result.query),
        "fallback": result.fallback,
        "next": result.next,
    }


def _keep(user, asked: dict, result: queries.SearchResult) -> None:
    shown = [hit.key for hit in result.hits]
    record.keep(user, asked=asked, shown=shown, total=result.total, door="api", at=timezone.now())
    looks.found(result.hits, by=user, at=timezone.now(), door="api")


def _hit(hit: queries.Hit) -> dict:
    return {
        "reference": hit.reference,
        "kind": hit.kind,
        "evidence_id": hit.evidence_id,
        "page": hit.page,
        "title": hit.title,
        "highlights": list(hit.highlights),
        "score": hit.score,
        "subject": hit.subject,
        "url": hit.url,
        "sha256": hit.evidence.sha256 if hit.evidence else None,
        "extractor": hit.read.extractor if hit.read else None,
        "confidence": hit.read.confidence if hit.read else None,
    }


def _facet(facet: queries.Facet) -> dict:
    return {"value": facet.value, "label": facet.label, "count": facet.count}


# Saved searches ---------------------------------------------------------------------------------------------------------
class Saved(Schema):
    """A search to keep; names and values as those of `GET search`."""

    name: str = Field(min_length=1, max_length=80)
    q: str = Field("", max_length=1000)
    kind: str = ""
    territory: str = ""
    stage: str = ""
    agency: str = ""
    violation: str = ""
    file_type: str = ""
    month: str = ""
    after: date | None = None
    before: date | None = None


@router.get("searches", auth=bearer, summary="Your saved searches", response=dict)
def list_searches(request: HttpRequest):
    rows = SavedSearch.objects.visible_to(request.auth).order_by("name")
    return {"items": [_saved(row) for row in rows]}


@router.post("searches", auth=bearer, summary="Keep a search and be told of what is new", response={201: dict})
def keep_search(request: HttpRequest, body: Saved):
    """One of the same name is replaced. 422 for a value that no search knows, 403 for who may not search."""
    permissions.require(request.auth)
    asked = asked_by_api(body.dict(exclude={"name"}))
    row = searches.save(asked, by=request.auth, name=body.name, at=timezone.now())
    return Status(201, _saved(row))


@router.delete("searches/{int:saved}", auth=bearer, summary="Forget a saved search", response={204: None})
def drop_search(request: HttpRequest, saved: int):
    get_object_or_404(SavedSearch.objects.visible_to(request.auth), pk=saved).delete()
    return Status(204, None)


def _saved(row: SavedSearch) -> dict:
    names = {ours: theirs for theirs, ours in API_NAMES.items()}
    asked = {names[name]: value for name, value in row.asked.items() if name in names}
    return {"number": row.pk, "name": row.name, "asked": asked, "tells": row.tells, "broken": row.broken or None}
