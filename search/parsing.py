"""What somebody typed, as a Query: words, "phrases", -not, OR, prefix*. Any input is a query; none is an error."""

import re
from collections.abc import Iterator

from search.analysis import NUMBER, is_stop_word, tokens
from search.terms import Near, Phrase, Prefix, Query, Term, Word

__all__ = ["Near", "Phrase", "Prefix", "Query", "Term", "Word", "parse"]

LONGEST = 1000  # characters that are read
MOST = 32  # concepts, more are left out
SHORTEST_PREFIX = 2
OR = ("OR", "ATAU", "|")
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_CHUNK = re.compile(r'(?P<no>-)?"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')


def parse(text: str) -> Query:
    """Read a query. Words are joined by OR; phrases are required; stop words are dropped unless nothing else is left."""
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    typed: list[str] = []
    joins = False
    for chunk, no, terms in _chunks(text):
        if chunk in OR:
            joins = bool(groups)
            continue
        if no:
            unwanted += terms
            continue
        typed += [term.surface for term in terms if isinstance(term, Word)]
        joins = _add(groups, terms, joins)
    return _query(groups, unwanted, typed)


def _chunks(text: str) -> Iterator[tuple[str, bool, list[Term]]]:
    text = NUMBER.sub(lambda number: re.sub("[ .-]", "", number[0]), text[:LONGEST].translate(_QUOTES))
    for match in _CHUNK.finditer(text):
        phrase, chunk = match["phrase"], match["word"] or ""
        if phrase is not None:
            yield "", bool(match["no"]), _phrase(phrase)
            continue
        no = chunk.startswith("-") and len(chunk) > 1
        terms = _words(chunk.removeprefix("-"))
        yield chunk, no, [_together(terms)] if no and len(terms) > 1 else terms


def _phrase(text: str) -> list[Term]:
    surfaces = tuple(_plain(text))
    return [Phrase(surfaces)] if surfaces else []


def _plain(text: str) -> Iterator[str]:
    """The surfaces of a phrase as the index holds them, an address with its parts."""
    return (token.surface for token in tokens(text))


def _words(chunk: str) -> list[Term]:
    found = list(tokens(chunk))
    if any(token.exact for token in found):
        return [Word(token.surface, token.stem) for token in found if token.exact]
    words: list[Term] = [Word(token.surface, token.stem) for token in found]
    if chunk.endswith("*") and found:
        start = found[-1].surface
        words[-1:] = [Prefix(start)] if len(start) >= SHORTEST_PREFIX else []
    return words


def _together(terms: list[Term]) -> Term:
    return Phrase(tuple(term.start if isinstance(term, Prefix) else term.surface for term in terms))


def _add(groups: list[list[Term]], terms: list[Term], joins: bool) -> bool:
    """Each term is a group of its own; after OR the first joins the group before. An OR waits for a term to join."""
    if not terms:
        return joins
    first, *others = terms
    if joins:
        groups[-1].append(first)
    else:
        groups.append([first])
    groups += [[term] for term in others]
    return False


def _query(groups: list[list[Term]], unwanted: list[Term], typed: list[str]) -> Query:
    kept = [group for group in groups if not all(map(_means_nothing, group))] or groups
    wanted = tuple(dict.fromkeys(_one_stem_once(kept)))[:MOST]
    required = tuple(group for group in wanted if all(isinstance(term, Phrase) for term in group))
    whole = Phrase(tuple(typed)) if 1 < len(typed) <= MOST else None
    return Query(wanted, required, tuple(dict.fromkeys(unwanted))[:MOST], whole)


def _means_nothing(term: Term) -> bool:
    return isinstance(term, Word) and is_stop_word(term.surface)


def _one_stem_once(groups: list[list[Term]]) -> Iterator[tuple[Term, ...]]:
    """Undang-undang is one concept: a second word of the same stem adds nothing to what is asked."""
    seen: set[str] = set()
    for group in groups:
        first = group[0]
        if len(group) == 1 and isinstance(first, Word):
            if first.stem in seen:
                continue
            seen.add(first.stem)
        yield tuple(dict.fromkeys(group))
