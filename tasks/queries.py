"""Reads of tasks."""

from tasks.models import Task

MOST_OPEN = 200
MOST_DONE = 20


def mine(user) -> tuple[list[Task], list[Task]]:
    """What an officer has to do, the most urgent first, and what they did last. Two queries."""
    rows = Task.objects.visible_to(user).filter(owner=user).select_related("by")
    open_ = rows.filter(done_at__isnull=True).order_by("due_date", "pk")[:MOST_OPEN]
    return list(open_), list(rows.filter(done_at__isnull=False).order_by("-done_at")[:MOST_DONE])


def of_subject(subject, user) -> list[Task]:
    """The tasks of a complaint or case, open ones first."""
    rows = Task.objects.visible_to(user).filter(access=subject.access_id, subject_reference=subject.reference)
    return sorted(
        rows.select_related("owner", "by", "done_by"), key=lambda t: (t.done_at is not None, t.due_date, t.pk)
    )
