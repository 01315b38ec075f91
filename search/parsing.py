"""What somebody typed, as a Query: words, "phrases", -not, OR, prefix*, fields, words near each other, mistyped~ words.

Any input is a query; none is an error. What could not be understood is searched as words, and a note says so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from search.analysis import NUMBER, is_stop_word, tokens
from search.citations import joined
from search.terms import Near, Note, Phrase, Prefix, Query, Term, Word

__all__ = ["Near", "Note", "Phrase", "Prefix", "Query", "Term", "Word", "parse"]

LONGEST = 1000  # characters that are read
MOST = 32  # concepts, more are left out
SHORTEST_PREFIX = 2
NEAR, FARTHEST = 5, 20  # words between two that stand near each other: when nothing is said, and at most
OR = ("OR", "ATAU", "|")
FIELDS = {
    "respondent": "respondent",
    "terlapor": "respondent",
    "agency": "agency",
    "instansi": "agency",
    "nip": "nip",
    "file": "file",
    "berkas": "file",
    "violation": "violation",
    "pelanggaran": "violation",
}
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_CHUNK = re.compile(
    rf"""(?P<no>-)?(?:
    (?P<field>(?i:{"|".join(FIELDS)})):\s*(?:"(?P<many>[^"]*)"?|(?P<one>[^\s"]+))
    | "(?P<phrase>[^"]*)"?(?:~(?P<distance>\d{{1,3}}))?
    | (?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_NEAR = re.compile(r"(?:NEAR|DEKAT)(?:/(\d{1,3}))?")
_UNKNOWN = re.compile(r"([A-Za-z_]{2,20}):(?!//)\S")
_FUZZY = re.compile(r"~[0-2]?$")
_CODE = re.compile(r"\d+|[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)+")


@dataclass
class _Reading:
    """What was read so far. `joins`: an OR waits for a term; `near`: so does a NEAR, with its distance."""

    groups: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    joins: bool = False
    near: int | None = None


def parse(text: str) -> Query:
    """Read a query. Words are joined by OR; phrases, near words and fields are required; stop words are dropped unless
    nothing else is left.
    """
    reading = _Reading()
    if len(text) > LONGEST:
        reading.notes.append(Note("long"))
    numbers_whole = NUMBER.sub(lambda number: re.sub("[ .-]", "", number[0]), text[:LONGEST].translate(_QUOTES))
    numbers_whole = joined(numbers_whole)
    for chunk in _CHUNK.finditer(numbers_whole):
        _read(reading, chunk)
    if reading.near is not None:
        reading.notes.append(Note("near"))
    return _query(reading)


def _read(reading: _Reading, chunk: re.Match) -> None:
    if chunk["field"]:
        _field(reading, chunk)
    elif chunk["phrase"] is not None:
        _take(reading, _quoted(chunk["phrase"], chunk["distance"]), no=bool(chunk["no"]))
    else:
        _word(reading, chunk["word"], bool(chunk["no"]))


# Fields -----------------------------------------------------------------------------------------------------------------
def _field(reading: _Reading, chunk: re.Match) -> None:
    name, value = FIELDS[chunk["field"].lower()], chunk["many"] if chunk["one"] is None else chunk["one"]
    found = list(dict.fromkeys(_values(name, value)))
    if chunk["no"]:
        reading.notes.append(Note("not-field", chunk["field"]))
    elif not found:
        reading.notes.append(Note("empty-field", chunk["field"]))
    else:
        reading.fields += [f"{name}:{one}" for one in found]


def _values(name: str, value: str) -> Iterable[str]:
    if name == "nip":
        digits = re.sub(r"\D", "", value)
        return [digits] if digits else []
    if name == "violation" or (name == "agency" and _CODE.fullmatch(value)):
        return [value.lower()] if value else []
    return (token.surface for token in tokens(value))


# Words and phrases ------------------------------------------------------------------------------------------------------
def _word(reading: _Reading, chunk: str, no: bool) -> None:
    if not no and chunk in OR:
        reading.joins = bool(reading.groups)
        return
    if not no and (near := _NEAR.fullmatch(chunk)) and reading.groups:
        reading.near = min(int(near[1] or NEAR), FARTHEST)
        return
    if unknown := _UNKNOWN.match(chunk):
        reading.notes.append(Note("unknown-field", unknown[1]))
    terms = _words(chunk)
    if not no and _FUZZY.search(chunk):
        reading.fuzzy += [term.surface for term in terms if isinstance(term, Word) and term.surface.isalpha()]
    if chunk.endswith("*") and not any(isinstance(term, Prefix) for term in terms) and list(tokens(chunk)):
        reading.notes.append(Note("short-prefix", chunk))
    together = [_together(terms)] if no and len(terms) > 1 else terms
    _take(reading, together, no=no)


def _quoted(text: str, distance: str | None) -> list[Term]:
    """A phrase; with a distance its neighbours, two by two."""
    if distance is None:
        surfaces = tuple(_plain(text))
        return [Phrase(surfaces)] if surfaces else []
    words: list[Term] = [Word(token.surface, token.stem) for token in tokens(text)]
    pairs = [pair for one, other in zip(words, words[1:], strict=False) if (pair := _pair(one, other, int(distance)))]
    return list[Term](pairs) or words


def _pair(one: Term, other: Term, distance: int) -> Near | None:
    """Two words near each other; none when one of them is no word, or both are the same."""
    if not isinstance(one, Word) or not isinstance(other, Word) or one.stem == other.stem:
        return None
    return Near((one.stem, other.stem), min(distance, FARTHEST))


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
    return Phrase(tuple(term.start if isinstance(term, Prefix) else getattr(term, "surface", "") for term in terms))


# Putting it together ----------------------------------------------------------------------------------------------------
def _take(reading: _Reading, terms: list[Term], *, no: bool) -> None:
    if no:
        reading.unwanted += terms
        return
    if reading.near is not None and terms:
        terms = _joined_near(reading, terms)
    reading.typed += [term.surface for term in terms if isinstance(term, Word)]
    reading.joins = _add(reading.groups, terms, reading.joins)


def _joined_near(reading: _Reading, terms: list[Term]) -> list[Term]:
    """The last term read and the first of these become one, where they are two words; else both stay what they are."""
    distance, reading.near = reading.near or 0, None
    group, (first, *others) = reading.groups[-1], terms
    before = group[-1] if isinstance(group[-1], Word) else None
    pair = _pair(before, first, distance) if before else None
    if pair is None:
        reading.notes.append(Note("near"))
        return terms
    group[-1] = pair
    return others


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


def _query(reading: _Reading) -> Query:
    groups, typed = reading.groups, reading.typed
    kept = [group for group in groups if not all(map(_means_nothing, group))] or groups
    wanted = tuple(dict.fromkeys(_one_stem_once(kept)))
    notes = (*reading.notes, *([Note("many")] if len(wanted) > MOST else []))
    wanted = wanted[:MOST]
    query = Query(
        wanted,
        tuple(group for group in wanted if all(isinstance(term, Phrase | Near) for term in group)),
        tuple(dict.fromkeys(reading.unwanted))[:MOST],
        Phrase(tuple(typed)) if 1 < len(typed) <= MOST else None,
    )
    fields, fuzzy = tuple(dict.fromkeys(reading.fields))[:MOST], tuple(dict.fromkeys(reading.fuzzy))[:MOST]
    return replace(query, fields=fields, fuzzy=fuzzy, notes=tuple(dict.fromkeys(notes)))


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
