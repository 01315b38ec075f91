"""Pages of retention: what is due, lists and their two reviewers, holds, the schedule, and breaches with their clocks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.freshness import recently_confirmed
from accounts.requests import OfficerRequest
from complaints.models import Complaint
from investigations.models import Case
from privacy import actions, retention, units
from privacy.models import Breach, Disposal, LegalHold, RetentionRule
from workflow.access import within
from workflow.access_records import seen
from workflow.transitions import MovedOn

READERS = (retention.HOLD, retention.PROPOSE, retention.REVIEW, "event.view")
SHOWN = 100


@login_required
@require_safe
def show(request: OfficerRequest) -> HttpResponse:
    """What is due, what is decided, what is held; codes and references, no content."""
    return _page(request)


@login_required
@recently_confirmed
@require_POST
def propose(request: OfficerRequest) -> HttpResponse:
    _reader(request)
    try:
        made = retention.propose(request.POST.getlist("berkas"), by=request.user, at=timezone.now())
    except ValidationError as refusal:
        return _page(request, refusal.messages[0], chosen=request.POST.getlist("berkas"), status=422)
    messages.success(request, _("Daftar %(reference)s menunggu dua penilai.") % {"reference": made.reference})
    return redirect("privacy:disposal", made.reference)


@login_required
@require_safe
def show_disposal(request: OfficerRequest, disposal: str) -> HttpResponse:
    return _disposal_page(request, _disposal(request, disposal))


@login_required
@recently_confirmed
@require_POST
def review(request: OfficerRequest, disposal: str) -> HttpResponse:
    return _decided(request, disposal, lambda one: retention.review(one, by=request.user, at=timezone.now()))


@login_required
@recently_confirmed
@require_POST
def refuse(request: OfficerRequest, disposal: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _decided(
        request, disposal, lambda one: retention.refuse(one, reason=reason, by=request.user, at=timezone.now())
    )


@login_required
def hold(request: OfficerRequest, kind: str, reference: str) -> HttpResponse:
    """Stop the disposal of a file that this officer sees."""
    subject = _subject(request, kind, reference)
    if not request.user.may(retention.HOLD):
        raise PermissionDenied(retention.HOLD)
    standing = LegalHold.objects.standing().filter(access=subject.access_id).first()
    reason, told = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            retention.hold(subject, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, _("%(reference)s ditahan dari pemusnahan.") % {"reference": reference})
            return redirect("privacy:list")
        except ValidationError as refusal:
            told = refusal.messages[0]
    seen("privacy.hold", by=request.user, at=timezone.now(), access=subject.access, reference=subject.reference)
    facts = {"subject": subject, "standing": standing, "reason": reason, "told": told}
    return render(request, "privacy/hold.html", facts, status=422 if told else 200)


@login_required
@require_POST
def ask_lift(request: OfficerRequest, hold: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _about_hold(
        request, hold, lambda one: retention.ask_lift(one, reason=reason, by=request.user, at=timezone.now())
    )


@login_required
@recently_confirmed
@require_POST
def lift(request: OfficerRequest, hold: int) -> HttpResponse:
    return _about_hold(request, hold, lambda one: retention.lift(one, by=request.user, at=timezone.now()))


def _reader(request: OfficerRequest) -> None:
    if request.user.authority_id is None or not any(request.user.may(right) for right in READERS):
        raise PermissionDenied(retention.PROPOSE)


def _page(
    request: OfficerRequest, told: str = "", *, chosen: list[str] | None = None, status: int = 200
) -> HttpResponse:
    _reader(request)
    now, lists = timezone.now(), Disposal.objects.filter(authority=request.user.authority_id)
    facts = {
        "due": units.due(request.user, at=now)[:SHOWN] if request.user.may(retention.PROPOSE) else [],
        "chosen": chosen or [],
        "told": told,
        "lists": lists.order_by("-proposed_at")[:SHOWN],
        "holds": _holds(request.user).select_related("placed_by", "lift_asked_by").order_by("-placed_at")[:SHOWN],
        "rules": RetentionRule.objects.filter(code__in=[r.pk for r in units.in_force(timezone.localdate()).values()]),
        "breaches": _breaches(now),
    }
    seen("privacy.retention", by=request.user, at=now)
    return render(request, "privacy/list.html", facts, status=status)


def _breaches(now) -> list[dict]:
    """The latest, each with how many of its notices wait and whether its clock ran out."""
    rows = Breach.objects.order_by("-discovered_at")[:20]
    return [
        {"breach": each, "waiting": (n := actions.waiting(each).count()), "late": n and each.due_at < now}
        for each in rows
    ]


def _holds(officer):
    return LegalHold.objects.standing().filter(within(officer, under_seal=True))


def _disposal(request: OfficerRequest, reference: str) -> Disposal:
    _reader(request)
    return get_object_or_404(Disposal, reference=reference, authority=request.user.authority_id)


def _disposal_page(request: OfficerRequest, one: Disposal, told: str = "", *, status: int = 200) -> HttpResponse:
    may = request.user.may(retention.REVIEW) and one.open
    facts = {
        "disposal": one,
        "items": one.items.select_related("rule").order_by("pk"),
        "told": told,
        "reason": request.POST.get("reason", ""),
        "may_review": may and request.user.pk not in (one.proposed_by_id, one.first_id),
    }
    seen("privacy.disposal", by=request.user, at=timezone.now(), reference=one.reference)
    return render(request, "privacy/disposal.html", facts, status=status)


def _decided(request: OfficerRequest, reference: str, act) -> HttpResponse:
    one = _disposal(request, reference)
    try:
        act(one)
    except ValidationError as refusal:
        return _disposal_page(request, one, refusal.messages[0], status=422)
    except MovedOn as moved:
        return _disposal_page(request, moved.subject, _("Daftar ini sudah diputuskan."), status=409)
    return redirect("privacy:disposal", one.reference)


def _about_hold(request: OfficerRequest, pk: int, act) -> HttpResponse:
    _reader(request)
    one = get_object_or_404(_holds(request.user), pk=pk)
    try:
        act(one)
    except ValidationError as refusal:
        return _page(request, refusal.messages[0], status=422)
    return redirect("privacy:list")


def _subject(request: OfficerRequest, kind: str, reference: str):
    model = {"laporan": Complaint, "perkara": Case}.get(kind)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user).select_related("access"), reference=reference)
