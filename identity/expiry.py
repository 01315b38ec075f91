"""Ends what has had its time."""

from django.utils import timezone

from identity import actions
from workflow.actors import SYSTEM
from workflow.transitions import MovedOn


def expire(key: str = "") -> None:
    """Destroy what was sealed for askers whose time is over; close requests that nobody answered for a week."""
    at = timezone.now()
    for unsealing in actions.overdue(at=at):
        try:
            actions.end(unsealing, by=SYSTEM, at=at)
        except MovedOn:
            continue
