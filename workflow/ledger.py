"""The event log: every unit of work writes its events at its end, chained in commit order, the chain's lock taken last."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies.models import Officer
from workflow.models import ChainHead, Event, Job

START = "0" * 64  # what the first event is linked to
SEALED = "access.seal"  # the log's own event: nobody is told of it, nothing is indexed
_unit: ContextVar[list | None] = ContextVar("unit", default=None)
_consumers: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class Draft:
    """An event that waits for the end of its unit to be numbered."""

    verb: str
    subject: Any
    by: Any
    at: datetime
    payload: dict = field(default_factory=dict)


def subscribe(kind: str, *, about: Iterable[str] = ()) -> None:
    """From now on every event leaves a job of this kind, or every event about such subjects ("case").

    Later rooms call it once, at start-up.
    """
    _consumers[kind] = frozenset(about)


@contextmanager
def unit_of_work():
    """One transaction whose events are chained just before it commits; nested units join the outermost.

    Locks on rows are taken inside, the chain's lock at the very end: two units can never wait for each other through it.
    """
    if _unit.get() is not None:
        with transaction.atomic():
            yield
        return
    drafts: list[Draft] = []
    token = _unit.set(drafts)
    try:
        with transaction.atomic():
            yield
            _write(drafts)
    finally:
        _unit.reset(token)


def record(verb: str, subject, *, by, at: datetime, **payload) -> None:
    """Note that something happened to a subject with `reference`, `KIND` and `access`; codes and ids only.

    Outside a unit of work it raises RuntimeError: an event without its change would be a lie.
    """
    drafts = _unit.get()
    if drafts is None:
        raise RuntimeError("record() belongs inside unit_of_work()")
    drafts.append(Draft(verb, subject, by, at, payload))


def _write(drafts: list[Draft]) -> None:
    if not drafts:
        return
    ChainHead.objects.get_or_create(name="events", defaults={"seal": seal_of(0, START)})
    head = ChainHead.objects.select_for_update().get(name="events")
    events = []
    for draft in drafts:
        event = _chained(draft, head)
        head.number, head.hash = event.number, event.hash
        events.append(event)
    Event.objects.bulk_create(events)
    head.seal = seal_of(head.number, head.hash)
    head.save(update_fields=["number", "hash", "seal"])
    told = [event for event in events if event.verb != SEALED]
    now = datetime.now(UTC)
    jobs = [Job(kind=kind, key=str(e.number), due_at=now) for e in told for kind in _read_by(e)]
    Job.objects.bulk_create(jobs)


def _read_by(event: Event) -> list[str]:
    return [kind for kind, about in _consumers.items() if not about or event.subject_kind in about]


def _chained(draft: Draft, head: ChainHead) -> Event:
    officer = draft.by if isinstance(draft.by, Officer) else None
    event = Event(
        number=head.number + 1,
        occurred_at=_visible_time(draft),
        verb=draft.verb,
        subject_kind=draft.subject.KIND,
        subject_reference=draft.subject.reference,
        access_id=draft.subject.access_id,
        actor_kind="officer" if officer else draft.by.actor_kind,
        actor=officer,
        payload=draft.payload,
        previous_hash=head.hash,
    )
    event.hash = link(event)
    return event


def _visible_time(draft: Draft) -> datetime:
    """An anonymous reporter's events carry the date alone, so that no access log can be matched with them."""
    return (day_of(draft.at) if getattr(draft.by, "anonymous", False) else draft.at).astimezone(UTC)


def day_of(at: datetime) -> datetime:
    """Midnight of the day, in the site's time zone; it is the same date in every zone of the country."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def is_day_alone(at: datetime) -> bool:
    """Is this a time of which only the date is kept?"""
    return at == day_of(at)


def link(event: Event) -> str:
    """HMAC-SHA256 over the event's canonical JSON, the previous hash among it."""
    facts = [
        event.number, event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"), event.verb, event.subject_kind,
        event.subject_reference, event.access_id, event.actor_kind, event.actor_id, event.payload, event.previous_hash,
    ]  # fmt: skip
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(settings.LOG_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


def seal_of(number: int, last: str) -> str:
    """What the head carries beside number and hash, so that nobody cuts the end off without the log's key."""
    return hmac.new(settings.LOG_KEY.encode(), f"head {number} {last}".encode(), hashlib.sha256).hexdigest()
