"""Other roles, regions or another mail address: what gives more is proposed by one and approved by another."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import people
from accounts.events import Account
from accounts.models import RoleChange
from accounts.models.people import Stage, where
from agencies.models import Officer
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn


def propose(
    officer: Officer,
    *,
    by: Officer,
    roles: Collection,
    regions: Collection = (),
    email: str = "",
    reason: str,
    at: datetime,
) -> RoleChange:
    """Change what somebody may do. What only takes away holds at once; what gives waits for a second person.

    Raises PermissionDenied for another body, ValidationError for roles that are not theirs to give, or no change.
    """
    people.demand(by, "officer.invite", officer)
    codes, places = {r.code for r in roles}, {r.code for r in regions}
    _check(officer, by, codes, places, email)
    if officer.may("officer.invite") and not any("officer.invite" in role.rights for role in roles):
        people.check_heads_left(officer)
    change = RoleChange(
        reference=new_reference("UBH", at=at), officer=officer, by=by, at=at, reason=reason.strip(),
        email="" if email == officer.email else email, agency=officer.agency, authority=officer.authority,
    )  # fmt: skip
    waits = _gives(officer, by, codes, places, change.email)
    with unit_of_work():
        _save(change)
        change.roles.set(roles)
        change.regions.set(regions)
        record(
            "role_change.propose", change, by=by, at=at, account=officer.pk, roles=sorted(codes), regions=sorted(places),
            email=bool(change.email), **where(change),
        )  # fmt: skip
        if not waits:
            _apply(change, by, at)
    return change


def approve(change: RoleChange, *, by: Officer, at: datetime) -> RoleChange:
    """A second person agrees: it holds from their next request on. Raises PermissionDenied for the two it concerns."""
    with unit_of_work():
        held = _decided(change, Stage.APPROVED, by, at)
        record("role_change.approve", held, by=by, at=at, to=held.by.username, **where(held))
        _apply(held, by, at)
    return held


def refuse(change: RoleChange, *, by: Officer, at: datetime) -> RoleChange:
    """A second person says no."""
    with unit_of_work():
        held = _decided(change, Stage.REFUSED, by, at)
        record("role_change.refuse", held, by=by, at=at, to=held.by.username, **where(held))
    return held


def withdraw(change: RoleChange, *, by: Officer, at: datetime) -> RoleChange:
    """Taken back before anybody decided."""
    people.demand(by, "officer.invite", change)
    with unit_of_work():
        held = _held(change, "withdraw")
        held.stage = Stage.WITHDRAWN
        held.save(update_fields=["stage"])
        record("role_change.withdraw", held, by=by, at=at, **where(held))
    return held


def waiting_to_decide(by: Officer):
    """Changes that this person may approve: neither their own proposals nor what is about themselves."""
    rows = RoleChange.objects.visible_to(by).filter(stage=Stage.PROPOSED)
    return rows.exclude(by=by).exclude(officer=by) if by.may("officer.approve") else rows.none()


def _check(officer: Officer, by: Officer, codes: set[str], places: set[str], email: str) -> None:
    moved = codes ^ officer.role_codes
    if not moved and places == officer.region_codes and email in ("", officer.email):
        raise ValidationError(_("Belum ada yang berubah."))
    if not codes:
        raise ValidationError({"roles": _("Pilih paling sedikit satu peran.")})
    people.check_roles(by, moved, agency=officer.agency_id is not None)
    if places != officer.region_codes:
        people.check_regions(by, places)


def _gives(officer: Officer, by: Officer, codes: set[str], places: set[str], email: str) -> bool:
    """Does it give anything that somebody else must agree to? A new address could be used to take the account over."""
    added = codes - officer.role_codes
    if email or _wider(officer.region_codes, places):
        return True
    return bool(added) and people.needs_second(by, added, officer)


def _wider(now: frozenset[str], then: set[str]) -> bool:
    """No region at all is the whole country."""
    return bool(now) and (not then or bool(then - now))


def _apply(change: RoleChange, by: Officer, at: datetime) -> None:
    officer = Officer.objects.select_for_update().get(pk=change.officer_id)
    officer.roles.set(change.roles.all())
    officer.regions.set(change.regions.all())
    fresh = Officer.objects.get(pk=officer.pk)
    officer.is_staff = "admin.manage" in fresh.rights
    officer.email = change.email or officer.email
    officer.save(update_fields=["is_staff", "email"])
    change.stage = Stage.DONE
    change.save(update_fields=["stage"])
    codes = {"roles": sorted(fresh.role_codes), "regions": sorted(fresh.region_codes)}
    record("account.change", Account(officer), by=by, at=at, **codes, **where(change))


def _save(change: RoleChange) -> None:
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as open_one:
        raise ValidationError(_("Satu perubahan untuk akun ini masih menunggu persetujuan.")) from open_one


def _decided(change: RoleChange, stage: str, by: Officer, at: datetime) -> RoleChange:
    people.demand(by, "officer.approve", change)
    held = _held(change, "approve")
    if by.pk in (held.by_id, held.officer_id):
        raise PermissionDenied("officer.approve")
    held.stage, held.decided_by, held.decided_at = stage, by, at
    held.save(update_fields=["stage", "decided_by", "decided_at"])
    return held


def _held(change: RoleChange, verb: str) -> RoleChange:
    held = RoleChange.objects.select_for_update().get(pk=change.pk)
    if held.stage != Stage.PROPOSED:
        raise MovedOn(held, verb)
    return held
