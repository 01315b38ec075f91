"""Guards on people for transitions: the right by role, the reach by Access."""

from collections.abc import Callable

from workflow.access import reaches


def holds(right: str) -> Callable:
    """A django-fsm permission: the actor has the right and reaches the subject's Access row."""

    def permitted(subject, by) -> bool:
        return by.may(right) and reaches(by, subject.access)

    permitted.right = right  # type: ignore[attr-defined]
    return permitted
