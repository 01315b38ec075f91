"""Shows why a document was found: pieces of its original text, the words that match between <mark> and </mark>.

Everything else is escaped: narratives and files come from strangers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import folded, raw_tokens, stem
from search.parsing import Near, Phrase, Prefix, Query, Word

PIECES = 3
LENGTH = 200  # characters of a piece, about
NEXT = 0.02  # of the width: boxes so close are one
BEFORE = 60  # of them before the first match


@dataclass(frozen=True)
class Span:
    """A place in the text and which concept of the query stands there."""

    start: int
    end: int
    concept: int


class _Wanted(dict):
    """What is looked for; by a raw word, asked once a query, the concept that it stands for, or None."""

    def __init__(self, query: Query):
        super().__init__()
        numbered = [(number, term) for number, group in enumerate(query.wanted) for term in group]
        words = [(number, term) for number, term in numbered if isinstance(term, Word)]
        self.stems = {word.stem: number for number, word in words}
        self.surfaces = {word.surface: number for number, word in words}
        self.prefixes = tuple((term.start, number) for number, term in numbered if isinstance(term, Prefix))
        self.phrases = tuple((term.surfaces, number) for number, term in numbered if isinstance(term, Phrase))
        self.near = tuple((term, number) for number, term in numbered if isinstance(term, Near))

    def __missing__(self, raw: str) -> int | None:
        concept = None
        for surface in folded(raw):
            if concept is None:
                concept = self.concept(surface, _stems.get(surface) or stem(surface))
        self[raw] = concept
        return concept

    def concept(self, surface: str, stem: str) -> int | None:
        concept = self.stems.get(stem, self.surfaces.get(surface))
        if concept is None and self.prefixes:
            concept = next((number for start, number in self.prefixes if surface.startswith(start)), None)
        return concept


_wanted = lru_cache(maxsize=16)(_Wanted)
_stems: dict[str, str] = {}  # as the index has them: a word that nobody asked for need not be cut once more
MOST_STEMS = 300_000


def remember(stems: Iterable[tuple[str, str]]) -> None:
    """Stems of surfaces, of documents whose words were cut by this version of the analysis."""
    if len(_stems) > MOST_STEMS:
        _stems.clear()
    _stems.update(stems)


def fragments(text: str, query: Query) -> list[SafeString]:
    """At most three pieces of the text that show the most of the query, in the order of the text.

    Without any match the beginning, unmarked; nothing of an empty text.
    """
    spans = matches(text, query)
    windows = _windows(text, spans)[:PIECES] if spans else [(0, min(len(text), LENGTH))]
    return [piece for start, end in sorted(windows) if (piece := _piece(text, spans, start, end))]


def marked(text: str, query: Query) -> SafeString:
    """The whole text, escaped, its matches marked."""
    return _marked(text, matches(text, query), 0, len(text))


def matches(text: str, query: Query) -> list[Span]:
    """Where the query's concepts stand in the text, in order; they may overlap."""
    wanted = _wanted(query)
    spans = list(_single(text, wanted))
    if wanted.phrases or wanted.near:
        found = list(_places(text))
        spans += _phrases(found, wanted)
        spans += _near(found, wanted)
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _single(text: str, wanted: _Wanted) -> Iterator[Span]:
    for raw, start, exact in raw_tokens(text):
        concept = wanted[raw] if exact is None else wanted.concept(exact, exact)
        if concept is not None:
            yield Span(start, start + len(raw), concept)


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    """Every surface, and where it stands."""
    for raw, start, exact in raw_tokens(text):
        for surface in folded(raw) if exact is None else (exact,):
            yield surface, start, start + len(raw)


def _phrases(found: list[tuple[str, int, int]], wanted: _Wanted) -> Iterator[Span]:
    surfaces = [surface for surface, _start, _end in found]
    for phrase, concept in wanted.phrases:
        for place in _all(surfaces, phrase[0]):
            if tuple(surfaces[place : place + len(phrase)]) == phrase:
                yield Span(found[place][1], found[place + len(phrase) - 1][2], concept)


def _all(surfaces: list[str], word: str) -> Iterator[int]:
    place = -1
    for _each in range(surfaces.count(word)):
        place = surfaces.index(word, place + 1)
        yield place


def _near(found: list[tuple[str, int, int]], wanted: _Wanted) -> Iterator[Span]:
    """Both words, wherever no more than so many stand between them."""
    for term, concept in wanted.near:
        stems = [_stems.get(surface) or stem(surface) for surface, _start, _end in found]
        one, other = (list(_all(stems, wanted_stem)) for wanted_stem in term.stems)
        pairs = [(a, b) for a in one for b in other if abs(a - b) <= term.distance + 1]
        for place in sorted({place for pair in pairs for place in pair}):
            yield Span(found[place][1], found[place][2], concept)


def boxes(words: list | None, text: str, query: Query) -> list[list[float]]:
    """Where the query's words stand on the picture of a page: [left, top, right, bottom] as fractions of its size.

    `words` as Page.words; empty when no places are known.
    """
    spans = matches(text, query)
    found: list[list[float]] = []
    for left, top, right, bottom, start, end in words or []:
        if not any(span.start < end and start < span.end for span in spans):
            continue
        last = found[-1] if found else None
        if last and _same_line(last, top, bottom) and 0 <= left - last[2] < NEXT:
            found[-1] = [last[0], min(last[1], top), right, max(last[3], bottom)]
        else:
            found.append([left, top, right, bottom])
    return found


def _same_line(box: list[float], top: float, bottom: float) -> bool:
    return min(box[3], bottom) - max(box[1], top) > (bottom - top) / 2


def _merged(text: str, spans: list[Span]) -> list[tuple[int, int]]:
    """Overlapping spans become one, and those with nothing but one blank between them."""
    merged: list[tuple[int, int]] = []
    for span in spans:
        start, end = merged[-1] if merged else (0, -1)
        if span.start <= end or (merged and text[end : span.start] == " "):
            merged[-1] = (start, max(end, span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def _windows(text: str, spans: list[Span]) -> list[tuple[int, int]]:
    """Windows that begin shortly before a match, those with the most concepts first, none overlapping."""
    counted = []
    for number, span in enumerate(spans):
        start = max(0, span.start - BEFORE)
        inside = [s.concept for s in spans[number : number + 40] if s.end <= start + LENGTH]
        counted.append((-len(set(inside)), -len(inside), start))
    chosen: list[tuple[int, int]] = []
    for _concepts, _marks, start in sorted(counted):
        window = (start, min(len(text), max(start + LENGTH, _end_of_first(spans, start))))
        if all(window[1] <= a or window[0] >= b for a, b in chosen):
            chosen.append(window)
        if len(chosen) == PIECES:
            break
    return chosen


def _end_of_first(spans: list[Span], start: int) -> int:
    """A match longer than a window is shown whole, up to a limit."""
    return min(next(span.end for span in spans if span.start >= start), start + 4 * LENGTH)


def _piece(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    start, end = _at_words(text, start, end)
    shown = _marked(text, spans, start, end)
    if not shown.strip():
        return SafeString("")
    return mark_safe(("… " if start else "") + shown + (" …" if end < len(text) else ""))  # noqa: S308 - escaped above


def _at_words(text: str, start: int, end: int) -> tuple[int, int]:
    """No word is cut at the edges, unless it is longer than anybody's."""
    if start and (blank := text.find(" ", start, start + 30)) >= 0:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", end - 30, end)) > start:
        end = blank
    return start, end


def _marked(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    parts, at = [], start
    for first, last in _merged(text, [s for s in spans if s.end > start and s.start < end]):
        first, last = max(first, start), min(last, end)
        parts.append(escape(text[at:first]) + "<mark>" + escape(text[first:last]) + "</mark>")
        at = last
    return mark_safe("".join([*parts, escape(text[at:end])]))  # noqa: S308 - every piece is escaped
