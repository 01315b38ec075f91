"""What a query is made of once it was read: terms, and which of them count, must be there, or must not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word: its stem counts, its surface counts a little more; what was not typed itself counts by `weight` (0 to 1)."""

    surface: str
    stem: str
    weight: float = 1.0


@dataclass(frozen=True)
class Phrase:
    """Words as written, one after the other."""

    surfaces: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """Every word as written that begins so."""

    start: str


@dataclass(frozen=True)
class Near:
    """Two different stems with at most `distance` words between them, in any order."""

    stems: tuple[str, str]
    distance: int


Term = Word | Phrase | Prefix | Near


@dataclass(frozen=True)
class Note:
    """Something of the query that was understood otherwise than it was typed: a code, and the part that it was about."""

    code: str
    part: str = ""


@dataclass(frozen=True)
class Query:
    """Groups of alternatives: all in `wanted` count, those in `required` must be there, nothing `unwanted` may be.

    `whole`: the words in the order typed, for the bonus of standing together. `fields`: tokens of documents
    ("respondent:budi", "agency:64.02") that all must be there. `also`: what was looked for besides the words typed.
    `fuzzy`: words that may be mistyped.
    """

    wanted: tuple[tuple[Term, ...], ...] = ()
    required: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    whole: Phrase | None = None
    fields: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.wanted and not self.unwanted and not self.fields

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.wanted for term in group)
