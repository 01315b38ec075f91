"""A Query as the service's core queries: what matches, how well, for whom. No scripts, no analysis."""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from elasticsearch import dsl
from elasticsearch.dsl.query import Query as Clause

from search.analysis import parts_of
from search.backends.base import ALL_WORDS, FACETS, RECOGNISED, SIDE_BY_SIDE, STEM, SURFACE, Filters
from search.backends.elastic.mapping import K1, grams_of
from search.terms import Near, Phrase, Prefix, Query, Term, Word

# the service multiplies by k1 + 1, and k1 is another in each field; the database multiplies every field by the same
STEMS, SURFACES = ((K1 + 1) / (K1 / weight + 1) for weight in (STEM, SURFACE))
LEAST = 1e-6
ROW_RARITY = 1.2  # of grams that follow one another, of how rare each of them is
COLUMN = {"agency": "agencies", "violation": "violations"}
Q = dsl.Q


def matching(query: Query) -> Clause:
    """How well a document fits, when it matches at all."""
    return Q("bool", must=[scored(query)] if query.wanted else [Q("match_all")], **narrowed(query))


def scored(query: Query) -> Clause:
    """BM25 of the words, more for a document that has all of them, or has them as typed.

    Sums of sums and no function of the score: only of those the service knows what a document can reach at most, and
    passes over most of them.
    """
    words = [_any(_counted_ways(terms)) for terms in query.wanted]
    more = [Q("bool", should=words, filter=condition, boost=weight) for weight, condition in _bonuses(query)]
    return Q("bool", should=[*map(_counted, query.wanted), *more], minimum_should_match=1)


def found(query: Query) -> list[Clause]:
    """What matches, whatever its score: for counting."""
    either = [*map(_group, query.wanted), *(part for terms in query.wanted for part in _parts(terms))]
    return [Q("bool", should=either, minimum_should_match=1)] if either else []


def narrowed(query: Query) -> dict[str, list[Clause]]:
    """What must be there and what must not, beside the words that count."""
    asked = [*map(_group, query.required), *(Q("term", fields=token) for token in query.fields)]
    return {"filter": asked, "must_not": list(map(_term, query.unwanted))}


def _bonuses(query: Query) -> Iterator[tuple[float, list[Clause]]]:
    if len(query.wanted) > 1:
        yield ALL_WORDS, [_group(group) for group in query.wanted]
    if query.whole:
        yield SIDE_BY_SIDE, [_term(query.whole)]


def _counted(terms: tuple[Term, ...]) -> Clause:
    """A group by its words, or in recognised text by their parts, whichever is more."""
    words = _any(_counted_ways(terms))
    parts = _parts(terms)
    if not parts:
        return words
    return Q("dis_max", queries=[words, Q("bool", should=parts, minimum_should_match=1, boost=RECOGNISED)])


def _counted_ways(terms: Iterable[Term]) -> Iterator[Clause]:
    return (clause for term in terms for clause in _ways(term, scored=True))


def _parts(terms: Iterable[Term]) -> list[Clause]:
    return [_part(part) for term in terms if _typed(term) for part in parts_of(term.surface)]


def _typed(term: Term) -> TypeGuard[Word]:
    return isinstance(term, Word) and term.weight == 1


def _group(terms: Iterable[Term]) -> Clause:
    return _any(clause for term in terms for clause in _ways(term))


def _term(term: Term) -> Clause:
    return _any(_ways(term))


def _any(ways: Iterable[Clause]) -> Clause:
    return Q("bool", should=list(ways), minimum_should_match=1)


def _ways(term: Term, *, scored: bool = False) -> Iterator[Clause]:
    """Where a term may stand. What was not typed itself is looked for as written alone."""
    if isinstance(term, Phrase):
        yield Q("match_phrase", surface={"query": " ".join(term.surfaces), "boost": SURFACES})
    elif isinstance(term, Near):
        stems = [Q("span_term", stem=stem) for stem in term.stems]
        yield Q("span_near", clauses=stems, slop=term.distance, in_order=False, boost=STEMS)
    elif isinstance(term, Prefix):
        yield from _beginning(term.start, scored)
    else:
        if term.weight == 1:
            yield Q("term", stem={"value": term.stem, "boost": STEMS})
        yield Q("term", surface={"value": term.surface, "boost": SURFACES})


def _beginning(start: str, scored: bool) -> Iterator[Clause]:
    """All words that begin so match; the most frequent of them count."""
    yield Q("prefix", surface={"value": start, "boost": LEAST})
    if scored:
        yield Q("prefix", surface={"value": start, "boost": SURFACES, "rewrite": "top_terms_blended_freqs_64"})


def _part(part: str) -> Clause:
    """A beginning, middle or end, as the grams it has in a row. Lucene adds up how rare each of them is: ROW_RARITY."""
    grams = grams_of(part)
    if len(grams) == 1:
        return Q("term", tri=grams[0])
    return Q("match_phrase", tri={"query": " ".join(grams), "boost": ROW_RARITY / len(grams)})


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
