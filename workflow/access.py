"""Who may see: one place that turns an Access row into a yes or no, in the database and in memory."""

from django.db.models import Q

from agencies.models import Officer, Role
from workflow.models import Access

NOBODY = Q(pk__in=[])
OWN_ACCOUNT = (
    "recommendation.view_withheld"  # of the appointing authority itself, where its BKD belongs to the reported
)


def within(officer, *, prefix: str = "access__", under_seal: bool = False) -> Q:
    """Rows of the officer's own authority and regions, not sealed, from which the officer is not excluded.

    `under_seal` takes sealed ones in: for auditors, who see codes and no content.
    """
    if not getattr(officer, "is_active", False) or officer.authority_id is None:
        return NOBODY
    mine = Q(**{f"{prefix}authority": officer.authority_id})
    if not under_seal:
        mine &= Q(**{f"{prefix}sealed": False})
    if officer.region_codes:
        codes = officer.region_codes
        mine &= Q(**{f"{prefix}region__in": codes}) | Q(**{f"{prefix}region__parent__in": codes})
    return mine & ~Q(**{f"{prefix}pk__in": excluded_from(officer)})


def excluded_from(officer):
    """The Access rows an officer must never see: the person reported, a relative, somebody with a declared conflict."""
    return Access.excluded.through.objects.filter(officer_id=officer.pk).values("access_id")


def issued_to(officer, *, prefix: str = "access__") -> Q:
    """Rows issued to the officer's own agency."""
    if not getattr(officer, "is_active", False) or officer.agency_id is None:
        return NOBODY
    own = Q(**{f"{prefix}agency": officer.agency_id, f"{prefix}issued": True, f"{prefix}sealed": False})
    if not officer.may(OWN_ACCOUNT):
        own &= Q(**{f"{prefix}withheld": False})
    return own & ~Q(**{f"{prefix}pk__in": excluded_from(officer)})


def copied_to(officer, *, prefix: str = "access__") -> Q:
    """Rows that the officer's body reads along as the level above; its appointing authority alone, and nothing to do."""
    if not getattr(officer, "is_active", False) or officer.agency_id is None or not officer.may(OWN_ACCOUNT):
        return NOBODY
    above = Q(**{f"{prefix}above": officer.agency_id, f"{prefix}issued": True, f"{prefix}sealed": False})
    return above & ~Q(**{f"{prefix}pk__in": excluded_from(officer)})


def referred_by(officer, *, prefix: str = "access__") -> Q:
    """Rows that the officer's own body referred, or was asked about."""
    if not getattr(officer, "is_active", False) or officer.agency_id is None:
        return NOBODY
    known = Access.partners.through.objects.filter(agency_id=officer.agency_id).values("access_id")
    referred = Q(**{f"{prefix}pk__in": known, f"{prefix}sealed": False})
    return referred & ~Q(**{f"{prefix}pk__in": excluded_from(officer)})


def officers_within(access: Access) -> Q:
    """Officers for whom `within` lets this row through: the same rule, asked from the row's side."""
    if access.sealed:
        return NOBODY
    places = [access.region_id, access.region.parent_id] if access.region else []
    limited = Officer.regions.through.objects
    here = Q(pk__in=limited.filter(territory_id__in=places).values("officer_id"))
    everywhere = ~Q(pk__in=limited.values("officer_id"))
    return Q(is_active=True, authority=access.authority_id) & (here | everywhere) & _not_excluded(access)


def officers_issued(access: Access) -> Q:
    """Officers of the agency this row was issued to, as `issued_to` has it."""
    if access.sealed or not access.issued or access.agency_id is None:
        return NOBODY
    there = Q(is_active=True, agency=access.agency_id) & _not_excluded(access)
    return there & _own_accounts() if access.withheld else there


def officers_copied(access: Access) -> Q:
    """Officers of the level above, as `copied_to` has it."""
    if access.sealed or not access.issued or access.above_id is None:
        return NOBODY
    return Q(is_active=True, agency=access.above_id) & _own_accounts() & _not_excluded(access)


def _own_accounts() -> Q:
    roles = [role.pk for role in Role.objects.all() if OWN_ACCOUNT in role.rights]
    return Q(pk__in=Officer.roles.through.objects.filter(role_id__in=roles).values("officer_id"))


def officers_referring(access: Access) -> Q:
    """Officers of the bodies that referred it or were asked about it, as `referred_by` has it."""
    if access.sealed:
        return NOBODY
    bodies = Access.partners.through.objects.filter(access_id=access.pk).values("agency_id")
    return Q(is_active=True, agency__in=bodies) & _not_excluded(access)


def _not_excluded(access: Access) -> Q:
    return ~Q(pk__in=Access.excluded.through.objects.filter(access_id=access.pk).values("officer_id"))


def reaches(by, access: Access) -> bool:
    """The same answer in memory, for the guard of a transition: may this actor touch what this row protects?"""
    if not isinstance(by, Officer):
        return by.reaches(access)
    if not by.is_active or access.sealed:
        return False
    if not (_within(by, access) or _issued_to(by, access) or _referred_by(by, access)):
        return False
    return not access.excluded.filter(pk=by.pk).exists()


def _within(officer: Officer, access: Access) -> bool:
    if officer.authority_id is None or officer.authority_id != access.authority_id:
        return False
    codes = officer.region_codes
    return not codes or access.region_id in codes or (access.region is not None and access.region.parent_id in codes)


def _issued_to(officer: Officer, access: Access) -> bool:
    theirs = access.issued and officer.agency_id is not None and officer.agency_id == access.agency_id
    return theirs and (not access.withheld or officer.may(OWN_ACCOUNT))


def _referred_by(officer: Officer, access: Access) -> bool:
    return officer.agency_id is not None and access.partners.filter(pk=officer.agency_id).exists()


def follow(access: Access, lead: Access) -> None:
    """From now on whoever sees `lead` sees this row, and nobody else; whom either keeps out, both keep out."""
    access.authority_id, access.region_id = lead.authority_id, lead.region_id
    access.sealed, access.at_plenary = lead.sealed, lead.at_plenary
    access.save(update_fields=["authority", "region", "sealed", "at_plenary"])
    lead.excluded.add(*access.excluded.all())
    access.excluded.add(*lead.excluded.all())
