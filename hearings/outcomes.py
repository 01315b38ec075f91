"""After the plenary: that nothing was proven is told to the person; that a report was a lie is concluded by two people."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from complaints.models import Complaint
from hearings import letters
from hearings.models import Acquittal, FalseReport
from identity.report_keys import Destroyed, open_for, seal_for
from investigations.models import Case, Conclusion, Respondent
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Event
from workflow.transitions import MovedOn

ACQUIT = "case.close"
PROPOSE = "case.note"
CONFIRM = "case.close"
DECIDED = (Case.Stage.DECIDED, Case.Stage.FOLLOW_UP, Case.Stage.CLOSED)


def acquit(respondent: Respondent, *, by, at: datetime) -> Acquittal:
    """The letter that nothing was proven, once for each plenary; the second press answers the first letter.

    Raises PermissionDenied, MovedOn before the decision, ValidationError for somebody of whom something was proven.
    """
    with unit_of_work():
        case = _locked(respondent.case, by, ACQUIT)
        person = case.respondents.select_for_update().get(pk=respondent.pk)
        if case.stage not in DECIDED:
            raise MovedOn(case, "acquit")
        if person.outcome != Conclusion.NOT_PROVEN:
            raise ValidationError(_("Surat ini hanya untuk terlapor yang tidak terbukti."))
        known = Acquittal.objects.filter(respondent=person, round=case.round).first()
        if known:
            return known
        letter = letters.of_acquittal(person, decided_at=_decided_at(case, at), by=by, at=at)
        record("hearing.acquit", case, by=by, at=at, respondent=person.pk, letter=str(letter.pk))
        return Acquittal.objects.create(respondent=person, round=case.round, letter=letter, by=by, at=at)


def propose_false(complaint: Complaint, *, by, reason: str, at: datetime) -> FalseReport:
    """Say that a report was knowingly false; it is a conclusion when a second person says so too."""
    with unit_of_work():
        locked = _complaint(complaint, by, PROPOSE)
        if locked.stage in Complaint.OPEN:
            raise MovedOn(locked, "false_report")
        if FalseReport.objects.filter(complaint=locked).exists():
            raise ValidationError(_("Usulan untuk laporan ini sudah ada."))
        row = FalseReport.objects.create(
            complaint=locked, sealed=seal_for(locked.access_id, reason, purpose=_purpose(locked)),
            proposed_by=by, proposed_at=at,
        )  # fmt: skip
        record("complaint.propose_false", locked, by=by, at=at)
    return row


def confirm_false(complaint: Complaint, *, by, at: datetime) -> FalseReport:
    """The second person. Raises PermissionDenied for the first, and for who does not see the report."""
    with unit_of_work():
        locked = _complaint(complaint, by, CONFIRM)
        row = _proposed(locked)
        if row.proposed_by_id == by.pk:
            raise PermissionDenied(CONFIRM)
        if row.confirmed_at:
            raise ValidationError(_("Kesimpulan ini sudah dibenarkan."))
        row.confirmed_by, row.confirmed_at = by, at
        row.save()
        record("complaint.confirm_false", locked, by=by, at=at)
    return row


def drop_false(complaint: Complaint, *, by, at: datetime) -> None:
    """A proposal that nobody confirmed is taken back, by whoever proposed it or may confirm it."""
    with unit_of_work():
        locked = _complaint(complaint, by, PROPOSE)
        row = _proposed(locked)
        if row.confirmed_at:
            raise ValidationError(_("Kesimpulan ini sudah dibenarkan."))
        if row.proposed_by_id != by.pk and not by.may(CONFIRM):
            raise PermissionDenied(CONFIRM)
        row.delete()
        record("complaint.drop_false", locked, by=by, at=at)


def reason_of(row: FalseReport) -> str:
    """Why; empty when the key of the report is gone."""
    try:
        return open_for(row.complaint.access_id, row.sealed, purpose=_purpose(row.complaint))
    except Destroyed:
        return ""


def _proposed(complaint: Complaint) -> FalseReport:
    row = FalseReport.objects.select_for_update().filter(complaint=complaint).first()
    if row is None:
        raise ValidationError(_("Belum ada usulan untuk laporan ini."))
    return row


def _purpose(complaint: Complaint) -> str:
    return f"false-report:{complaint.reference}"


def _decided_at(case: Case, at: datetime) -> datetime:
    last = Event.objects.filter(verb="case.decide", subject_reference=case.reference).order_by("-number").first()
    return last.occurred_at if last else at


def _locked(case: Case, by, right: str) -> Case:
    locked = (
        Case.objects.select_for_update(of=("self",))
        .select_related("access__region", "access__authority")
        .get(pk=case.pk)
    )
    if not (by.may(right) and reaches(by, locked.access)):
        raise PermissionDenied(right)
    return locked


def _complaint(complaint: Complaint, by, right: str) -> Complaint:
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("access").get(pk=complaint.pk)
    if not (by.may(right) and by.may("complaint.view") and reaches(by, locked.access)):
        raise PermissionDenied(right)
    return locked
