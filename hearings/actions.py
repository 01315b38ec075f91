"""What officers do about somebody's say: invite, invite again, hand out a code, note absence, time and representation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from hearings import letters, terms
from hearings.codes import digest_of, new_code
from hearings.models import Extension, Invitation, Representation
from hearings.sealing import sealed
from investigations.models import Case, Respondent
from workflow import jobs
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn

RIGHT = "case.note"
LONGEST = timedelta(days=366)  # of the time for an answer
Role, Way = Invitation.Role, Invitation.Way


@dataclass(frozen=True)
class Wanted:
    """Who is invited, what is asked, where, when, and until when an answer counts."""

    role: str = Role.RESPONDENT
    respondent: Respondent | None = None
    name: str = ""
    position: str = ""
    agency_text: str = ""
    way: str = Way.WRITTEN
    place: str = ""
    meets_at: datetime | None = None
    questions: Sequence[str] = field(default_factory=list)
    due_date: date | None = None


def invite(case: Case, *, by, wanted: Wanted, at: datetime) -> Invitation:
    """Ask somebody to speak: the letter is made in the same unit of work.

    Raises PermissionDenied, MovedOn when the examination is over, ValidationError for what cannot be asked like that.
    """
    with unit_of_work():
        locked = _working(case, by, "invite")
        _check(locked, wanted, at)
        invitation = _kept(locked, wanted, by, at)
        letters.of_invitation(invitation, by=by, at=at)
    return invitation


def summon_again(invitation: Invitation, *, by, wanted: Wanted, at: datetime) -> Invitation:
    """The second summons of somebody who neither came nor answered. Raises as `invite`, and when there is no need."""
    with unit_of_work():
        locked = _working(invitation.case, by, "invite")
        first = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        _check_again(locked, first, at)
        _check(locked, wanted, at)
        second = _kept(locked, wanted, by, at, previous=first)
        letters.of_invitation(second, by=by, at=at)
    return second


def invite_all(case: Case, *, by, at: datetime) -> None:
    """Everybody in question who is known by a name, a post or a NIP and was not invited yet: in writing, on what is alleged.

    In the unit of work in which the case moves; the letters are made by the worker.
    """
    known = case.respondents.filter(set_aside="").exclude(invitations__role=Role.RESPONDENT)
    people = known.select_related("agency").prefetch_related("allegations__violation").order_by("pk")
    with translation.override("id"):  # whatever language the officer reads, the invited are asked in this one
        for person in people:
            if person.name or person.position or person.nip:
                _kept(case, _by_itself(case, person, at), by, at, automatic=True)


def renew_code(invitation: Invitation, *, by, at: datetime) -> str:
    """A code that opens the invitation, told once; from now on no earlier one does. Raises PermissionDenied, MovedOn."""
    with unit_of_work():
        open_case(invitation.case, by, "invite")
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        code = new_code()
        locked.code_digest, locked.code_at = digest_of(code), at
        _save(locked, by)
        record("hearing.code", invitation.case, by=by, at=at, invitation=locked.reference)
    return code


def note_absence(invitation: Invitation, *, by, on: date, reason: str, at: datetime) -> Invitation:
    """They did not come, or did not answer in time. Raises MovedOn when they did, ValidationError for a day to come."""
    with unit_of_work():
        case = open_case(invitation.case, by, "absence")
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if locked.answers.exists() or locked.records.exists():
            raise ValidationError(_("Yang diundang sudah menjawab atau sudah didengar."))
        if on > terms.day_of(case, at):
            raise ValidationError({"on": _("Tanggal ini belum terjadi.")})
        locked.absent_on, locked.absence = on, reason
        _save(locked, by)
        record("hearing.absence", case, by=by, at=at, invitation=locked.reference, number=locked.number)
    return locked


def note_wish(invitation: Invitation, *, by, until: date, reason: str, at: datetime) -> Extension:
    """More time is asked for, by telephone or letter; one wish at a time. `by` an officer, or who showed the code."""
    with unit_of_work():
        locked = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("case__access__region")
            .get(pk=invitation.pk)
        )
        if locked.case.stage not in Case.WORKING:
            raise ValidationError(_("Pemeriksaan sudah selesai, jadi waktu tidak bisa ditambah."))
        if locked.extensions.filter(granted__isnull=True).exists():
            raise ValidationError(_("Permintaan sebelumnya belum dijawab."))
        today = terms.day_of(locked.case, at)
        if not max(locked.due_date or until.min, today) < until <= today + LONGEST:
            raise ValidationError({"until": _("Pilih tanggal sesudah batas yang sekarang, paling lama setahun.")})
        wish = Extension.objects.create(
            invitation=locked,
            until=until,
            sealed=sealed(locked, "extension", reason),
            asked_at=at,
            asked_by=_officer(by),
        )
        record("hearing.wish", locked.case, by=by, at=at, invitation=locked.reference, until=until.isoformat())
    return wish


def note_wish_of(invitation: Invitation, *, by, until: date, reason: str, at: datetime) -> Extension:
    """The same as an officer notes it, who was told by telephone or letter. Raises PermissionDenied, MovedOn too."""
    with unit_of_work():
        open_case(invitation.case, by, "extension")
        return note_wish(invitation, by=by, until=until, reason=reason, at=at)


def note_mandate(invitation: Invitation, *, by, name: str, relation: str, contact: str = "", at: datetime):
    """The same as an officer notes it, who was shown the mandate. Raises PermissionDenied, MovedOn."""
    with unit_of_work():
        open_case(invitation.case, by, "representation")
        return note_representation(invitation, by=by, name=name, relation=relation, contact=contact, at=at)


def decide_wish(wish: Extension, *, by, granted: bool, until: date | None, answer: str, at: datetime) -> Extension:
    """Grant it, to this day or the day asked for, or refuse it with a reason. Raises MovedOn when it was decided."""
    with unit_of_work():
        case = open_case(wish.invitation.case, by, "extension")
        locked = Extension.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=wish.pk)
        if locked.granted is not None:
            raise ValidationError(_("Permintaan ini sudah dijawab."))
        if not granted and not answer:
            raise ValidationError({"answer": _("Tulis alasannya. Yang diundang membacanya.")})
        _decided(locked, granted, until, answer, by, at)
        record(
            "hearing.extend" if granted else "hearing.refuse_time",
            case, by=by, at=at, invitation=locked.invitation.reference,
        )  # fmt: skip
    return locked


def note_representation(invitation: Invitation, *, by, name: str, relation: str, contact: str = "", at: datetime):
    """Somebody speaks for the invited from now on; `by` an officer who was shown the mandate, or who showed the code."""
    told = {"name": name, "relation": relation, "contact": contact}
    with unit_of_work():
        row = Representation.objects.create(
            invitation=invitation, sealed=sealed(invitation, "representation", told), at=at, by=_officer(by)
        )
        record("hearing.represent", invitation.case, by=by, at=at, invitation=invitation.reference)
    return row


def _kept(case: Case, wanted: Wanted, by, at: datetime, *, previous=None, automatic=False) -> Invitation:
    number = 2 if previous else 1
    facts = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    invitation = Invitation(
        reference=new_reference("PGL", at=at), case=case, number=number, previous=previous, automatic=automatic,
        by=by, at=at, **{**facts, "questions": list(wanted.questions)},
    )  # fmt: skip
    _save(invitation, by)
    codes = {"invitation": invitation.reference, "role": wanted.role, "number": number}
    codes |= {"respondent": wanted.respondent.pk} if wanted.respondent else {}
    record("hearing.invite", case, by=by, at=at, **codes)
    if automatic:
        jobs.enqueue(letters.JOB, str(invitation.pk), at=at)
    return invitation


def _by_itself(case: Case, person: Respondent, at: datetime) -> Wanted:
    alleged = [allegation.violation.label for allegation in person.allegations.all()]
    about = [_("Apa tanggapan Anda atas dugaan ini: %(violation)s?") % {"violation": label} for label in alleged]
    return Wanted(
        respondent=person,
        name=person.name,
        position=person.position,
        agency_text=str(person.agency or person.agency_text),
        questions=[*about, _("Apakah ada saksi, surat, atau hal lain yang perlu kami ketahui?")],
        due_date=terms.last_day(1, terms.day_of(case, at)),
    )


def _check(case: Case, wanted: Wanted, at: datetime) -> None:
    errors = {}
    if not any(text.strip() for text in wanted.questions):
        errors["questions"] = _("Tulis paling sedikit satu pertanyaan.")
    if wanted.role == Role.RESPONDENT and wanted.respondent is None:
        errors["respondent"] = _("Pilih terlapor yang diundang.")
    if wanted.role != Role.RESPONDENT and not (wanted.name or wanted.position):
        errors["name"] = _("Tulis nama atau jabatan yang diundang.")
    if wanted.due_date is None or wanted.due_date < terms.day_of(case, at):
        errors["due_date"] = _("Pilih batas yang belum lewat.")
    if wanted.due_date and wanted.due_date > terms.day_of(case, at) + LONGEST:
        errors["due_date"] = _("Batasnya paling lama setahun dari sekarang.")
    if wanted.way == Way.IN_PERSON and not (wanted.place and wanted.meets_at):
        errors["place"] = _("Tulis tempat dan waktunya.")
    if wanted.meets_at and not at < wanted.meets_at < at + 5 * LONGEST:
        errors["meets_at"] = _("Pilih waktu yang akan datang.")
    if errors:
        raise ValidationError(errors)


def _check_again(case: Case, first: Invitation, at: datetime) -> None:
    if first.number != 1 or Invitation.objects.filter(previous=first).exists():
        raise ValidationError(_("Panggilan kedua sudah ada."))
    if first.answers.exists() or first.records.exists():
        raise ValidationError(_("Yang diundang sudah menjawab atau sudah didengar."))
    late = first.due_date is not None and first.due_date < terms.day_of(case, at)
    if not (late or first.absent_on):
        raise ValidationError(_("Panggilan kedua dibuat setelah batas yang pertama lewat atau tidak hadir."))


def _decided(wish: Extension, granted: bool, until: date | None, answer: str, by, at: datetime) -> None:
    wish.granted, wish.answer, wish.decided_by, wish.decided_at = granted, answer, by, at
    wish.granted_until = (until or wish.until) if granted else None
    wish.save()
    if not granted:
        return
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=wish.invitation_id)
    if invitation.due_date and wish.granted_until <= invitation.due_date:
        raise ValidationError({"until": _("Pilih tanggal sesudah batas yang sekarang.")})
    invitation.due_date = wish.granted_until
    _save(invitation, by)


def _save(invitation: Invitation, by) -> None:
    invitation._history_user = by  # type: ignore[attr-defined]
    invitation.save()


def _working(case: Case, by, verb: str) -> Case:
    locked = open_case(case, by, verb)
    if locked.stage not in Case.WORKING:
        raise MovedOn(locked, verb)
    return locked


def open_case(case: Case, by, verb: str) -> Case:
    """The case, locked, for who may write on it. Raises PermissionDenied, MovedOn when it has ended."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("access__region").get(pk=case.pk)
    if not (by.may(RIGHT) and reaches(by, locked.access)):
        raise PermissionDenied(RIGHT)
    if locked.stage not in Case.UNENDED:
        raise MovedOn(locked, verb)
    return locked


def _officer(by):
    return by if hasattr(by, "pk") else None
