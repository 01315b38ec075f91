"""Nobody gets a password by mail: they are invited by name, and choose it themselves behind a link that works once."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import mail, people
from accounts.events import Account
from accounts.links import fresh_link
from accounts.models import Delivery, Invitation
from accounts.models.people import Stage, where
from agencies.models import Agency, Officer, Role
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn

PURPOSE = "invitation"
OPEN = (Stage.PROPOSED, Stage.APPROVED)


def invite(
    *,
    by: Officer | None,
    username: str,
    full_name: str,
    email: str,
    roles: Collection[Role],
    regions: Collection = (),
    agency: Agency | None = None,
    authority=None,
    at: datetime,
) -> Invitation:
    """Ask somebody in. `by` None is the operator at the command line, whose invitation needs nobody else.

    Raises PermissionDenied for another body; ValidationError for roles that are not theirs to give, or a name in use.
    """
    invitation = Invitation(
        reference=new_reference("UND", at=at), username=username.lower(), full_name=full_name, email=email, by=by, at=at,
        agency=agency, authority=None if agency else authority or by.authority,
    )  # fmt: skip
    codes = [role.code for role in roles]
    if by is not None:
        people.demand(by, "officer.invite", invitation)
        people.check_roles(by, codes, agency=agency is not None)
        people.check_regions(by, [region.code for region in regions])
    _check_free(invitation.username)
    waits = by is not None and people.needs_second(by, codes, invitation)
    invitation.stage = Stage.PROPOSED if waits else Stage.APPROVED
    with unit_of_work():
        _save(invitation)
        invitation.roles.set(roles)
        invitation.regions.set(regions)
        record("invitation.propose", invitation, by=by or SYSTEM, at=at, roles=sorted(codes), **where(invitation))
        if by is not None and not waits:
            _send(invitation, by=by, at=at)
    return invitation


def approve(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    """A second person agrees: the mail goes out. Raises PermissionDenied for who proposed it, MovedOn."""
    with unit_of_work():
        held = _decided(invitation, Stage.APPROVED, by, at)
        record("invitation.approve", held, by=by, at=at, to=held.by.username, **where(held))
        _send(held, by=by, at=at)
    return held


def refuse(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    """A second person says no. Raises PermissionDenied, MovedOn."""
    with unit_of_work():
        held = _decided(invitation, Stage.REFUSED, by, at)
        record("invitation.refuse", held, by=by, at=at, to=held.by.username, **where(held))
    return held


def resend(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    """Another mail with another link; the old link ends when it is written."""
    people.demand(by, "officer.invite", invitation)
    with unit_of_work():
        held = _held(invitation, (Stage.APPROVED,), "resend")
        _send(held, by=by, at=at)
    return held


def withdraw(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    """The link stops working at once."""
    people.demand(by, "officer.invite", invitation)
    with unit_of_work():
        held = _held(invitation, OPEN, "withdraw")
        held.stage, held.digest = Stage.WITHDRAWN, ""
        held.save(update_fields=["stage", "digest"])
        record("invitation.withdraw", held, by=by, at=at, **where(held))
    return held


def accept(invitation: Invitation, *, password: str, at: datetime) -> Officer:
    """The invited person chose a password: the account is there. Raises MovedOn when the link has been used or is over."""
    with unit_of_work():
        held = _held(invitation, (Stage.APPROVED,), "accept")
        if not held.digest or held.digest != invitation.digest or not held.open_at(at):
            raise MovedOn(held, "accept")
        _check_free(held.username, besides=held)
        officer = _account(held, password, at)
        held.officer, held.stage, held.digest = officer, Stage.DONE, ""
        held.save(update_fields=["officer", "stage", "digest"])
        record("invitation.accept", held, by=officer, at=at, **where(held))
        record("account.open", Account(officer), by=officer, at=at, roles=sorted(officer.role_codes), **where(held))
    return officer


def waiting_to_decide(by: Officer):
    """Invitations that this person may approve: nobody approves their own."""
    rows = Invitation.objects.visible_to(by).filter(stage=Stage.PROPOSED)
    return rows.exclude(by=by) if by.may("officer.approve") else rows.none()


def letter(delivery: Delivery, at: datetime) -> mail.Letter | None:
    """The mail of an invitation; its link is made now and kept nowhere else. None when it is no longer wanted."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(reference=delivery.reference)
        if invitation.stage != Stage.APPROVED:
            return None
        link = fresh_link(invitation, at=at)
    text = _(
        "%(name)s,\n\nAnda diundang memakai Netral. Buka tautan ini dan pilih kata sandi Anda sendiri:\n\n%(link)s\n\n"
        "Nama akun Anda: %(account)s\nTautan ini berlaku 72 jam dan hanya untuk satu kali.\n"
        "Kalau Anda tidak merasa diundang, abaikan surel ini.\n"
    )
    facts = {"name": invitation.full_name, "link": link, "account": invitation.username}
    return mail.Letter(invitation.email, _("Undangan memakai Netral"), text % facts)


def shown_link(thing, *, by: Officer, at: datetime) -> str | None:
    """The link itself, where no mail goes out and only demo accounts exist; None everywhere else."""
    if mail.configured() or not (settings.EMBEDDED and by.demo):
        return None
    return fresh_link(thing, at=at)


def check_mail(by: Officer) -> None:
    """Raises ValidationError where a link could reach nobody."""
    if not mail.configured() and not (settings.EMBEDDED and by.demo):
        raise ValidationError(_("Surel belum diatur di situs ini, jadi undangan tidak bisa terkirim."))


def _send(invitation: Invitation, *, by: Officer, at: datetime) -> None:
    check_mail(by)
    record("invitation.send", invitation, by=by, at=at, **where(invitation))
    if mail.configured():
        mail.post(PURPOSE, reference=invitation.reference, kind=Invitation.KIND, at=at)


def _save(invitation: Invitation) -> None:
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as taken:
        raise ValidationError({"username": _("Nama akun ini sudah dipakai.")}) from taken


def _check_free(username: str, besides: Invitation | None = None) -> None:
    open_ones = Invitation.objects.filter(username=username, stage__in=OPEN)
    if besides:
        open_ones = open_ones.exclude(pk=besides.pk)
    if Officer.objects.filter(username__iexact=username).exists() or open_ones.exists():
        raise ValidationError({"username": _("Nama akun ini sudah dipakai.")})


def _decided(invitation: Invitation, stage: str, by: Officer, at: datetime) -> Invitation:
    people.demand(by, "officer.approve", invitation)
    held = _held(invitation, (Stage.PROPOSED,), "approve")
    if held.by_id == by.pk:
        raise PermissionDenied("officer.approve")
    held.stage, held.decided_by, held.decided_at = stage, by, at
    held.save(update_fields=["stage", "decided_by", "decided_at"])
    return held


def _held(invitation: Invitation, stages, verb: str) -> Invitation:
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.stage not in stages:
        raise MovedOn(held, verb)
    return held


def _account(invitation: Invitation, password: str, at: datetime) -> Officer:
    officer = Officer(
        username=invitation.username, full_name=invitation.full_name, email=invitation.email, date_joined=at,
        agency=invitation.agency, authority=invitation.authority,
    )  # fmt: skip
    officer.set_password(password)
    officer.save()
    officer.roles.set(invitation.roles.all())
    officer.regions.set(invitation.regions.all())
    officer.is_staff = officer.may("admin.manage")
    officer.save(update_fields=["is_staff"])
    return officer
