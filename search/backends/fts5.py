"""A Query in the language of FTS5: what matches, what counts more, and how a word is looked for in recognised text."""

from collections.abc import Iterable, Iterator

from search.analysis import parts_of
from search.backends.base import ALL_WORDS, SIDE_BY_SIDE
from search.terms import Near, Phrase, Prefix, Query, Term, Word


def any_of(query: Query) -> str:
    return " OR ".join(map(group, query.wanted))


def all_of(query: Query) -> str:
    return " AND ".join(map(group, query.wanted))


def whole(query: Query, tokens: list[str] | None) -> str:
    """Everything that a match must have and must not; empty when every document matches."""
    wanted = [f"({any_of(query)})"] if query.wanted else []
    asked = " AND ".join([*permission(tokens), *wanted, *required(query)])
    if asked and query.unwanted:
        return f"({asked}) NOT {group(query.unwanted)}"
    return asked


def permission(tokens: list[str] | None) -> list[str]:
    return [] if tokens is None else ["perm : (" + " OR ".join(map(quoted, tokens)) + ")"]


def required(query: Query) -> list[str]:
    return [*map(group, query.required), *(f"perm : {quoted(token)}" for token in query.fields)]


def bonuses(query: Query) -> Iterator[tuple[float, str]]:
    """What a document counts more for: every word, the words as typed."""
    if len(query.wanted) > 1:
        yield ALL_WORDS, all_of(query)
    if query.whole:
        yield SIDE_BY_SIDE, term(query.whole)


def group(terms: Iterable[Term]) -> str:
    return "(" + " OR ".join(map(term, terms)) + ")"


def term(each: Term) -> str:
    """What was not typed itself is looked for as written alone: it then counts as a surface does."""
    if isinstance(each, Phrase):
        return f"exact : {quoted(' '.join(each.surfaces))}"
    if isinstance(each, Near):
        return f"stem : NEAR({' '.join(map(quoted, each.stems))}, {each.distance})"
    if isinstance(each, Prefix):
        return f"exact : {quoted(each.start)} *"
    if each.weight < 1:
        return f"exact : {quoted(each.surface)}"
    return f"stem : {quoted(each.stem)} OR exact : {quoted(each.surface)}"


def parts(terms: Iterable[Term]) -> str:
    """The words among these by their parts, for text that a machine recognised; empty when none is long enough."""
    words = [each.surface for each in terms if isinstance(each, Word) and each.weight == 1]
    return " OR ".join(quoted(part) for word in words for part in parts_of(word))


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
