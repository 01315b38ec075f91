"""The worker's side of Job: claim with a lease, run the handler of the kind, delete when done, retry with backoff."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from workflow.models import Job

logger = logging.getLogger("netral.jobs")
LEASE = timedelta(minutes=2)
BACKOFF = (1, 5, 15, 60, 300, 900, 3600)  # seconds before the next attempt
_handlers: dict[str, Callable[[str], None]] = {}


def handler(kind: str, function: Callable[[str], None]) -> None:
    """Register the function that does jobs of this kind: takes the key, must be idempotent, raises to be retried."""
    _handlers[kind] = function


def enqueue(kind: str, key: str, *, at: datetime) -> None:
    """Make work due, in the caller's transaction; the same kind and key twice is one job, made due again.

    A lease is taken away: who works on the old state may finish, and the job stays for the new one.
    """
    fresh = {"due_at": at, "failed_at": None, "leased_until": None, "leased_by": ""}
    Job.objects.update_or_create(kind=kind, key=key, defaults=fresh)


def claim(*, at: datetime, limit: int = 20) -> list[Job]:
    """Lease up to `limit` due jobs to this caller; other workers skip them until the lease runs out."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    with transaction.atomic():
        due = Job.objects.filter(free, failed_at__isnull=True, due_at__lte=at, kind__in=_handlers).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        jobs = list(due[:limit])
        name = secrets.token_hex(8)
        for job in jobs:
            job.leased_until, job.leased_by = at + LEASE, name
        Job.objects.bulk_update(jobs, ["leased_until", "leased_by"])
    return jobs


def run(job: Job, *, at: datetime) -> bool:
    """Do one claimed job. True when done; on an error it is put back with backoff, after the last try set aside."""
    try:
        with transaction.atomic():
            _handlers[job.kind](job.key)
            Job.objects.filter(pk=job.pk, leased_by=job.leased_by).delete()
        return True
    except Exception as error:  # noqa: BLE001 - one poisonous job must never stop the others
        logger.warning("job %s %s failed: %s", job.kind, job.key, type(error).__name__)
        _put_back(job, error, at)
        return False


def _put_back(job: Job, error: Exception, at: datetime) -> None:
    attempts = job.attempts + 1
    given_up = attempts >= len(BACKOFF)
    Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(
        attempts=attempts,
        leased_until=None,
        leased_by="",
        due_at=at + timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1]),
        failed_at=at if given_up else None,
        error=f"{type(error).__name__}: {error}"[:400],
    )


def waiting(*, at: datetime) -> int:
    """Jobs due now, those another worker holds among them."""
    return Job.objects.filter(failed_at__isnull=True, due_at__lte=at, kind__in=_handlers).count()
