"""The list at the left of a page: what comes next in the queue that the reader came from."""

from datetime import date

from django.db.models import Q

from desk import queues
from desk.paging import after_deadline, by_deadline
from desk.rows import ready, rows_of

SHOWN = 9


def beside(subject, *, user, slug: str, today: date) -> dict:
    """`queue`, and the rows from this subject on; a queue of another kind, or none, is replaced by the reader's own."""
    queue = _queue(subject, user, slug)
    if queue is None:
        return {"queue": None, "neighbours": []}
    from_here = Q(pk=subject.pk) | after_deadline(subject.due_date, subject.pk)
    later = ready(queue.rows(user).filter(from_here))
    rows = by_deadline(later, size=SHOWN).rows if queue.counted else []
    return {"queue": queue, "neighbours": rows_of(rows, user=user, today=today) if rows else []}


def _queue(subject, user, slug: str):
    own = [queue for queue in queues.queues_of(user) if queue.model is type(subject)]
    named = [queue for queue in own if queue.slug == slug]
    holding = [queue for queue in own if subject.stage in queue.stages]
    return next(iter([*named, *holding, *own]), None)
