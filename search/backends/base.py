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

ALL_WORDS = 0.5  # how much more a document counts that has every word
SIDE_BY_SIDE = 0.25  # and one that has them as they were typed
SURFACE = 0.4  # weight of a word as written beside its stem


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
    """

    hits: Sequence[Hit] = ()
    more: bool = False
    total: int = 0
    facets: dict[str, Counter] = field(default_factory=no_counts)


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
