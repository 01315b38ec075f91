"""Guards on people that only this room knows."""

from collections.abc import Callable

from workflow.models import Event
from workflow.permissions import holds

WRITING = ("recommendation.draft", "recommendation.revise", "recommendation.submit")


def countersigns(right: str) -> Callable:
    """The right and the reach, and another pair of eyes: who wrote or submitted it does not countersign it."""
    reaches = holds(right)

    def permitted(subject, by) -> bool:
        return reaches(subject, by) and not wrote(subject, by)

    permitted.right = right  # type: ignore[attr-defined]
    permitted.unless = lambda subject, by: subject.written_by_id == by.pk  # type: ignore[attr-defined]
    return permitted


def wrote(subject, by) -> bool:
    """Has this officer ever drafted, changed or submitted it? `written_by` is only the last one."""
    return Event.objects.filter(
        subject_reference=subject.reference, verb__in=WRITING, actor_id=getattr(by, "pk", None)
    ).exists()
