"""The worker's side of Job: claim with a lease, run the handler of the kind, delete when done, retry with backoff."""

import logging
import secrets
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, Q, When

from workflow.models import Job

logger = logging.getLogger("netral.jobs")
LEASE = timedelta(minutes=2)  # longer than any single job may take
BACKOFF = (1, 5, 15, 60, 300, 900, 3600)  # seconds before the next attempt
DIED = "WorkerDied: the lease ran out"


class NotNow(Exception):
    """What a job needs is away for a while: raised by its function, it comes back `after` that time, and is never set aside."""

    def __init__(self, reason: str, *, after: timedelta):
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True)
class Handler:
    """What does the jobs of a kind; `slow` ones outside of any transaction, `every` says when a routine comes back."""

    function: Callable[[str], None]
    slow: bool = False
    every: timedelta | None = None


_handlers: dict[str, Handler] = {}
_urgent: set[str] = set()


def handler(kind: str, function: Callable[[str], None], *, slow: bool = False, urgent: bool = False) -> None:
    """Register the function that does jobs of this kind: takes the key, must be idempotent, raises to be retried.

    An `urgent` one goes before all others that are due: somebody is waiting to hear of it.

    A quick one runs in one transaction with the deletion of its job. A `slow` one (files, network) makes its own short
    transactions, so that SQLite's only write lock is free meanwhile; after a crash in between it is done a second time.
    """
    _handlers[kind] = Handler(function, slow)
    if urgent:
        _urgent.add(kind)


def routine(kind: str, function: Callable[[str], None], *, every: timedelta) -> None:
    """Register work that comes back by itself `every` so often, done by one worker of all: a slow job that is never deleted."""
    _handlers[kind] = Handler(function, True, every)


def plant(*, at: datetime) -> None:
    """Make the routines due that no worker has seen yet; a worker calls it when it starts."""
    for kind in (kind for kind, known in _handlers.items() if known.every):
        Job.objects.get_or_create(kind=kind, key="", defaults={"due_at": at})


def enqueue(kind: str, key: str, *, at: datetime) -> None:
    """Make work due, in the caller's transaction; the same kind and key twice is one job, made due again.

    A lease is taken away: who works on the old state may finish, and the job stays for the new one.
    """
    fresh = {"due_at": at, "failed_at": None, "leased_until": None, "leased_by": "", "attempts": 0, "error": ""}
    Job.objects.update_or_create(kind=kind, key=key, defaults=fresh)


def claim(*, at: datetime, limit: int = 20) -> list[Job]:
    """Lease up to `limit` due jobs to this caller; other workers skip them until the lease runs out.

    A lease that ran out counts as an attempt: a job that kills its worker is set aside like one that only fails.
    """
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with transaction.atomic():
        due = Job.objects.filter(free, failed_at__isnull=True, due_at__lte=at, kind__in=_handlers)
        due = due.order_by(Case(When(kind__in=_urgent, then=0), default=1), "due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        name = secrets.token_hex(8)
        jobs = [job for job in due[:limit] if _may_go_on(job, at)]
        for job in jobs:
            job.leased_until, job.leased_by = at + LEASE, name
        Job.objects.bulk_update(jobs, ["leased_until", "leased_by", "attempts"])
    return jobs


def run(job: Job, *, at: datetime) -> bool:
    """Do one claimed job. True when done; on an error it is put back with backoff, after the last try set aside.

    A job whose lease another worker took over meanwhile is left to it.
    """
    known = _handlers[job.kind]
    try:
        if not _held(job, at):
            return False
        with nullcontext() if known.slow else transaction.atomic():
            known.function(job.key)
            _finish(job, known, at)
        return True
    except NotNow as pause:
        _put_off(job, pause, at)
        return False
    except Exception as error:
        logger.warning("job %s %s failed: %s", job.kind, job.key, type(error).__name__)
        _put_back(job, error, at)
        return False


def hand_back(jobs: Iterable[Job]) -> None:
    """Free claimed jobs that were not begun, so that nobody waits for their lease."""
    for job in jobs:
        _mine(job).update(leased_until=None, leased_by="")


def waiting(*, at: datetime) -> int:
    """Jobs due now, those another worker holds among them."""
    return Job.objects.filter(failed_at__isnull=True, due_at__lte=at, kind__in=_handlers).count()


def _mine(job: Job):
    return Job.objects.filter(pk=job.pk, leased_by=job.leased_by)


def _held(job: Job, at: datetime) -> bool:
    """Still leased to this worker? When those before it in the batch took long, the lease begins anew or is lost."""
    if job.leased_until - at > LEASE / 2:
        return True
    return _mine(job).update(leased_until=at + LEASE) == 1


def _finish(job: Job, known: Handler, at: datetime) -> None:
    if known.every is None:
        _mine(job).delete()
        return
    _mine(job).update(due_at=at + known.every, leased_until=None, leased_by="", attempts=0, error="")


def _may_go_on(job: Job, at: datetime) -> bool:
    if job.leased_until is None:
        return True
    job.attempts = min(job.attempts + 1, len(BACKOFF))
    if not _given_up(job.kind, job.attempts):
        return True
    logger.error("job %s %s set aside: %s", job.kind, job.key, DIED)
    Job.objects.filter(pk=job.pk).update(
        attempts=job.attempts, failed_at=at, error=DIED, leased_until=None, leased_by=""
    )
    return False


def _given_up(kind: str, attempts: int) -> bool:
    """Routines are never set aside: tomorrow's round may succeed."""
    return attempts >= len(BACKOFF) and _handlers[kind].every is None


def _put_off(job: Job, pause: NotNow, at: datetime) -> None:
    _mine(job).update(
        attempts=0, leased_until=None, leased_by="", due_at=at + pause.after, error=f"NotNow: {pause}"[:400]
    )


def _put_back(job: Job, error: Exception, at: datetime) -> None:
    attempts = job.attempts + 1
    given_up = _given_up(job.kind, attempts)
    _mine(job).update(
        attempts=min(attempts, len(BACKOFF)),
        leased_until=None,
        leased_by="",
        due_at=at + timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1]),
        failed_at=at if given_up else None,
        error=f"{type(error).__name__}: {error}"[:400],
    )
