"""What later rooms offer to do with what was recognised in a file, such as linking a number to the person it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from evidence.models import Evidence


@dataclass(frozen=True)
class Choice:
    """A button: what it says, where it posts to, and the fields it sends."""

    label: str | Promise
    url: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One sentence about something found on a page, and what can be done with it; without choices it is only told."""

    text: str
    page: int
    evidence: Evidence
    choices: tuple[Choice, ...] = ()


_sources: list[Callable] = []


def offer_source(function: Callable) -> None:
    """Register function(evidence, user) → Offers; it answers only with what this user may see."""
    if function not in _sources:
        _sources.append(function)


def offers_for(evidence: Evidence, user) -> list[Offer]:
    """Everything that can be offered to this user about a file."""
    return [offer for source in _sources for offer in source(evidence, user)]
