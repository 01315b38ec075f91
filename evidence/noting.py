"""An officer's words on a file."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from evidence.models import Evidence
from workflow.access import reaches
from workflow.ledger import record, unit_of_work


def write_note(evidence: Evidence, *, text: str, by, at: datetime) -> None:
    """Put the note in place of the one before; the event makes it searchable. Raises PermissionDenied."""
    if not (by.may("evidence.note") and reaches(by, evidence.access)):
        raise PermissionDenied("evidence.note")
    with unit_of_work():
        Evidence.objects.select_for_update().get(pk=evidence.pk).note_down(note=text)
        record("evidence.note", evidence, by=by, at=at)
    evidence.note = text
