"""Who may see: one place that turns an Access row into a yes or no, in the database and in memory."""

from django.db.models import Q

from agencies.models import Officer
from workflow.models import Access

NOBODY = Q(pk__in=[])


def within(officer, *, prefix: str = "access__") -> Q:
    """Rows of the officer's own authority and regions, not sealed, from which the officer is not excluded."""
    if not getattr(officer, "is_active", False) or officer.authority_id is None:
        return NOBODY
    mine = Q(**{f"{prefix}authority": officer.authority_id, f"{prefix}sealed": False})
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
    return own & ~Q(**{f"{prefix}pk__in": excluded_from(officer)})


def referred_by(officer, *, prefix: str = "access__") -> Q:
    """Rows that the officer's own body referred, or was asked about."""
    if not getattr(officer, "is_active", False) or officer.agency_id is None:
        return NOBODY
    known = Access.partners.through.objects.filter(agency_id=officer.agency_id).values("access_id")
    return Q(**{f"{prefix}pk__in": known, f"{prefix}sealed": False})


def reaches(by, access: Access) -> bool:
    """The same answer in memory, for the guard of a transition: may this actor touch what this row protects?"""
    if not isinstance(by, Officer):
        return by.reaches(access)
    scopes = within(by, prefix="") | issued_to(by, prefix="") | referred_by(by, prefix="")
    return Access.objects.filter(scopes, pk=access.pk).exists()
