"""What later rooms know of a respondent, for the page of the person: sanctions, letters, hearings. A line each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One line: `respondent` its id, what, on which day, where it stands."""

    respondent: int
    text: str | Promise
    day: date | None = None
    url: str = ""
    state: str | Promise = ""


_sources: list[Callable] = []


def record_source(source: Callable) -> None:
    """Register source(respondents, user) → Entries; it answers only with what this user may see."""
    if source not in _sources:
        _sources.append(source)


def records_of(respondents: Iterable, user) -> dict[int, list[Entry]]:
    """Everything that is known of these respondents, by their ids, oldest first; a few queries whatever their number."""
    wanted = list(respondents)
    found: dict[int, list[Entry]] = {}
    for source in _sources if wanted else ():
        for entry in source(wanted, user):
            found.setdefault(entry.respondent, []).append(entry)
    return found
