"""Keeps the index in step with the database: every event leaves a job, a job makes what it touches anew.

A document is never changed by hand or by a signal; what no event told, `check_index` finds.
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from investigations.models import Case
from investigations.queries import accesses_of
from search import analysis
from search.backends import backend
from search.backends.base import Difference
from search.documents import entries_of
from search.models import Bundle, Document
from workflow.models import Access, ChainHead, Event, Job

JOB = "index"
RENEW = "search.renew"
TOGETHER = 25  # events of one commit: few enough that no other writer waits long


def follow(number: str) -> None:
    """The job of one event: make anew what it touched; what other waiting events touched goes with it, in one commit."""
    _catch_up(int(number))
    done = []
    for job in _waiting():
        try:
            with transaction.atomic():
                _catch_up(int(job.key))
        except Exception:  # noqa: S112 - it fails again, and is told of, in its own run
            continue
        done.append(job.pk)
    Job.objects.filter(pk__in=done).delete()


def _catch_up(number: int) -> None:
    """Write what this event touched, unless a later write has known of it already."""
    event = Event.objects.filter(number=number).first()
    accesses = touched(event) if event else []
    known = Bundle.objects.filter(access__in=accesses, version__gte=number).values_list("access", flat=True)
    for access_id in sorted(set(accesses) - set(known)):
        make(access_id)


def _waiting() -> list[Job]:
    """A few jobs of the index that nobody has begun, kept from other workers until the end of the transaction."""
    free = Job.objects.filter(kind=JOB, leased_until__isnull=True, failed_at__isnull=True, attempts=0)
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True)
    return list(free.order_by("pk")[:TOGETHER])


def touched(event: Event) -> list[int]:
    """The Access rows whose documents an event may have changed: its own, and those that bear the same case's facts."""
    own = {event.access_id} - {None}
    if event.subject_kind not in ("case", "complaint"):
        return sorted(own)
    cases = Case.objects.filter(Q(access__in=own) | Q(case_complaints__complaint__access__in=own))
    facts = cases.values_list("access", "recommendations__access")
    merged = {access for case in cases.distinct() for access in accesses_of(case)}
    return sorted(own | merged | {access for row in facts for access in row if access})


def make(access_id: int) -> bool:
    """Write all documents of one Access row anew. False when the index knew more already."""
    version = last_event()  # read before the rows: what is written is at least as new as it says
    access = Access.objects.select_related("region").filter(pk=access_id).first()
    return access is not None and backend().replace(access_id, entries_of(access), version=version)


def last_event() -> int:
    """The number of the last event, 0 before the first."""
    return ChainHead.objects.filter(name="events").values_list("number", flat=True).first() or 0


def rebuild() -> int:
    """Make everything anew, row by row, while the old answers; returns how many rows there are."""
    count = 0
    for access_id in Access.objects.order_by("pk").values_list("pk", flat=True).iterator():
        make(access_id)
        count += 1
    backend().tidy()
    return count


def renew(_key: str = "") -> None:
    """The routine: make a few rows anew whose words an older analysis made; the site keeps answering meanwhile."""
    old = Document.objects.filter(analysis__lt=analysis.VERSION).order_by("access_id")
    for access_id in list(old.values_list("access_id", flat=True).distinct()[:TOGETHER]):
        make(access_id)


def differences() -> Iterator[Difference]:
    """Every document that the index holds otherwise than the database, both ways."""
    for access in _rows():
        yield from backend().differences(access.pk, entries_of(access))
    yield from backend().orphans()


def mend() -> int:
    """Make anew every row of which a document differs, and put the index in order; returns how many there were."""
    wrong = [row.pk for row in _rows() if any(backend().differences(row.pk, entries_of(row)))]
    for access_id in wrong:
        make(access_id)
    backend().tidy()
    return len(wrong)


def _rows() -> Iterable[Access]:
    return Access.objects.select_related("region").order_by("pk").iterator(chunk_size=500)
