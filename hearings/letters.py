"""The papers of a hearing: invitation, second summons, record, and that nothing was proven. Never the code, never a reporter."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearings import terms
from hearings.models import HearingRecord, Invitation
from hearings.sealing import record_of
from investigations.models import Respondent
from letters.actions import write
from letters.models import Letter

JOB = "hearings.letter"  # of invitations that were made by themselves: key is their number


def of_invitation(invitation: Invitation, *, by, at: datetime) -> Letter:
    """The letter that goes to the invited; the code that opens the page is handed over on a sheet of its own."""
    kind = "SECOND_INVITATION" if invitation.number == 2 else "INVITATION"
    with translation.override("id"):
        facts = _asked(invitation) | (_of_first(invitation) if invitation.number == 2 else {})
    case = invitation.case
    letter = write(
        kind=kind, access=case.access, subject=case, facts=facts, by=by, at=at, addressee=_address(invitation)
    )
    invitation.letter = letter
    invitation._history_user = by  # type: ignore[attr-defined]
    invitation.save()
    return letter


def write_later(key: str) -> None:
    """The job of an invitation that was made when the clarification began. Idempotent."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("case__access__region", "by")
    row = rows.get(pk=key)
    if row.letter_id is None:
        of_invitation(row, by=row.by, at=row.at)  # it is dated as the clarification is


def of_record(record: HearingRecord, *, by, at: datetime) -> Letter:
    """The record as it was read to the person; written again when it was signed, so that the paper says how."""
    with translation.override("id"):
        facts = _recorded(record)
    case = record.case
    letter = write(
        kind="HEARING_RECORD", access=case.access, subject=case, facts=facts, by=by, at=at, addressee=record.heard
    )
    record.letter = letter
    record.save(update_fields=["letter"])
    return letter


def of_acquittal(respondent: Respondent, *, decided_at: datetime, by, at: datetime) -> Letter:
    """That nothing was proven, to the person; what the case rests on stays out of it."""
    case = respondent.case
    labels = [allegation.violation.label for allegation in respondent.allegations.select_related("violation")]
    with translation.override("id"):
        facts = {
            "case": case.reference,
            "decided_on": _day(terms.day_of(case, decided_at)),
            "name": str(respondent),
            "nip": respondent.nip,
            "position": respondent.position,
            "allegations": labels,
            "reasons": "",
            "signatory": _signatory(case),
        }
    return write(
        kind="NOT_PROVEN", access=case.access, subject=case, facts=facts, by=by, at=at,
        addressee=_lines(str(respondent), respondent.position, str(respondent.agency or respondent.agency_text)),
    )  # fmt: skip


def answer_link() -> str:
    """Where an answer is given."""
    return (settings.BASE_URL or "http://localhost:8000") + reverse("hearings:entry")


def _asked(invitation: Invitation) -> dict:
    written = invitation.way == Invitation.Way.WRITTEN
    return {
        "case": invitation.case.reference,
        "role": invitation.get_role_display(),
        "when": _until(invitation) if written else _moment(invitation),
        "place": _("tertulis, tanpa datang") if written else invitation.place,
        "mode": invitation.get_way_display(),
        "questions": list(invitation.questions),
        "answer_link": answer_link(),
        "signatory": _signatory(invitation.case),
    }


def _of_first(invitation: Invitation) -> dict:
    first = invitation.previous
    number = first.letter.number if first.letter_id else first.reference
    return {"first_number": number, "first_date": _day(terms.day_of(first.case, first.at))}


def _recorded(record: HearingRecord) -> dict:
    told = record_of(record) or {"present": [], "items": [], "note": ""}
    invitation = record.invitation
    person = invitation.respondent if invitation and invitation.role == Invitation.Role.RESPONDENT else None
    at = f" pukul {record.begun:%H.%M}" if record.begun else ""
    return {
        "when": _day(record.held_on) + at,
        "place": record.place,
        "name": record.heard,
        "nip": person.nip if person else "",
        "position": invitation.position if invitation else "",
        "role": invitation.get_role_display() if invitation else _("yang didengar"),
        "case": record.case.reference,
        "examiners": ", ".join(told["present"]) or _("pemeriksa yang ditugaskan"),
        "representative": "",
        "statement": [f"{asked} {answer}" for asked, answer in told["items"]],
        "remarks": told["note"],
        "signed_off": _signed(record),
        "signatory": _signatory(record.case),
    }


def _signed(record: HearingRecord) -> str:
    if record.signed == HearingRecord.Signed.REFUSED:
        return _("Yang didengar menolak menandatangani. Alasan: %(reason)s") % {"reason": record.refusal or "-"}
    if record.signed:
        day = _day(terms.day_of(record.case, record.signed_at))
        return _("%(how)s, %(day)s.") % {"how": record.get_signed_display(), "day": day}
    return _("Dibacakan kepada yang didengar. Tanda tangan: ........................")


def _until(invitation: Invitation) -> str:
    if invitation.due_date is None:
        return _("batasnya diberitahukan kemudian")
    return _("jawaban paling lambat %(day)s") % {"day": _day(invitation.due_date)}


def _moment(invitation: Invitation) -> str:
    local = invitation.meets_at.astimezone(terms.zone_of(invitation.case))
    return _("%(day)s pukul %(time)s") % {"day": _day(local.date()), "time": f"{local:%H.%M}"}


def _day(day: date) -> str:
    return date_format(day, "l, j F Y")


def _address(invitation: Invitation) -> str:
    return _lines(invitation.addressee, invitation.position if invitation.name else "", invitation.agency_text)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _signatory(case) -> list[str]:
    return [case.access.authority.name]
