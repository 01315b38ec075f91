"""Numbers, days, addresses and names in the text of a file, kept with their places."""

import time
from collections.abc import Iterable, Iterator

from django.db import transaction

from evidence.addresses import addresses_in
from evidence.dates import dates_in
from evidence.models import Evidence, Fact, Page, Step
from evidence.namebook import Namebook
from evidence.numbers import Found, numbers_in, phones_in
from evidence.registers import book, provinces

PART = 15  # seconds of one part
AT_ONCE = 20  # pages read from the database together
MOST_ON_PAGE = 300
MOST_IN_FILE = 5000
LONGEST = 200  # characters of what was written
TOOL = "netral facts 1"


def facts_in(text: str, *, names: Namebook, known_provinces: Iterable[str]) -> list[Found]:
    """Everything recognised in a text, from left to right. What lies inside something already recognised is left out,
    but an account inside the link that names it stays.
    """
    kept: list[Found] = []
    taken = bytearray(len(text))
    for group in _readings(text, names, frozenset(known_provinces)):
        fitting = [found for found in group if not any(taken[found.start : found.end])]
        for found in fitting:
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
        kept += fitting
    return sorted(kept, key=lambda found: (found.start, found.kind))


def _readings(text: str, names: Namebook, known_provinces: frozenset[str]) -> Iterator[list[Found]]:
    """The surest first."""
    addresses = list(addresses_in(text))
    yield [found for found in addresses if "/" in text[found.start : found.end] or found.kind == "LINK"]
    yield list(numbers_in(text, known_provinces))
    yield [found for found in addresses if found.kind == "ACCOUNT"]
    yield list(phones_in(text))
    yield list(dates_in(text))
    yield list(names.found_in(text))


def find(evidence: Evidence, step: Step) -> None:
    """One part of looking through a file's pages; `step.done` is the number of the last page that was."""
    pages = Page.objects.filter(evidence=evidence)
    if not step.total:
        step.total, step.tool = pages.count(), TOOL
        Fact.objects.filter(evidence=evidence).delete()
    names, until = book(), time.monotonic() + PART
    while time.monotonic() < until:
        some = list(pages.filter(number__gt=step.done).order_by("number").values_list("number", "text")[:AT_ONCE])
        if not some or Fact.objects.filter(evidence=evidence).count() >= MOST_IN_FILE:
            step.state = Step.State.DONE if step.total else Step.State.SKIPPED
            return
        _keep(evidence, some, names)
        step.done = some[-1][0]


def _keep(evidence: Evidence, some: list[tuple[int, str]], names: Namebook) -> None:
    """The facts of some pages, in place of those that a broken attempt left."""
    rows = [fact for number, text in some for fact in _facts(evidence, number, text, names)]
    with transaction.atomic():
        Fact.objects.filter(evidence=evidence, page__in=[number for number, _text in some]).delete()
        Fact.objects.bulk_create(rows, batch_size=500)


def _facts(evidence: Evidence, number: int, text: str, names: Namebook) -> Iterator[Fact]:
    for found in facts_in(text, names=names, known_provinces=provinces())[:MOST_ON_PAGE]:
        yield Fact(
            evidence=evidence,
            page=number,
            kind=found.kind,
            value=found.value[:LONGEST],
            text=text[found.start : found.end][:LONGEST],
            start=found.start,
            end=found.end,
        )
