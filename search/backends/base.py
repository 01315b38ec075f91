"""What a backend of search does. Analysis, expansion, highlighting and the last word on permission stand outside of it,
so that every backend finds the same, for the same people.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from search.documents import Entry
from search.models import Document
from search.parsing import Query

# How a document counts, in every backend. A word counts by BM25 in `stem` and in `exact`, added up, each with b .75 and
# its own k1: 1.2 over the weight. A word that was not typed (weight below 1) counts in `exact` alone. In text that a
# machine recognised, a word counts by itself or by RECOGNISED times its parts in `tri` (analysis.parts_of: phrases of
# trigrams, k1 1.2), whichever is more; words are added up, then come the bonuses.
STEM = 1.5
SURFACE = 0.4  # a word as written, a phrase, a beginning
ALL_WORDS = 0.5  # how much more a document counts that has every word, as a word
SIDE_BY_SIDE = 0.25  # and one that has them as they were typed
RECOGNISED = 0.7
# a query that matches more is ranked among the likeliest: with every word or a rare one, else the newest
RANKED = 1_000
COUNTED_NARROWED = 10_000  # under filters, which are asked after the newest are chosen
COUNTED = 2_000  # matches that are counted; of more, the newest are, and the total is "at least"


FACETS = ("kind", "stage", "territory", "agency", "violation", "file_type", "month")


def no_counts() -> dict[str, Counter]:
    return {name: Counter() for name in FACETS}


@dataclass(frozen=True)
class Filters:
    """What narrows a search, by codes; a month as 2024-11. A province holds its regencies.

    Days are of the incident, else of receipt, both included.
    """

    kind: str = ""
    territory: str = ""
    stage: str = ""
    reference: str = ""
    agency: str = ""
    violation: str = ""
    file_type: str = ""
    month: str = ""
    after: date | None = None
    before: date | None = None
    rows: tuple[int, int] | None = None  # ids of documents, more than the first and up to the second: embedded alone


@dataclass(frozen=True)
class Hit:
    """A document and how well it fits; `place` is where the next page begins after it."""

    document: Document
    score: float
    place: tuple


@dataclass(frozen=True)
class Found:
    """One page of hits, best first, and counts of every permitted match: `total` under all filters,
    `facets[name]` by value (a territory as the document has it) under every filter but its own.
    `fallback`: the index in the database answered, because the search service could not.
    """

    hits: Sequence[Hit] = ()
    more: bool = False
    total: int = 0
    facets: dict[str, Counter] = field(default_factory=no_counts)
    fallback: bool = False
    at_least: bool = False  # there are more than COUNTED: total and facets tell of the newest of them


@dataclass(frozen=True)
class Difference:
    """A document that the index holds otherwise than the database: missing, stale or orphan."""

    what: str
    key: str

    def __str__(self):
        return f"{self.what} {self.key}"


class Backend(Protocol):
    """An index. It is told what to hold of an Access row, asked with a user, and compared with the database."""

    name: str

    def replace(self, access_id: int, entries: list[Entry], *, version: int) -> bool:
        """Hold exactly these documents of this row; False, and nothing done, when it knows a later version."""

    def search(self, query: Query, user, filters: Filters, *, place: tuple | None, newest: bool, size: int) -> Found:
        """What this user may find. `place` is that of the last hit seen, None at the beginning."""

    def differences(self, access_id: int, entries: list[Entry]) -> Iterable[Difference]:
        """How what it holds of this row differs from these documents."""

    def orphans(self) -> Iterable[Difference]:
        """What it holds that belongs to nothing, and what is broken in itself."""

    def tidy(self) -> None:
        """After a rebuild: drop what belongs to nothing, put the index in order."""
