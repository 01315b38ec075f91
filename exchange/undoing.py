"""A whole import taken back within seven days: what nobody has worked on since goes, the rest stays and is named."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from evidence.models import Evidence
from exchange.models import RIGHTS, Batch, Imported
from investigations.models import Case, Respondent
from persons.models import Person
from sanctions.models import Recommendation
from workflow.ledger import record, unit_of_work
from workflow.models import Event

WITHIN = timedelta(days=7)
OWN = {  # what follows from the import by itself
    "case.import", "recommendation.import", "recommendation.withhold", "case.overdue", "recommendation.overdue",
    "case.conflict",
}  # fmt: skip


def may_undo(batch: Batch, *, by, at: datetime) -> bool:
    """Spreadsheets of cases only: what was referred was reported, and a report is answered, not taken back."""
    done = batch.kind == Batch.Kind.CASES and batch.state == Batch.State.DONE and batch.finished_at is not None
    return done and by.may(RIGHTS[batch.kind]) and at - batch.finished_at <= WITHIN


def undo(batch: Batch, *, by, at: datetime) -> Batch:
    """Take it back, case by case. Raises PermissionDenied, and ValidationError when it is too late."""
    if not by.may(RIGHTS[batch.kind]):
        raise PermissionDenied(RIGHTS[batch.kind])
    with unit_of_work():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if not may_undo(locked, by=by, at=at):
            raise ValidationError(_("Impor hanya dapat dibatalkan dalam 7 hari sesudah selesai."))
        for row in locked.imported.order_by("pk"):
            if why := _take_back(locked, row, by, at):
                locked.kept.append([row.reference, why])
        locked.state, locked.undone_at = Batch.State.UNDONE, at
        locked.save()
        record("exchange.undo", locked, by=by, at=at, kept=len(locked.kept))
    return locked


def _take_back(batch: Batch, row: Imported, by, at: datetime) -> str:
    """Nothing when it is gone; else why it stays."""
    case = Case.objects.select_for_update().filter(reference=row.reference).select_related("access").first()
    if case is None:
        row.delete()
        return ""
    if _worked_on(case):
        return _("Sudah dikerjakan sesudah diimpor.")
    try:
        with unit_of_work():
            _delete(case, batch, by, at)
            row.delete()
    except ProtectedError:
        return _("Sudah dirujuk oleh berkas lain.")
    return ""


def _worked_on(case: Case) -> bool:
    recommendations = case.recommendations.values_list("reference", flat=True)
    events = Event.objects.filter(subject_reference__in=[case.reference, *recommendations])
    return events.exclude(verb__in=OWN).exists() or Evidence.objects.filter(access=case.access_id).exists()


def _delete(case: Case, batch: Batch, by, at: datetime) -> None:
    """The rows and their histories; the Access rows stay, sealed, because the log points to them.

    Each tells of its end, so that the search forgets it.
    """
    for recommendation in Recommendation.objects.filter(case=case).select_related("access"):
        record("recommendation.undo_import", recommendation, by=by, at=at, batch=batch.reference)
        _with_history(recommendation)
    people = list(case.respondents.all())
    known = list(Person.objects.filter(links__respondent__in=people).values_list("pk", flat=True))
    for person in people:
        key = person.pk
        person.delete()
        Respondent.history.filter(id=key).delete()
    Person.objects.filter(pk__in=known, links=None).delete()
    record("case.undo_import", case, by=by, at=at, batch=batch.reference)
    _with_history(case)


def _with_history(subject) -> None:
    """Through the queryset: the event still needs the object's number."""
    rows, key = type(subject).objects.filter(pk=subject.pk), subject.pk
    rows.delete()
    type(subject).history.filter(id=key).delete()
    subject.access.sealed = True
    subject.access.save(update_fields=["sealed"])
