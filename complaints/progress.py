"""What the reporter may know about how far a report has come; later rooms add what they know of its case."""

from collections.abc import Callable

from complaints.models import Complaint

_sources: list[Callable] = []


def progress_source(function: Callable) -> None:
    """Register `function(complaint) -> dict | None`: a later room's knowledge, such as the stage of the case."""
    _sources.append(function)


def public_status(complaint: Complaint) -> dict:
    """Reference, stage and words; never a name, never an officer's note."""
    known = {
        "reference": complaint.reference,
        "stage": complaint.stage,
        "words": complaint.get_stage_display(),
        "since": complaint.stage_since.date(),
        "due_date": complaint.due_date,
        "reason": complaint.reason or None,
    }
    for source in _sources:
        known.update(source(complaint) or {})
    return known
