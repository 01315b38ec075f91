"""What could not be done after all tries, for an administrator: seen as codes, tried again, or dropped with a trace."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from agencies.models import Officer
from notifications import hooks
from notifications.models import Posting
from workflow import jobs
from workflow.ledger import record, unit_of_work
from workflow.models import Job

RIGHT = "admin.manage"
MOST = 200  # of each on the page
JOBS, POSTINGS = "pekerjaan", "sambungan"


@dataclass(frozen=True)
class Undelivered:
    """One thing that was set aside; `what` and `about` are codes, `why` the kind of error without its words."""

    place: str
    pk: int
    what: str
    about: str
    why: str
    attempts: int
    since: datetime

    KIND = "undelivered"
    access_id = None

    @property
    def reference(self) -> str:
        """Under which it stands in the event log."""
        return f"{self.what}:{self.about}"[:40]


def listed(*, by: Officer) -> list[Undelivered]:
    """All that waits for an administrator, the newest first. Raises PermissionDenied."""
    _check(by)
    failed = Job.objects.filter(failed_at__isnull=False).order_by("-failed_at")[:MOST]
    postings = Posting.objects.filter(failed_at__isnull=False, dropped_at=None).select_related("endpoint", "event")
    rows = [_job(job) for job in failed] + [_posting(row) for row in postings.order_by("-failed_at")[:MOST]]
    return sorted(rows, key=lambda row: row.since, reverse=True)


def retry(place: str, pk: int, *, by: Officer, at: datetime) -> Undelivered:
    """Once more from the beginning. Raises PermissionDenied, Http404."""
    _check(by)
    with unit_of_work():
        held, row = _held(place, pk)
        if isinstance(held, Job):
            jobs.enqueue(held.kind, held.key, at=at)
        else:
            hooks.try_again(held, at=at)
        record("undelivered.retry", row, by=by, at=at, what=row.what, about=row.about)
    return row


def drop(place: str, pk: int, *, by: Officer, at: datetime) -> Undelivered:
    """Never again; the log keeps what it was. Raises PermissionDenied, Http404."""
    _check(by)
    with unit_of_work():
        held, row = _held(place, pk)
        if isinstance(held, Job):
            held.delete()
        else:
            held.dropped_at = at
            held.save(update_fields=["dropped_at"])
        record("undelivered.drop", row, by=by, at=at, what=row.what, about=row.about)
    return row


def _check(by: Officer) -> None:
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)


def _held(place: str, pk: int) -> tuple[Job | Posting, Undelivered]:
    """The locked row; nothing where somebody else was faster."""
    if place == JOBS:
        job = Job.objects.select_for_update().filter(pk=pk, failed_at__isnull=False).first()
        if job:
            return job, _job(job)
    if place == POSTINGS:
        rows = Posting.objects.select_for_update(of=("self",)).select_related("endpoint", "event")
        posting = rows.filter(pk=pk, failed_at__isnull=False, dropped_at=None).first()
        if posting:
            return posting, _posting(posting)
    raise Http404(place)


def _job(job: Job) -> Undelivered:
    why = job.error.partition(":")[0][:60]  # the words of an error may repeat what was being read
    return Undelivered(JOBS, job.pk, job.kind, job.key, why, job.attempts, job.failed_at)


def _posting(row: Posting) -> Undelivered:
    about = f"{row.endpoint.reference} {row.event.subject_reference}"
    return Undelivered(POSTINGS, row.pk, hooks.JOB, about, row.status, row.attempts, row.failed_at)
