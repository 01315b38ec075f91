"""Annexes of a recommendation: redacted copies of what the case rests on, and nothing else of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from evidence import release
from evidence.models import Evidence, Redaction, Release
from sanctions.models import Recommendation
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn


def annexable(recommendation: Recommendation, user) -> QuerySet[Redaction]:
    """Finished redacted copies of the case's files that this officer sees and that are not annexed yet, newest first."""
    of_complaints = recommendation.case.case_complaints.values_list("complaint__access_id", flat=True)
    accesses = [recommendation.access_id, recommendation.case.access_id, *of_complaints]
    files = Evidence.objects.visible_to(user).filter(access__in=accesses)
    rows = Redaction.objects.filter(evidence__in=files.values("pk"), state=Redaction.State.DONE)
    rows = rows.exclude(releases__access=recommendation.access_id)
    return rows.select_related("evidence__access").order_by("-pk")


def annex(recommendation: Recommendation, *, redaction: Redaction, by, at: datetime) -> Release:
    """Give a redacted copy along, before or after it is issued; once. Raises PermissionDenied, MovedOn."""
    if not by.may("evidence.release"):
        raise PermissionDenied("evidence.release")
    with unit_of_work():
        locked = Recommendation.objects.select_for_update().select_related("access", "case").get(pk=recommendation.pk)
        if locked.stage not in Recommendation.UNENDED:
            raise MovedOn(locked, "annex")
        if not annexable(locked, by).filter(pk=redaction.pk).exists():
            raise PermissionDenied("evidence.release")
        given = release.release(redaction, access=locked.access, by=by, at=at)
        record("recommendation.annex", locked, by=by, at=at, annex=given.pk, sha256=redaction.sha256)
    return given


def withdraw(recommendation: Recommendation, *, annex: Release, reason: str, by, at: datetime) -> Release:
    """Take an annex back from the agency, at any stage: a name that should have been black is no matter of stages.

    Raises PermissionDenied, MovedOn when it is withdrawn already.
    """
    if not by.may("evidence.release"):
        raise PermissionDenied("evidence.release")
    with unit_of_work():
        locked = Recommendation.objects.select_for_update().select_related("access", "case").get(pk=recommendation.pk)
        given = locked.access.releases.select_for_update().get(pk=annex.pk)
        if given.withdrawn_at:
            raise MovedOn(locked, "withdraw_annex")
        given = release.withdraw(given, reason=reason, by=by, at=at)
        record("recommendation.withdraw_annex", locked, by=by, at=at, annex=given.pk)
    return given


def given_of(recommendation: Recommendation) -> list[Release]:
    """All that was ever given along, in that order, what was withdrawn among it."""
    return sorted(recommendation.access.releases.all(), key=lambda given: given.pk)


def annexes_of(recommendation: Recommendation) -> list[Release]:
    """What stands, in the order in which it was given."""
    return [given for given in given_of(recommendation) if not given.withdrawn_at]
