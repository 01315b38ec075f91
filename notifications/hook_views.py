"""Systems of agencies that are told: the list, one of them with what was sent, and what heads do to them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.freshness import recently_confirmed
from accounts.requests import OfficerRequest
from accounts.views.people.frame import complain
from notifications import endpoints
from notifications.forms import Listening
from notifications.models import Endpoint

SHOWN = 50  # of what was sent


@login_required
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def show_list(request: OfficerRequest, door: str) -> HttpResponse:
    """Those of one's agency, for the authority those of all; an agency's head enters another one here."""
    _demand_head(request, door)
    form = Listening(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not (request.user.agency_id and request.user.may("officer.invite")):
        raise PermissionDenied("officer.invite")
    if form.is_valid():
        try:
            made, secret = endpoints.propose(by=request.user, url=form.cleaned_data["url"], at=timezone.now())
        except ValidationError as error:
            complain(form, error)
        else:
            return _page(request, "secret", {"endpoint": made, "secret": secret}, door, status=201)
    rows = Endpoint.objects.visible_to(request.user).select_related("agency").order_by("ended_at", "-proposed_at")
    facts = {"rows": rows[:200], "form": form, "proposes": bool(request.user.agency_id)}
    return _page(request, "endpoints", facts, door, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD"])
def show(request: OfficerRequest, reference: str, door: str) -> HttpResponse:
    """One of them, and what was sent lately: numbers and codes."""
    endpoint = _one(request, reference, door)
    facts = {
        "endpoint": endpoint,
        "postings": endpoint.postings.select_related("event").order_by("-number")[:SHOWN],
        "approves": endpoints.may_approve(endpoint, request.user) and not endpoint.approved_at,
    }
    return _page(request, "endpoint", facts, door)


@login_required
@recently_confirmed
@require_POST
def approve(request: OfficerRequest, reference: str, door: str) -> HttpResponse:
    """The second person says yes."""
    return _do(request, reference, door, endpoints.approve, _("Sambungan disetujui dan dipakai mulai sekarang."))


@login_required
@recently_confirmed
@require_POST
def refuse(request: OfficerRequest, reference: str, door: str) -> HttpResponse:
    """The second person says no."""
    return _do(request, reference, door, endpoints.refuse, _("Sambungan ditolak."))


@login_required
@recently_confirmed
@require_POST
def end(request: OfficerRequest, reference: str, door: str) -> HttpResponse:
    """Nothing more is sent there."""
    return _do(request, reference, door, endpoints.end, _("Sambungan diakhiri."))


def _do(request: OfficerRequest, reference: str, door: str, act: Callable, done: str) -> HttpResponse:
    endpoint = _one(request, reference, door)
    try:
        act(endpoint, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(f"notifications:{door}-endpoint", reference)


def _demand_head(request: OfficerRequest, door: str) -> None:
    user = request.user
    own = user.authority_id if door == "petugas" else user.agency_id
    if not own or not (user.may("officer.invite") or user.may("officer.approve")):
        raise PermissionDenied("officer.invite")


def _one(request: OfficerRequest, reference: str, door: str) -> Endpoint:
    _demand_head(request, door)
    rows = Endpoint.objects.visible_to(request.user).select_related("agency", "proposed_by", "approved_by", "ended_by")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    return found


def _page(request: OfficerRequest, name: str, facts: dict, door: str, *, status: int = 200) -> HttpResponse:
    base = "base_staff.html" if door == "petugas" else "base_agency.html"
    here = {"base": base, "list_url": f"/{door}/sambungan/"}
    response = render(request, f"notifications/{name}.html", {**facts, **here}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
