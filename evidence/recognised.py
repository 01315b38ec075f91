"""What was recognised in a file, as its page shows it: grouped by kind, each value once, with the pages it stands on."""

from dataclasses import dataclass, field

from evidence.models import Evidence, Fact, Step
from evidence.queries import page_address

SHOWN = 1000  # facts read for one page
MOST_PAGES = 8  # links to pages beside one value


@dataclass
class Value:
    """One value: `text` as it was first written, and where it stands: (page, address)."""

    text: str
    value: str
    places: list[tuple[int, str]] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Group:
    """The values of one kind."""

    kind: str
    label: str
    values: list[Value]


def groups_of(evidence: Evidence) -> list[Group]:
    """In the order of Fact.Kind; one query."""
    found: dict[str, dict[str, Value]] = {kind: {} for kind in Fact.Kind.values}
    for fact in Fact.objects.filter(evidence=evidence).order_by("page", "start")[:SHOWN]:
        value = found[fact.kind].setdefault(fact.value, Value(fact.text, fact.value))
        _note(value, fact.page, page_address(evidence.pk, fact.page))
    labels = dict(Fact.Kind.choices)
    return [Group(kind, str(labels[kind]), list(values.values())) for kind, values in found.items() if values]


def _note(value: Value, page: int, address: str) -> None:
    if any(known == page for known, _address in value.places):
        return
    if len(value.places) < MOST_PAGES:
        value.places.append((page, address))
    else:
        value.more += 1


def looked_through(evidence: Evidence) -> bool:
    """Is the search for facts at its end?"""
    return evidence.steps.filter(name=Step.Name.FACTS, state__in=[Step.State.DONE, Step.State.SKIPPED]).exists()
