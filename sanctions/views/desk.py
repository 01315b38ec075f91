"""The authority's pages of this room: the versions of a draft, and the ladder with its letter for many."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanctions import escalating, standing_still, wording
from sanctions.models import Recommendation, Version
from workflow import access_records
from workflow.transitions import MovedOn

RIGHT = "recommendation.escalate"


@login_required
@require_safe
def versions(request: HttpRequest, reference: str) -> HttpResponse:
    """Every version of a draft, newest first, each with what it changed, word by word."""
    subject = _seen(request, reference)
    access_records.read(subject, by=request.user, at=timezone.now())
    found = list(subject.versions.select_related("sanction", "by").order_by("number"))
    return render(request, "sanctions/desk/versions.html", {"rec": subject, "steps": _steps(found)})


def _seen(request: HttpRequest, reference: str) -> Recommendation:
    if not request.user.may("recommendation.view"):
        raise Http404(reference)
    rows = Recommendation.objects.visible_to(request.user).select_related("respondent", "access")
    subject = rows.filter(reference=reference).first()
    if subject is None:
        raise Http404(reference)
    return subject


def _steps(found: list[Version]) -> list[tuple[Version, list[wording.Change]]]:
    pairs = list(zip(found, [None, *found], strict=False))
    steps = [(after, wording.changes(before, after) if before else []) for after, before in pairs]
    return steps[::-1]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest) -> HttpResponse:
    """Appointing authorities that have not answered, the longest first; a letter that lists many of them at once."""
    if not request.user.may(RIGHT):
        raise PermissionDenied(RIGHT)
    days = standing_still.days_of(request.POST.get("hari") or request.GET.get("hari", ""))
    found = standing_still.of(request.user, at=timezone.now(), days=days)
    if request.method == "POST":
        return _send(request, found, days)
    return _ladder(request, found, days)


def _send(request: HttpRequest, found: list[standing_still.Silent], days: int) -> HttpResponse:
    picked = set(request.POST.getlist("instansi"))
    rows = [each for silent in found if silent.agency.pk in picked for each in silent.listable]
    try:
        roster = escalating.escalate_together(rows, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        return _ladder(request, found, days, errors=wrong.messages, picked=picked, status=422)
    except MovedOn:
        gone = [_("Satu rekomendasi dijawab sementara itu. Daftarnya sudah diperbarui, pilih lagi.")]
        return _ladder(request, found, days, errors=gone, picked=picked, status=409)
    messages.success(request, _("Surat %(number)s dibuat.") % {"number": roster.letter.number})
    return redirect("letters:show", roster.letter_id)


def _ladder(request: HttpRequest, found, days: int, *, errors=(), picked=(), status: int = 200) -> HttpResponse:
    rows = [each for silent in found for each in silent.recommendations]
    access_records.listed(rows, by=request.user, at=timezone.now())
    facts = {
        "silent": found,
        "days": days,
        "choices": standing_still.CHOICES,
        "total": len(rows),
        "errors": errors,
        "picked": picked,
    }
    return render(request, "sanctions/desk/ladder_page.html", facts, status=status)
