"""The API of search: what the token's user may see, and nothing of what they may not."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from search import queries
from search.backends.base import Filters
from workflow.api import bearer

router = Router(tags=["search"])


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
    cursor: str = "",
):
    """Words are joined by OR; "phrases" must be there, -words must not; pre* finds every beginning. Days are included."""
    codes = {"kind": kind, "territory": territory, "stage": stage, "agency": agency, "violation": violation}
    codes |= {"file_type": file_type, "month": month}
    filters = Filters(**{name: code[:16] for name, code in codes.items()}, after=after, before=before)
    result = queries.search(request.auth, q, filters=filters, cursor=cursor)
    return {
        "total": result.total,
        "hits": [_hit(hit) for hit in result.hits],
        "facets": {name: [_facet(facet) for facet in facets] for name, facets in result.facets.items()},
        "unreadable": result.coverage.unreadable,
        "next": result.next,
    }


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
    }


def _facet(facet: queries.Facet) -> dict:
    return {"value": facet.value, "label": facet.label, "count": facet.count}
