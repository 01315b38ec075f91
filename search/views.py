"""The search page of the desk."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import permissions, queries, results
from search.forms import SearchForm

NARROWING = (*results.NARROWED.values(), "sejak", "sampai", "berkas")
ASKED = ("q", *NARROWING, "urut")


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What the words of the address find for this reader; 403 for who may not search."""
    if not permissions.may_search(request.user):
        raise PermissionDenied(permissions.USE)
    form = SearchForm(request.GET)
    form.is_valid()
    asked = _asked(form)
    narrowed = {name: asked[name] for name in NARROWING if asked.get(name)}
    result = _result(request, form) if asked.get("q") or narrowed else None
    facts = {"form": form, "asked": asked, "narrowed": narrowed, "result": result, "section": "search"}
    facts |= _shown(result, request.user, asked) if result else {"coverage": queries.coverage(request.user)}
    return render(request, "search/search.html", facts)


def _asked(form: SearchForm) -> dict[str, str]:
    """What was understood, as the address says it."""
    read = form.cleaned_data
    return {name: str(read[name]) for name in ASKED if read.get(name)}


def _result(request: HttpRequest, form: SearchForm) -> queries.SearchResult:
    text, newest = form.cleaned_data.get("q", ""), form.cleaned_data.get("urut") == "baru"
    cursor = request.GET.get("setelah", "")
    try:
        return queries.search(request.user, text, filters=form.filters(), cursor=cursor, newest=newest)
    except ValidationError:  # a page that nobody gave out: begin at the first
        return queries.search(request.user, text, filters=form.filters(), newest=newest)


def _shown(result: queries.SearchResult, user, asked: dict[str, str]) -> dict:
    query = result.query
    return {
        "coverage": result.coverage,
        "groups": [
            (group, results.link(asked, berkas=group.reference)) for group in results.grouped(result.hits, user)
        ],
        "narrowings": results.narrowings(result.facets, asked),
        "orders": {"best": results.link(asked, urut=""), "newest": results.link(asked, urut="baru")},
        "widest": results.link({"q": asked.get("q", "")}),
        "next": results.link(asked, setelah=result.next) if result.next else "",
        "dates_kept": {name: value for name, value in asked.items() if name not in ("sejak", "sampai")},
        "quoted": bool(query.required),
        "refused": bool(query.unwanted),
    }
