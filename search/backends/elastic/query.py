"""A Query as the service's core queries: what matches, how well, for whom. No scripts, no analysis."""

from collections.abc import Iterable

from elasticsearch import dsl
from elasticsearch.dsl.query import Query as Clause

from search.backends.base import ALL_WORDS, FACETS, SIDE_BY_SIDE, SURFACE, Filters
from search.terms import Near, Phrase, Prefix, Query, Term

COLUMN = {"agency": "agencies", "violation": "violations"}
Q = dsl.Q


def matching(query: Query) -> Clause:
    """How well a document fits, when it matches at all."""
    return Q(
        "bool",
        must=[scored(query)] if query.wanted else [Q("match_all")],
        filter=[*map(_group, query.required), *(Q("term", fields=token) for token in query.fields)],
        must_not=[_term(term) for term in query.unwanted],
    )


def scored(query: Query) -> Clause:
    """BM25 of the words, more for a document that has all of them, or has them as typed."""
    words = [_scored_term(term) for term in dict.fromkeys(query.terms)]
    clause = Q("bool", should=words, minimum_should_match=1)
    bonuses = [{"filter": bonus, "weight": weight} for weight, bonus in _bonuses(query)]
    if not bonuses:
        return clause
    always = {"filter": Q("match_all"), "weight": 1}
    return Q("function_score", query=clause, functions=[always, *bonuses], score_mode="sum", boost_mode="multiply")


def _bonuses(query: Query) -> Iterable[tuple[float, Clause]]:
    if len(query.wanted) > 1:
        yield ALL_WORDS, Q("bool", filter=[_group(group) for group in query.wanted])
    if query.whole:
        yield SIDE_BY_SIDE, _term(query.whole)


def _scored_term(term: Term) -> Clause:
    if isinstance(term, Prefix):
        many = Q("prefix", surface={"value": term.start, "rewrite": "top_terms_blended_freqs_64", "boost": SURFACE})
        any_of = Q("prefix", surface={"value": term.start, "boost": 1e-6})
        return Q("bool", should=[many, any_of], minimum_should_match=1)
    if isinstance(term, Phrase | Near):
        return Q("bool", must=[_term(term)], boost=SURFACE)
    stem = Q("term", stem={"value": term.stem, "boost": term.weight})
    surface = Q("term", surface={"value": term.surface, "boost": SURFACE * term.weight})
    return Q("bool", should=[stem, surface], minimum_should_match=1)


def _group(terms: Iterable[Term]) -> Clause:
    return Q("bool", should=[_term(term) for term in terms], minimum_should_match=1)


def _term(term: Term) -> Clause:
    """Is it there?"""
    if isinstance(term, Phrase):
        return _phrase(term.surfaces)
    if isinstance(term, Near):
        stems = [Q("span_term", stem=stem) for stem in term.stems]
        return Q("span_near", clauses=stems, slop=term.distance, in_order=False)
    if isinstance(term, Prefix):
        return Q("prefix", surface=term.start)
    return Q("bool", should=[Q("term", stem=term.stem), Q("term", surface=term.surface)], minimum_should_match=1)


def _phrase(surfaces: tuple[str, ...]) -> Clause:
    if len(surfaces) == 1:
        return Q("term", surface=surfaces[0])
    return Q("span_near", clauses=[Q("span_term", surface=surface) for surface in surfaces], slop=0, in_order=True)


# Narrowing --------------------------------------------------------------------------------------------------------------
def permitted(tokens: list[str], excluded: list[int]) -> list[Clause]:
    """What the officer's tokens open, without what was declared a conflict."""
    allowed = [Q("terms", tokens=tokens)]
    return [*allowed, ~Q("terms", access=excluded)] if excluded else allowed


def always(filters: Filters) -> list[Clause]:
    """What narrows hits and facets alike."""
    clauses = [Q("term", reference=filters.reference)] if filters.reference else []
    days = {"gte": filters.after, "lte": filters.before}
    given = {name: day.isoformat() for name, day in days.items() if day}
    return [*clauses, Q("range", day=given)] if given else clauses


def chosen(filters: Filters) -> dict[str, Clause]:
    """By facet, what the reader chose of it."""
    return {name: Q("term", **{column(name, True): value}) for name in FACETS if (value := getattr(filters, name))}


def column(name: str, narrowing: bool = False) -> str:
    """Where a facet's values stand; a province is chosen with all that lies in it."""
    if name == "territory":
        return "within" if narrowing else "territory"
    return COLUMN.get(name, name)
