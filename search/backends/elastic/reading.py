"""Asking: one request brings the hits, and beside them total and facets; the database gives what is shown."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from elasticsearch import dsl
from elasticsearch.dsl.query import Query as Clause

from search.backends.base import FACETS, Filters, Found, Hit, no_counts
from search.backends.elastic import query as clauses
from search.backends.elastic.client import Unavailable, breaker, quick, speaking
from search.backends.elastic.mapping import TOGETHER
from search.backends.elastic.names import alias
from search.models import Document
from search.permissions import tokens_for
from search.terms import Query
from workflow.access import excluded_from

MOST_VALUES = 10_000  # of what is counted together: more than there are
COUNTED = 20_000  # matches that are counted; of more, the newest of each part of the index are
Q = dsl.Q


def search(query: Query, user, filters: Filters, *, place: tuple | None, newest: bool, size: int) -> Found:
    """As Backend.search. Raises Unavailable."""
    tokens = tokens_for(user)
    if not tokens:
        return Found()
    excluded = list(excluded_from(user).values_list("access_id", flat=True))
    newest = newest or not query.wanted
    base = [*clauses.permitted(tokens, excluded), *clauses.always(filters)]
    if place and not newest:
        place = _anchor(query, place)
    hits, counts = _answers(_hits(query, base, filters, place, newest, size), _counts(query, base, filters))
    return _found(hits, counts, filters, newest, size)


def _answers(*requests: dsl.Search) -> list[dict]:
    """Asked at once: the service answers them beside one another. Raises Unavailable."""
    together = dsl.MultiSearch(using=quick(), index=alias())
    for request in requests:
        together = together.add(request)
    with speaking():
        answers = quick().msearch(searches=together.to_dict(), index=alias())["responses"]
        if failed := next((answer["error"] for answer in answers if "error" in answer), None):
            breaker.trip()
            raise Unavailable(str(failed)[:400])
    return answers


def _hits(query: Query, base: list[Clause], filters: Filters, place, newest: bool, size: int) -> dsl.Search:
    """The best, or the newest; none is looked at that cannot be among them."""
    narrowed = [*base, *clauses.chosen(filters).values()]
    match = [*clauses.found(query), Q("bool", **clauses.narrowed(query))] if newest else []
    best = [] if newest else [clauses.matching(query)]
    request = dsl.Search().query(Q("bool", must=best, filter=[*match, *narrowed]))
    first: dict = {"day": {"order": "desc", "format": "yyyy-MM-dd"}} if newest else {"_score": "desc"}
    second: dict = {"id": "desc"}
    request = request.sort(first, second).source(False).extra(size=size + 1, track_total_hits=False)
    return request.extra(search_after=list(place)) if place else request


def _counts(query: Query, base: list[Clause], filters: Filters) -> dsl.Search:
    """How many there are, by what they can be narrowed: each part under all filters but its own."""
    asked = clauses.narrowed(query)
    every = Q("bool", filter=[*clauses.found(query), *base, *asked["filter"]], must_not=asked["must_not"])
    request = dsl.Search().query(every).extra(size=0, track_total_hits=True, terminate_after=COUNTED)
    chosen = clauses.chosen(filters)
    if chosen:
        request = request.post_filter(Q("bool", filter=list(chosen.values())))
    for part, columns in TOGETHER.items():
        others = [clause for name, clause in chosen.items() if clauses.column(name) not in columns]
        narrowed = request.aggs.bucket(part, "filter", filter=Q("bool", filter=others)) if others else request.aggs
        narrowed.bucket(f"{part}_", "terms", field=part, size=MOST_VALUES)
    return request


def _anchor(query: Query, place: tuple) -> tuple:
    """Where the page begins by today's figures: the score of the last document seen may have been another index's."""
    match = Q("bool", must=[clauses.matching(query)], filter=[Q("term", id=place[1])])
    with speaking():
        answer = dsl.Search(using=quick(), index=alias()).query(match).source(False).extra(size=1).execute()
    return (answer.hits[0].meta.score, place[1]) if answer.hits else place


def _found(answer: dict, counts: dict, filters: Filters, newest: bool, size: int) -> Found:
    rows = answer["hits"]["hits"]
    documents = Document.objects.select_related("evidence").in_bulk([int(row["_id"]) for row in rows[:size]])
    hits = [_hit(documents[pk], row, newest) for row in rows[:size] if (pk := int(row["_id"])) in documents]
    gone = len(rows[:size]) - len(hits)
    total = max(counts["hits"]["total"]["value"] - gone, 0)
    cut = bool(counts.get("terminated_early"))
    return Found(hits, len(rows) > size, total, _facets(counts["aggregations"], filters), at_least=cut)


def _hit(document: Document, row: dict, newest: bool) -> Hit:
    first, pk = row["sort"]
    return Hit(document, 0 if newest else first, (first, pk))


# Counts -----------------------------------------------------------------------------------------------------------------
def _facets(found: dict, filters: Filters) -> dict[str, Counter]:
    counted = no_counts()
    names = {clauses.column(name): name for name in FACETS}
    for part, columns in TOGETHER.items():
        own = [names[column] for column in columns]
        for values, number in _values(found.get(part, found)[f"{part}_"]["buckets"]):
            failed = [name for name, held in zip(own, values, strict=True) if not _passes(held, name, filters)]
            for name, held in zip(own, values, strict=True):
                if not failed or failed == [name]:
                    counted[name].update(dict.fromkeys(held, number))
    return counted


def _values(buckets: Iterable[dict]) -> Iterator[tuple[list[list[str]], int]]:
    """Each combination of values, every one as a list, and how often it is there."""
    for bucket in buckets:
        values = json.loads(bucket["key"])
        yield [[each for each in _listed(value) if each] for value in values], bucket["doc_count"]


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _passes(held: list[str], name: str, filters: Filters) -> bool:
    wanted = getattr(filters, name)
    if name == "territory":
        return not wanted or any(code == wanted or code.startswith(f"{wanted}.") for code in held)
    return not wanted or wanted in held
