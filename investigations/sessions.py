"""Sessions of the plenary: called with an agenda, attended, closed. Each action is one unit of work."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Officer
from investigations.models import AgendaItem, Attendance, Case, Session
from investigations.voting import laid_open
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn


def call(*, by, held_at: datetime, place: str, chair: Officer, members, cases, at=None) -> Session:
    """Call the members to a session on these cases. Raises PermissionDenied, MovedOn, ValidationError."""
    at = at or timezone.now()
    with unit_of_work():
        _allowed(by)
        session = Session.objects.create(authority_id=by.authority_id, held_at=held_at, place=place, chair=chair, by=by)
        called = {member.pk: member for member in [chair, *members]}.values()
        Attendance.objects.bulk_create([Attendance(session=session, officer=officer) for officer in called])
        for case in cases:
            _put(session, case, by, at)
    return session


def add(session: Session, *, by, case: Case, at=None) -> None:
    """One more case on the agenda, as long as it is not closed."""
    with unit_of_work():
        _allowed(by)
        _put(_open(session), case, by, at or timezone.now())


def remove(session: Session, *, by, case: Case, at=None) -> None:
    """Take a case off the agenda, as long as nobody has voted on it."""
    at = at or timezone.now()
    with unit_of_work():
        _allowed(by)
        locked = _locked(case, by)
        item = AgendaItem.objects.filter(session=_open(session), case=locked, round=locked.round).first()
        if item is None:
            raise MovedOn(locked, "unschedule")
        if locked.votes.filter(round=locked.round).exists():
            raise ValidationError(_("Sudah ada suara dalam perkara ini."))
        item.delete()
        record("case.unschedule", locked, by=by, at=at, session=session.pk)


def attend(session: Session, *, by, present, at=None) -> None:
    """Who of those called is there. It stands once votes are laid open: who comes later would know them before voting."""
    at = at or timezone.now()
    with unit_of_work():
        if not (by.may("case.deliberate") or by.pk == session.chair_id):
            raise PermissionDenied("case.deliberate")
        session = _open(session)
        cases = [item.case for item in session.items.select_related("case__access").order_by("order")]
        if any(laid_open(case) for case in cases):
            raise ValidationError(_("Suara dalam sidang ini sudah terbuka: daftar hadir tidak bisa diubah lagi."))
        there = {officer.pk for officer in present}
        for row in session.attendances.order_by("pk"):
            row.state = Attendance.State.PRESENT if row.officer_id in there else Attendance.State.ABSENT
            row.save(update_fields=["state"])
        for case in cases:
            record("case.attend", case, by=by, at=at, session=session.pk, present=len(there))


def close(session: Session, *, by, at=None) -> None:
    """The session is over: every case on its agenda was decided or sent back."""
    with unit_of_work():
        _allowed(by)
        session = _open(session)
        if session.items.filter(case__stage=Case.Stage.DELIBERATION).exists():
            raise ValidationError(_("Masih ada perkara dalam agenda ini yang belum diputus atau dikembalikan."))
        session.closed_at = at or timezone.now()
        session.save(update_fields=["closed_at"])


def commissioners(authority_id: str):
    """Active officers of an authority who may vote."""
    people = Officer.objects.filter(is_active=True, authority=authority_id).prefetch_related("roles")
    able = [officer.pk for officer in people if officer.may("case.vote")]
    return Officer.objects.filter(pk__in=able).order_by("full_name")


def waiting_cases(user):
    """Cases before the plenary that stand on no agenda in this round, as far as the reader sees them."""
    rows = Case.objects.visible_to(user).filter(stage=Case.Stage.DELIBERATION)
    placed = AgendaItem.objects.filter(case__stage=Case.Stage.DELIBERATION).values_list("case_id", "round")
    taken = set(placed)
    free = [pk for pk, round_ in rows.values_list("pk", "round") if (pk, round_) not in taken]
    return Case.objects.visible_to(user).filter(pk__in=free).order_by("due_date", "pk")


def _put(session: Session, case: Case, by, at: datetime) -> None:
    locked = _locked(case, by)
    if locked.stage != Case.Stage.DELIBERATION:
        raise MovedOn(locked, "schedule")
    if locked.access.authority_id != session.authority_id:
        raise ValidationError(_("%(case)s ditangani otoritas lain.") % {"case": locked.reference})
    if AgendaItem.objects.filter(case=locked, round=locked.round).exists():
        raise ValidationError(_("%(case)s sudah ada dalam agenda sidang.") % {"case": locked.reference})
    order = session.items.count() + 1
    AgendaItem.objects.create(session=session, case=locked, round=locked.round, order=order)
    record("case.schedule", locked, by=by, at=at, session=session.pk)


def _allowed(by) -> None:
    if not (by.may("case.deliberate") and by.authority_id):
        raise PermissionDenied("case.deliberate")


def _locked(case: Case, by) -> Case:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not reaches(by, locked.access):
        raise PermissionDenied("case.deliberate")
    return locked


def _open(session: Session) -> Session:
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.closed_at:
        raise ValidationError(_("Sidang ini sudah ditutup."))
    return locked
