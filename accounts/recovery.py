"""A lost second factor: asked for at the door or by a head, vouched for by two others, then begun anew.

Nobody who asks for themself has a voice in it, and no address names an account by its number.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import factors, mail, people, sessions
from accounts.events import Account
from accounts.invitations import check_mail
from accounts.links import fresh_link
from accounts.models import Delivery, Recovery, RecoveryApproval
from accounts.models.people import Stage, where
from agencies.models import Officer
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn

PURPOSE = "recovery"
JOB = "accounts.recovery"
VOICES = 2
PATIENCE = timedelta(days=7)  # an unanswered request ends by itself


def ask(officer: Officer, *, by: Officer | None, at: datetime) -> Recovery:
    """Somebody lost their device: `by` is a head, or None when they ask for themself at the door.

    Raises PermissionDenied for a head of another body, ValidationError when it has been asked for.
    """
    if by is not None:
        people.demand(by, "officer.approve", officer)
    recovery = Recovery(
        reference=new_reference("PML", at=at), officer=officer, by=by or officer, at=at,
        agency=officer.agency, authority=officer.authority,
    )  # fmt: skip
    with unit_of_work():
        try:
            with transaction.atomic():
                recovery.save()
        except IntegrityError as open_one:
            raise ValidationError(_("Pemulihan akun ini sudah diminta.")) from open_one
        record("recovery.ask", recovery, by=by or officer, at=at, account=officer.pk, **where(recovery))
    return recovery


def vouch(recovery: Recovery, *, by: Officer, at: datetime) -> Recovery:
    """One of two who know that it is really them; with the second the old factors are gone and a link is mailed.

    Raises PermissionDenied for the account's own owner and for whoever has spoken, MovedOn.
    """
    people.demand(by, "officer.approve", recovery)
    with unit_of_work():
        held = _held(recovery, "vouch")
        if by.pk == held.officer_id or held.approvals.filter(by=by).exists():
            raise PermissionDenied("officer.approve")
        RecoveryApproval.objects.create(recovery=held, by=by, at=at)
        record("recovery.vouch", held, by=by, at=at, **where(held))
        if held.approvals.count() >= VOICES:
            _grant(held, by, at)
    return held


def refuse(recovery: Recovery, *, by: Officer, at: datetime) -> Recovery:
    """It is not them: the request ends, everything stays as it is."""
    people.demand(by, "officer.approve", recovery)
    if by.pk == recovery.officer_id:
        raise PermissionDenied("officer.approve")
    with unit_of_work():
        held = _held(recovery, "refuse")
        held.stage, held.decided_at = Stage.REFUSED, at
        held.save(update_fields=["stage", "decided_at"])
        record("recovery.refuse", held, by=by, at=at, **where(held))
    return held


def finish(recovery: Recovery, *, password: str, at: datetime) -> Officer:
    """Behind the mailed link: another password; the new second factor is begun at the next sign-in. Raises MovedOn."""
    with unit_of_work():
        held = Recovery.objects.select_for_update().get(pk=recovery.pk)
        if held.stage != Stage.APPROVED or held.digest != recovery.digest or not held.open_at(at):
            raise MovedOn(held, "finish")
        officer = Officer.objects.select_for_update().get(pk=held.officer_id)
        officer.set_password(password)
        officer.save(update_fields=["password"])
        held.stage, held.digest = Stage.DONE, ""
        held.save(update_fields=["stage", "digest"])
        record("recovery.finish", held, by=officer, at=at, **where(held))
    return officer


def waiting_to_decide(by: Officer):
    """Requests on which this person has a voice and has not used it."""
    rows = Recovery.objects.visible_to(by).filter(stage=Stage.PROPOSED).exclude(officer=by)
    return rows.exclude(approvals__by=by) if by.may("officer.approve") else rows.none()


def look(_key: str = "") -> None:
    """The hourly round."""
    expire(at=timezone.now())


def expire(*, at: datetime) -> int:
    """Requests that nobody answered end by themselves; how many."""
    old = list(Recovery.objects.filter(stage=Stage.PROPOSED, at__lte=at - PATIENCE).order_by("pk"))
    for recovery in old:
        with unit_of_work():
            held = Recovery.objects.select_for_update().get(pk=recovery.pk)
            held.stage, held.decided_at = Stage.REFUSED, at
            held.save(update_fields=["stage", "decided_at"])
            record("recovery.expire", held, by=SYSTEM, at=at, **where(held))
    return len(old)


def letter(delivery: Delivery, at: datetime) -> mail.Letter | None:
    """The mail that lets them in again; its link is made now and kept nowhere else."""
    with transaction.atomic():
        rows = Recovery.objects.select_for_update(of=("self",)).select_related("officer")
        recovery = rows.get(reference=delivery.reference)
        if recovery.stage != Stage.APPROVED:
            return None
        link = fresh_link(recovery, at=at)
    text = _(
        "%(name)s,\n\nDua orang menyetujui pemulihan akun Netral Anda. Faktor kedua yang lama sudah dihapus.\n"
        "Pilih kata sandi baru di tautan ini, lalu daftarkan perangkat baru saat masuk:\n\n%(link)s\n\n"
        "Tautan ini berlaku 72 jam dan hanya untuk satu kali.\n"
        "Kalau Anda tidak memintanya, beri tahu kepala akun di instansi Anda sekarang juga.\n"
    )
    facts = {"name": recovery.officer.full_name, "link": link}
    return mail.Letter(recovery.officer.email, _("Pemulihan akun Netral"), text % facts)


def _grant(held: Recovery, by: Officer, at: datetime) -> None:
    check_mail(by)
    officer = Officer.objects.select_for_update().get(pk=held.officer_id)
    if mail.configured() and not officer.email:
        raise ValidationError(_("Akun ini belum punya alamat surel. Ubah alamatnya lebih dulu."))
    factors.forget_all(officer, by=by, at=at)
    sessions.end_all(officer, by=by, at=at)
    officer.set_unusable_password()  # until the mailed link: whoever knows the old one enrols no device of their own
    officer.save(update_fields=["password"])
    held.stage, held.decided_at = Stage.APPROVED, at
    held.save(update_fields=["stage", "decided_at"])
    record("recovery.grant", held, by=by, at=at, **where(held))
    record("account.recover", Account(officer), by=by, at=at, **where(held))
    if mail.configured():
        mail.post(PURPOSE, reference=held.reference, kind=Recovery.KIND, officer=officer, at=at)


def _held(recovery: Recovery, verb: str) -> Recovery:
    held = Recovery.objects.select_for_update().get(pk=recovery.pk)
    if held.stage != Stage.PROPOSED:
        raise MovedOn(held, verb)
    return held
