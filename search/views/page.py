"""The search page of the desk, and what other pages draw from it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.models import Page
from evidence.queries import visible
from search import coverage, expansion, looks, notes, permissions, queries, record, results
from search.forms import SearchForm
from search.highlighting import boxes
from search.parsing import parse
from workflow import access_records

NARROWING = (*results.NARROWED.values(), "sejak", "sampai", "berkas")
ASKED = ("q", *NARROWING, "urut", "tanpa_sinonim")


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words of the address find for this reader; 403 for who may not search. What was shown is kept."""
    permissions.require(request.user)
    form = SearchForm(request.GET)
    form.is_valid()
    asked = asked_of(form)
    narrowed = {name: asked[name] for name in NARROWING if asked.get(name)}
    result = _result(request, form) if asked.get("q") or narrowed else None
    facts = {"form": form, "asked": asked, "narrowed": narrowed, "result": result, "section": "search"}
    if result is None:
        return render(request, "search/search.html", facts | {"coverage": coverage.coverage(request.user)})
    shown = [hit.key for hit in result.hits]
    record.keep(request.user, asked=asked, shown=shown, total=result.total, door="page", at=timezone.now())
    looks.found(result.hits, by=request.user, at=timezone.now(), door="page")
    return render(request, "search/search.html", facts | _shown(result, request.user, asked))


def asked_of(form: SearchForm) -> dict[str, str]:
    """What was understood, as the address says it."""
    read = form.cleaned_data
    return {name: str(read[name]) for name in ASKED if read.get(name)}


def _result(request: HttpRequest, form: SearchForm) -> queries.SearchResult:
    text = form.cleaned_data.get("q", "")
    how = {
        "filters": form.filters(),
        "newest": form.cleaned_data.get("urut") == "baru",
        "synonyms": not form.cleaned_data.get("tanpa_sinonim"),
    }
    try:
        return queries.search(request.user, text, cursor=request.GET.get("setelah", ""), **how)
    except ValidationError:  # a page that nobody gave out: begin at the first
        return queries.search(request.user, text, **how)


def _shown(result: queries.SearchResult, user, asked: dict[str, str]) -> dict:
    query, words = result.query, asked.get("q", "")
    return {
        "coverage": result.coverage,
        "groups": [
            (group, results.link(asked, berkas=group.reference)) for group in results.grouped(result, user, words)
        ],
        "narrowings": results.narrowings(result.facets, asked),
        "orders": {"best": results.link(asked, urut=""), "newest": results.link(asked, urut="baru")},
        "widest": results.link({"q": words}),
        "next": results.link(asked, setelah=result.next) if result.next else "",
        "dates_kept": {name: value for name, value in asked.items() if name not in ("sejak", "sampai")},
        "notes": notes.sentences(query),
        "synonyms": {"off": results.link(asked, tanpa_sinonim="1"), "on": results.link(asked, tanpa_sinonim="")},
        "quoted": bool(query.required),
        "refused": bool(query.unwanted),
    }


@login_required
@require_safe
def marks(request: HttpRequest, pk: UUID, page: int) -> JsonResponse:
    """{boxes: [[left, top, right, bottom]]} as fractions of the page: where the words of `q` stand on it.

    404 for a file that the reader may not see, 403 for who may not search.
    """
    permissions.require(request.user)
    file = visible(pk, request.user)
    found = get_object_or_404(Page.objects.filter(evidence=file), number=page)
    access_records.read(file, by=request.user, at=timezone.now(), what="search.marks", page=page)
    query = expansion.expanded(parse(request.GET.get("q", "")))
    return JsonResponse({"boxes": boxes(found.words, found.text, query)})


@login_required
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """The files in the reader's reach that have no text, and why."""
    permissions.require(request.user)
    rows = list(coverage.unread(request.user, after=_uuid(request.GET.get("setelah", ""))))
    page = rows[: coverage.PAGE]
    access_records.listed([row.file for row in page], by=request.user, at=timezone.now())
    facts = {
        "rows": page,
        "coverage": coverage.coverage(request.user),
        "next": page[-1].file.pk if len(rows) > len(page) else None,
    }
    return render(request, "search/unread.html", facts)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
