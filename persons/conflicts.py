"""Conflict of interest: who is reported, their superiors and subordinates, and whoever declares it, see the file no more.

`Access.excluded` is what keeps them out, everywhere and whatever their role; a Conflict says why, and is lifted by two
people. Nobody is told why but those who decide on conflicts.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import Account
from agencies.models import Officer
from complaints.merging import merged_into
from complaints.models import Complaint, Mode, ReportedPerson
from investigations.models import Case, Respondent
from investigations.queries import accesses_of
from persons.linking import valid_nip
from persons.models import Conflict, Tie
from workflow.access import reaches
from workflow.actors import DISCREET, SYSTEM
from workflow.ledger import day_of, record, unit_of_work
from workflow.models import Access

LIFT = "conflict.lift"
OF_TIES = {
    Tie.Kind.SUPERIOR: Conflict.Why.SUPERIOR,
    Tie.Kind.SUBORDINATE: Conflict.Why.SUBORDINATE,
    Tie.Kind.FAMILY: Conflict.Why.FAMILY,
}


# By itself --------------------------------------------------------------------------------------------------------------
def screen(subject, people: Iterable, *, by, at: datetime) -> None:
    """What `complaints.reported` tells: officers who are, or stand near, one of these people are kept out of the subject."""
    numbers = {valid_nip(person.nip) for person in people} - {""}
    if not numbers:
        return
    for officer in Officer.objects.filter(nip__in=numbers).order_by("pk"):
        _keep_out(subject, officer, Conflict.Why.SELF, by=None, at=at)
    for tie in Tie.objects.filter(nip__in=numbers).select_related("officer").order_by("pk"):
        _keep_out(subject, tie.officer, OF_TIES[Tie.Kind(tie.kind)], by=None, at=at)


def screen_officer(officer: Officer, *, at: datetime) -> int:
    """The same from the officer's side, when a number or a tie is written down; how many files are kept from them now."""
    wanted = {officer.nip: Conflict.Why.SELF} if officer.nip else {}
    wanted |= {tie.nip: OF_TIES[Tie.Kind(tie.kind)] for tie in officer.ties.all()}
    kept = 0
    with unit_of_work():
        for subject, nip in _about(set(wanted)):
            kept += _keep_out(subject, officer, wanted[nip], by=None, at=at) is not None
    return kept


def _about(numbers: set[str]) -> list[tuple]:
    """Reports and cases in which one of these numbers is reported. Numbers are compared as digits."""
    shapes = numbers | {f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" for n in numbers}
    people = ReportedPerson.objects.filter(nip__in=shapes).select_related("complaint__access")
    respondents = Respondent.objects.filter(nip__in=shapes).select_related("case__access")
    found: list[tuple] = [(row.complaint, valid_nip(row.nip)) for row in people]
    found += [(row.case, valid_nip(row.nip)) for row in respondents]
    return [(subject, nip) for subject, nip in found if nip in numbers]


# By somebody's word -----------------------------------------------------------------------------------------------------
def declare(subject, *, by, reason: str, at: datetime) -> Conflict:
    """An officer says that they must not see this; they lose sight of it at once. Raises PermissionDenied."""
    if not reaches(by, subject.access):
        raise PermissionDenied("conflict.declare")
    with unit_of_work():
        made = _keep_out(subject, by, Conflict.Why.DECLARED, by=by, at=at, reason=reason)
    if made is None:
        raise ValidationError(_("Benturan kepentingan ini sudah tercatat."))
    return made


def state(subject, *, officer: Officer, by, reason: str, at: datetime) -> Conflict:
    """A supervisor says it of another officer. Raises PermissionDenied, ValidationError for oneself and the second time."""
    if not (by.may(LIFT) and reaches(by, subject.access)):
        raise PermissionDenied(LIFT)
    if officer.pk == by.pk:
        return declare(subject, by=by, reason=reason, at=at)
    with unit_of_work():
        made = _keep_out(subject, officer, Conflict.Why.STATED, by=by, at=at, reason=reason)
    if made is None:
        raise ValidationError(_("Petugas ini sudah tidak melihat berkas ini."))
    return made


def _keep_out(subject, officer: Officer, why: str, *, by, at: datetime, reason: str = "") -> Conflict | None:
    """The row, the exclusion of everything that belongs to the subject, the case without its investigator; None twice."""
    Access.objects.select_for_update().get(pk=subject.access_id)
    said = Conflict.objects.filter(access=subject.access_id, officer=officer)
    if (said.filter(lifted_at__isnull=True) if by else said).exists():  # what two people lifted does not come by itself
        return None
    by_itself = DISCREET if getattr(subject, "mode", "") == Mode.ANONYMOUS else SYSTEM
    made = Conflict.objects.create(
        access=subject.access, kind=subject.KIND, reference=subject.reference, officer=officer, why=why,
        reason=reason[:300], by=by, at=day_of(at) if by is None else at,
    )  # fmt: skip
    for access in _whole(subject):
        access.excluded.add(officer)
    _take_from(subject, officer, at)
    codes = {"conflict": made.pk, "why": why}
    if subject.KIND == Case.KIND:
        record("case.conflict", subject, by=by or by_itself, at=at, **codes)
    else:
        record("complaint.conflict", subject, by=by or by_itself, at=at, **codes)
    return made


def _whole(subject) -> list[Access]:
    """Everything that belongs to it: of a case its complaints and recommendations, of a complaint the case it went into."""
    case = _case_of(subject)
    if case is None:
        root = _leading(subject)
        ids = [root.pk, *merged_into([root.pk])]
        return list(Access.objects.filter(complaint__in=ids).order_by("pk"))
    whole = Q(pk__in=[subject.access_id, *accesses_of(case)]) | Q(recommendation__case=case)
    return list(Access.objects.filter(whole).order_by("pk").distinct())


def _case_of(subject) -> Case | None:
    if subject.KIND == Case.KIND:
        return subject
    root = _leading(subject)
    return Case.objects.filter(case_complaints__complaint=root.pk).select_related("access").first()


def _leading(complaint: Complaint) -> Complaint:
    while complaint.merged_into_id:
        complaint = complaint.merged_into
    return complaint


def _take_from(subject, officer: Officer, at: datetime) -> None:
    """Whoever must not see a case does not examine it: it waits for another investigator."""
    case = _case_of(subject)
    held = Case.objects.select_for_update().filter(pk=case.pk, assignee=officer).first() if case else None
    if held is not None and held.stage in Case.UNENDED:
        held.assignee, held._history_date = None, at
        held.save()


# Lifting ----------------------------------------------------------------------------------------------------------------
def ask_lift(conflict: Conflict, *, by, reason: str, at: datetime) -> Conflict:
    """The first of two. Raises PermissionDenied, ValidationError when it is asked or lifted already."""
    with unit_of_work():
        held = _held(conflict, by)
        if held.lift_asked_by_id:
            raise ValidationError(_("Pencabutan sudah diminta dan menunggu orang kedua."))
        held.lift_asked_by, held.lift_asked_at, held.lift_reason = by, at, reason[:300]
        held.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_reason"])
    return held


def lift(conflict: Conflict, *, by, at: datetime) -> Conflict:
    """The second of two, somebody else: the officer sees the file again, unless another conflict keeps them out."""
    with unit_of_work():
        held = _held(conflict, by)
        if not held.lift_asked_by_id or held.lift_asked_by_id == by.pk:
            raise ValidationError(_("Pencabutan disetujui orang lain dari yang memintanya."))
        held.lifted_by, held.lifted_at = by, at
        held.save(update_fields=["lifted_by", "lifted_at"])
        subject = subject_of(held)
        _let_in(subject, held.officer)
        if subject.KIND == Case.KIND:
            record("case.lift_conflict", subject, by=by, at=at, conflict=held.pk)
        else:
            record("complaint.lift_conflict", subject, by=by, at=at, conflict=held.pk)
    return held


def keep(conflict: Conflict, *, by) -> Conflict:
    """The second says no: the conflict stays as it was, and may be asked about again."""
    with unit_of_work():
        held = _held(conflict, by)
        held.lift_asked_by = held.lift_asked_at = None
        held.lift_reason = ""
        held.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_reason"])
    return held


def _held(conflict: Conflict, by) -> Conflict:
    held = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if not Conflict.objects.visible_to(by).filter(pk=held.pk).exists():
        raise PermissionDenied(LIFT)
    if held.lifted_at:
        raise ValidationError(_("Benturan kepentingan ini sudah dicabut."))
    return held


def _let_in(subject, officer: Officer) -> None:
    living = set(Conflict.objects.filter(officer=officer, lifted_at__isnull=True).values_list("access_id", flat=True))
    whole = _whole(subject)
    if any(access.pk in living for access in whole):
        return
    for access in whole:
        access.excluded.remove(officer)


def subject_of(conflict: Conflict):
    """The complaint or case that a conflict is about."""
    model = Case if conflict.kind == Case.KIND else Complaint
    return model.objects.select_related("access").get(access=conflict.access_id)


# An officer's own number and ties ----------------------------------------------------------------------------------------
def write_number(officer, *, nip: str, at: datetime) -> int:
    """An officer's own NIP; once written it is changed by nobody alone. Raises ValidationError. How many files it keeps away."""
    digits = valid_nip(nip)
    if not digits:
        raise ValidationError(
            {"nip": _("NIP terdiri dari 18 angka: tanggal lahir, bulan pengangkatan, jenis kelamin, urutan.")}
        )
    with unit_of_work():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        if held.nip == digits:
            return 0
        if held.nip:
            raise ValidationError({"nip": _("NIP Anda sudah tercatat. Minta penyelia membetulkannya bila keliru.")})
        if Officer.objects.filter(nip=digits).exclude(pk=held.pk).exists():
            raise ValidationError({"nip": _("NIP ini sudah dipakai akun lain.")})
        held.nip = digits
        held.save(update_fields=["nip"])
        officer.nip = digits
        return screen_officer(held, at=at)


def correct_number(officer: Officer, *, nip: str, by, at: datetime) -> int:
    """Somebody who decides on conflicts writes another officer's NIP; what was kept from them stays so until it is lifted.

    Raises PermissionDenied, ValidationError.
    """
    if not by.may(LIFT) or by.pk == officer.pk or by.authority_id is None or by.authority_id != officer.authority_id:
        raise PermissionDenied(LIFT)
    digits = valid_nip(nip)
    if not digits or Officer.objects.filter(nip=digits).exclude(pk=officer.pk).exists():
        raise ValidationError({"nip": _("Tulis 18 angka NIP yang belum dipakai akun lain.")})
    with unit_of_work():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        held.nip = digits
        held.save(update_fields=["nip"])
        record("account.change", Account(held), by=by, at=at, what="nip", authority=held.authority_id)
        return screen_officer(held, at=at)


def tie(officer, *, nip: str, kind: str, at: datetime) -> int:
    """Whom the officer stands near; how many files it keeps away. Raises ValidationError."""
    digits = valid_nip(nip)
    if not digits or digits == officer.nip:
        raise ValidationError({"nip": _("Tulis 18 angka NIP orang itu.")})
    with unit_of_work():
        Tie.objects.update_or_create(officer=officer, nip=digits, defaults={"kind": kind, "at": at})
        return screen_officer(officer, at=at)


def untie(officer, *, pk: int) -> None:
    """A tie that is over: no new file is kept away by it; those that are, stay so until two people lift it."""
    Tie.objects.filter(officer=officer, pk=pk).delete()


def screen_all(_key: str = "") -> None:
    """The routine: what was written in bulk, past the actions, is screened too. One look at the reports for all officers."""
    wanted: dict[str, list[tuple[Officer, str]]] = {}
    for officer in Officer.objects.exclude(nip="").order_by("pk"):
        wanted.setdefault(officer.nip, []).append((officer, Conflict.Why.SELF))
    for tie in Tie.objects.select_related("officer").order_by("pk"):
        wanted.setdefault(tie.nip, []).append((tie.officer, OF_TIES[Tie.Kind(tie.kind)]))
    for subject, nip in _about(set(wanted)) if wanted else ():
        with unit_of_work():
            for officer, why in wanted[nip]:
                _keep_out(subject, officer, why, by=None, at=timezone.now())
