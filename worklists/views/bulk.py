"""Bulk runs: looked at, confirmed, followed, cancelled, tried again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from workflow import access_records
from workflow.access_records import Look
from worklists import bulk
from worklists.models import BulkRun
from worklists.permissions import may_filter

SHOWN = 20  # runs in the list
ROOMS = {"complaint": "laporan", "case": "perkara", "recommendation": "rekomendasi"}


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """One's own runs, the latest first."""
    if not may_filter(request.user):
        raise PermissionDenied("bulk")
    runs = list(BulkRun.objects.visible_to(request.user).order_by("-pk")[:SHOWN])
    return render(request, "worklists/bulks.html", {"runs": [(run, label(run)) for run in runs]})


def label(run: BulkRun) -> str:
    verb = bulk.verb_of(run.kind, run.verb)
    return str(verb.label) if verb else run.verb


def _mine(request: HttpRequest, pk: int) -> BulkRun:
    run = BulkRun.objects.visible_to(request.user).filter(pk=pk).first()
    if run is None or not may_filter(request.user):
        raise Http404(pk)
    run.owner = request.user
    return run


@login_required
def run(request: HttpRequest, bulk_run: int) -> HttpResponse:
    """Before it is confirmed: details, what will be done and what is skipped and why. Afterwards: how far it is."""
    subject = _mine(request, bulk_run)
    if request.method != "POST":
        return _show(request, subject)
    if subject.state != BulkRun.State.DRAFT:
        return redirect("worklists:bulk-run", bulk_run)
    form = bulk.form_for(subject, request.POST)
    if form is None or not form.is_valid():
        return _show(request, subject, form=form, status=422)
    bulk.describe(subject, form)
    return redirect("worklists:bulk-run", bulk_run)


def _show(request: HttpRequest, subject: BulkRun, *, form=None, status: int = 200) -> HttpResponse:
    items = bulk.seen_items(subject, request.user)
    looks = [Look(f"{subject.kind}.list", item.access_id, item.reference) for item in items]
    access_records.looked(looks, by=request.user, at=timezone.now())
    asking = subject.state == BulkRun.State.DRAFT
    if asking and form is None:
        form = bulk.form_for(subject, bulk.details_of(subject) or None)
    facts = {
        "run": subject,
        "label": label(subject),
        "form": form if asking and form is not None and form.fields else None,
        "ready": asking and not bulk.needs_details(subject),
        "progress": bulk.progress(subject),
        "items": [(item, bulk.REASONS.get(item.reason, "")) for item in items],
        "room": ROOMS[subject.kind],
    }
    return render(request, "worklists/bulk.html", facts, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, bulk_run: int) -> HttpResponse:
    """The one confirmation: the worker takes over and this answers at once."""
    return _done(request, bulk_run, bulk.confirm)


@login_required
@require_POST
def cancel(request: HttpRequest, bulk_run: int) -> HttpResponse:
    """What waits is not begun any more."""
    return _done(request, bulk_run, bulk.cancel)


@login_required
@require_POST
def retry(request: HttpRequest, bulk_run: int) -> HttpResponse:
    """Once more what failed."""
    return _done(request, bulk_run, bulk.retry)


def _done(request: HttpRequest, pk: int, act) -> HttpResponse:
    try:
        act(_mine(request, pk), at=timezone.now())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("worklists:bulk-run", pk)
