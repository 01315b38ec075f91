"""Asking: one request brings hits, total and facets; the database gives what is shown."""

from collections import Counter

from elasticsearch import dsl
from elasticsearch.dsl.query import Query as Clause

from search.backends.base import FACETS, Filters, Found, Hit
from search.backends.elastic import query as clauses
from search.backends.elastic.client import quick, speaking
from search.backends.elastic.names import alias
from search.models import Document
from search.permissions import tokens_for
from search.terms import Query
from workflow.access import excluded_from

MOST_VALUES = 2000  # of a facet: more than there are agencies
Q = dsl.Q


def search(query: Query, user, filters: Filters, *, place: tuple | None, newest: bool, size: int) -> Found:
    """As Backend.search. Raises Unavailable."""
    tokens = tokens_for(user)
    if not tokens:
        return Found()
    excluded = list(excluded_from(user).values_list("access_id", flat=True))
    newest = newest or not query.wanted
    base = Q("bool", filter=[*clauses.permitted(tokens, excluded), *clauses.always(filters)])
    if place and not newest:
        place = _anchor(query, place)
    with speaking():
        answer = _request(query, base, filters, place, newest, size).execute()
    return _found(answer.to_dict(), newest, size)


def _request(query: Query, base: Clause, filters: Filters, place, newest: bool, size: int) -> dsl.Search:
    match = clauses.matching(query)
    whole = Q("bool", must=[match], filter=base.filter)
    request = dsl.Search(using=quick(), index=alias()).query(Q("bool", filter=[whole]) if newest else whole)
    chosen = clauses.chosen(filters)
    if chosen:
        request = request.post_filter(Q("bool", filter=list(chosen.values())))
    for name in FACETS:
        others = [clause for other, clause in chosen.items() if other != name]
        narrowed = request.aggs.bucket(name, "filter", filter=Q("bool", filter=others)) if others else request.aggs
        narrowed.bucket(f"{name}_", "terms", field=clauses.column(name), size=MOST_VALUES)
    first: dict = {"day": {"order": "desc", "format": "yyyy-MM-dd"}} if newest else {"_score": "desc"}
    second: dict = {"id": "desc"}
    request = request.sort(first, second).source(False).extra(size=size + 1, track_total_hits=True)
    return request.extra(search_after=list(place)) if place else request


def _anchor(query: Query, place: tuple) -> tuple:
    """Where the page begins by today's figures: the score of the last document seen may have been another index's."""
    match = Q("bool", must=[clauses.matching(query)], filter=[Q("term", id=place[1])])
    with speaking():
        answer = dsl.Search(using=quick(), index=alias()).query(match).source(False).extra(size=1).execute()
    return (answer.hits[0].meta.score, place[1]) if answer.hits else place


def _found(answer: dict, newest: bool, size: int) -> Found:
    rows = answer["hits"]["hits"]
    documents = Document.objects.select_related("evidence").in_bulk([int(row["_id"]) for row in rows[:size]])
    hits = [_hit(documents[pk], row, newest) for row in rows[:size] if (pk := int(row["_id"])) in documents]
    gone = len(rows[:size]) - len(hits)
    total = answer["hits"]["total"]["value"]
    return Found(hits, len(rows) > size, total - gone, _facets(answer["aggregations"]))


def _hit(document: Document, row: dict, newest: bool) -> Hit:
    first, pk = row["sort"]
    return Hit(document, 0 if newest else first, (first, pk))


def _facets(found: dict) -> dict[str, Counter]:
    facets = {}
    for name in FACETS:
        buckets = found.get(name, found)[f"{name}_"]["buckets"]
        facets[name] = Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets if bucket["key"]})
    return facets
