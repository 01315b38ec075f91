"""Reads the whole log again: events by their chain, access records by their batches, both against what was told outside.

Reading may be done in parts, while the site goes on writing: a part ends at a time and the next goes on where it stopped.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.db.models import Max, Min

from workflow import anchors
from workflow.access_batches import waiting
from workflow.access_records import digest_of, mark_of
from workflow.ledger import SEALED, START, link, seal_of
from workflow.models import AccessRecord, AccessSeal, ChainHead, Event

CHUNK = 1000  # events read at once


@dataclass
class Progress:
    """How far the reading is: the last event and its hash, the last batch; `broken` is what is wrong first."""

    number: int = 0
    last: str = START
    batch: int = 0
    records: int = 0
    done: bool = False
    broken: str = ""


class Broken(Exception):
    """What is wrong, in words with a number."""


def first_broken_link() -> str | None:
    """What is wrong with the log first, in words with the event's or the record's number, or None when it holds."""
    return advance(Progress()).broken or None


def advance(progress: Progress, *, late: Callable[[], bool] = lambda: False) -> Progress:
    """Read on until the end, or until `late` says so."""
    try:
        while not late():
            events = list(Event.objects.filter(number__gt=progress.number).order_by("number")[:CHUNK])
            _read(events, progress)
            if len(events) < CHUNK:
                _end(progress)
                break
    except Broken as found:
        progress.done, progress.broken = True, str(found)
    return progress


def _read(events: list[Event], progress: Progress) -> None:
    """The links of some events, then the batches that they seal."""
    seals = []
    broken = None
    for event in events:
        broken = _broken(event, progress)
        if broken:
            break
        progress.number, progress.last = event.number, event.hash
        if event.verb == SEALED:
            seals.append(event.payload)
    _read_batches(seals, progress)
    if broken:
        raise Broken(broken)


def _broken(event: Event, progress: Progress) -> str:
    if event.number != progress.number + 1:
        return f"event {progress.number + 1} is missing"
    if event.previous_hash != progress.last or not hmac.compare_digest(event.hash, link(event)):
        return f"event {event.number} ({event.verb} {event.subject_reference}) was altered"
    return ""


def _read_batches(seals: list[dict], progress: Progress) -> None:
    if not seals:
        return
    kept = _batches(seals[0]["batch"], seals[-1]["batch"])
    number, rows = next(kept, (0, []))
    for seal in seals:
        if seal["batch"] != progress.batch + 1:
            raise Broken(f"batch {seal['batch']} of access records was sealed out of turn")
        _check(seal, rows if number == seal["batch"] else [])
        progress.batch, progress.records = seal["batch"], progress.records + seal["count"]
        if number == seal["batch"]:
            number, rows = next(kept, (0, []))


def _batches(first: int, last: int) -> Iterator[tuple[int, list[AccessSeal]]]:
    seals = AccessSeal.objects.filter(batch__gte=first, batch__lte=last).order_by("batch", "record_id")
    for number, rows in groupby(seals.iterator(chunk_size=CHUNK), key=lambda seal: seal.batch):
        yield number, list(rows)


def _check(seal: dict, seals: list[AccessSeal]) -> None:
    found = AccessRecord.objects.in_bulk([row.record_id for row in seals])
    for row in seals:
        if row.record_id not in found:
            raise Broken(f"access record {row.record_id} of batch {seal['batch']} is missing")
    rows = [found[row.record_id] for row in seals]
    _check_marks(rows)
    if not hmac.compare_digest(seal["digest"], digest_of(seal["batch"], rows)):
        what = f"{len(rows)} of {seal['count']} are there" if len(rows) != seal["count"] else "its rows were exchanged"
        raise Broken(f"batch {seal['batch']} of access records was altered: {what}")


def _check_marks(rows: Iterable[AccessRecord]) -> None:
    for row in rows:
        if not hmac.compare_digest(row.mark, mark_of(row)):
            raise Broken(f"access record {row.pk} ({row.what} {row.reference}) was altered or put here by others")


def _end(progress: Progress) -> None:
    """What no event tells: the head, what stands behind it, what is not sealed, what was told outside."""
    _check_head(progress)
    _check_strays(progress)
    _check_marks(waiting().iterator(chunk_size=CHUNK))
    for told in anchors.readable():
        _check_anchor(told)
    progress.done = True


def _check_head(progress: Progress) -> None:
    """The head is read after the events: it may be further by what was written meanwhile, never behind."""
    head = ChainHead.objects.filter(name="events").first()
    if head is None:
        if progress.number:
            raise Broken("the head of the chain is missing")
        return
    if not hmac.compare_digest(head.seal, seal_of(head.number, head.hash)):
        raise Broken("the head of the chain was altered")
    if head.number > progress.number and not Event.objects.filter(number=head.number, hash=head.hash).exists():
        raise Broken(f"events after {progress.number} are missing")
    if head.number < progress.number:
        raise Broken(f"events after {head.number} do not belong to the chain")
    if head.number == progress.number and head.hash != progress.last:
        raise Broken("the head of the chain was altered")


def _check_strays(progress: Progress) -> None:
    """Seals of a batch that no event knows; those that came meanwhile have theirs by now."""
    stray = AccessSeal.objects.exclude(batch__gte=1, batch__lte=progress.batch)
    found = dict(stray.values("batch").annotate(record=Min("record_id")).values_list("batch", "record"))
    later = Event.objects.filter(number__gt=progress.number, verb=SEALED).values_list("payload", flat=True)
    for number in sorted(found.keys() - {payload["batch"] for payload in later}):
        raise Broken(f"access record {found[number]} stands in batch {number}, which was never sealed")


def against(places: Iterable[Path]) -> str:
    """What further files of anchors say is wrong, or ""."""
    try:
        for told in (told for place in places for told in anchors.read(place)):
            _check_anchor(told)
    except Broken as found:
        return str(found)
    return ""


def _check_anchor(told: anchors.Told) -> None:
    event = Event.objects.filter(number=told.number).only("hash").first()
    if event is None:
        raise Broken(f"event {told.number} is missing, which was anchored in {told.place} at {told.at}")
    if event.hash != told.hash:
        raise Broken(f"event {told.number} was rewritten after it was anchored in {told.place} at {told.at}")


def unsealed() -> dict:
    """{count, first, since} of the access records that wait for their seal."""
    rows = waiting()
    first = rows.first()
    return {"count": rows.count(), "first": first.pk if first else None, "since": first.at if first else None}


def sealed_up_to() -> int | None:
    """The highest access record that is sealed."""
    return AccessSeal.objects.aggregate(last=Max("record_id"))["last"]
