"""What leaves the house: redacted copies, given to those whom another Access row lets through."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from evidence.kinds import BY_CONTENT_TYPE
from evidence.models import Redaction, Release
from workflow.access import NOBODY, issued_to, reaches, within
from workflow.ledger import unit_of_work
from workflow.models import Access
from workflow.transitions import MovedOn


def release(redaction: Redaction, *, access: Access, by, at: datetime) -> Release:
    """Give a finished redacted copy to the readers of `access`, under a neutral name; once. Raises PermissionDenied, MovedOn."""
    reached = reaches(by, redaction.evidence.access) and reaches(by, access)
    if not (by.may("evidence.release") and reached):
        raise PermissionDenied("evidence.release")
    if redaction.state != Redaction.State.DONE:
        raise MovedOn(redaction.evidence, "release")
    with unit_of_work():
        locked = Access.objects.select_for_update().get(pk=access.pk)
        known = Release.objects.filter(access=locked, redaction=redaction).first()
        if known:
            return known
        return Release.objects.create(access=locked, redaction=redaction, name=_name(locked, redaction), by=by, at=at)


def withdraw(given: Release, *, reason: str, by, at: datetime) -> Release:
    """Take a given copy back, with the reason: from now on nobody gets it by this row. Raises PermissionDenied, MovedOn."""
    if not (by.may("evidence.release") and reaches(by, given.access)):
        raise PermissionDenied("evidence.release")
    with unit_of_work():
        locked = Release.objects.select_for_update().get(pk=given.pk)
        if locked.withdrawn_at:
            raise MovedOn(locked, "withdraw")
        locked.withdrawn_by, locked.withdrawn_at, locked.withdrawal = by, at, reason
        locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal"])
    return locked


def annexes(user) -> QuerySet[Release]:
    """What this person may take: an agency what was issued to it, the authority's own people theirs; nothing withdrawn."""
    scope: Q = NOBODY
    if user.may("recommendation.view_agency"):
        scope |= issued_to(user)
    if user.may("recommendation.view"):
        scope |= within(user)
    return Release.objects.filter(scope, withdrawn_at=None).select_related("redaction__evidence__access").order_by("pk")


def _name(access: Access, redaction: Redaction) -> str:
    """ "Lampiran 2.pdf": nothing of the sender's own name for it."""
    number = Release.objects.filter(access=access).count() + 1
    return f"Lampiran {number}.{BY_CONTENT_TYPE[redaction.content_type].extensions[0]}"
