"""For an administrator: what could not be delivered. For the authority: which agencies have not looked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.freshness import recently_confirmed
from accounts.requests import OfficerRequest
from notifications import undelivered
from notifications.receipts import days_of, unseen_by_agency
from workflow import access_records

PAGE = 50


@login_required
@require_GET
def show_undelivered(request: OfficerRequest) -> HttpResponse:
    """Codes only."""
    rows = undelivered.listed(by=request.user)
    return render(request, "notifications/undelivered.html", {"rows": rows})


@login_required
@require_POST
def retry(request: OfficerRequest, place: str, row: int) -> HttpResponse:
    """Once more from the beginning."""
    undelivered.retry(place, row, by=request.user, at=timezone.now())
    messages.success(request, _("Dicoba lagi."))
    return redirect("notifications:undelivered")


@login_required
@recently_confirmed
@require_POST
def drop(request: OfficerRequest, place: str, row: int) -> HttpResponse:
    """Never again."""
    undelivered.drop(place, row, by=request.user, at=timezone.now())
    messages.success(request, _("Dilepas. Jejaknya tetap ada di catatan."))
    return redirect("notifications:undelivered")


@login_required
@require_GET
def show_unseen(request: OfficerRequest) -> HttpResponse:
    """Recommendations that nobody of their agency has looked at after the authority's days."""
    if not request.user.authority_id or not request.user.may("recommendation.view"):
        raise PermissionDenied("recommendation.view")
    at = timezone.now()
    found = list(unseen_by_agency(request.user, at=at)[: PAGE + 1])
    rows = found[:PAGE]
    access_records.listed(rows, by=request.user, at=at)
    facts = {"rows": rows, "more": len(found) > PAGE, "days": days_of(request.user.authority_id), "now": at}
    return render(request, "notifications/unseen.html", facts)
