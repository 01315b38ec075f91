"""The desk's first page and its queues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import OfficerRequest
from desk import paging, queues
from desk.rows import grouped, ready, rows_of
from desk.urgency import GROUPS
from workflow import access_records
from worklists import bulk
from worklists.permissions import may_filter
from worklists.votes import next_vote


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where this person's work begins; 403 for those whose work is elsewhere."""
    queue = queues.default(request.user)
    if queue:
        return _show(request, queue)
    if request.user.may("complaint.view_referred"):
        return redirect("desk:complaints")
    if request.user.may("unsealing.grant"):
        return redirect("identity:requests")
    if request.user.may("event.view"):
        return redirect("desk:trail")
    if request.user.may("clearance.ask"):
        return redirect("clearance:ask")
    raise PermissionDenied("desk")


@login_required
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """One queue by its name; 404 where the reader's role does not open it."""
    found = queues.find(slug, request.user)
    if found is None:
        raise Http404(slug)
    return _show(request, found)


def _show(request: HttpRequest, queue) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    stages = queues.by_stage(queue, user)
    stage = _asked(request, queue)
    page = _page(request, queue, stage)
    access_records.listed(page.rows, by=user, at=timezone.now())
    rows = rows_of(page.rows, user=user, today=today)
    facts = {
        "queue": queue,
        "stages": stages,
        "stage": stage,
        "total": min(sum(number for _code, _label, number in stages), queues.CAP),
        "groups": [(GROUPS[name] if queue.counted else "", part) for name, part in _parts(queue, rows)],
        "next": page.next,
        "verbs": bulk.verbs_for(queue.model.KIND, user) if rows else [],
        "most": bulk.MOST,
        **sidebar(user, queue.slug),
    }
    return render(request, "desk/queue.html", facts)


def _parts(queue, rows):
    return grouped(rows) if queue.counted else [("", rows)] if rows else []


def _asked(request: HttpRequest, queue) -> str:
    stage = request.GET.get("tahap", "")
    return stage if stage in queue.stages else ""


def _page(request: HttpRequest, queue, stage: str) -> paging.Page:
    rows = ready(queue.rows(request.user))
    if stage:
        rows = rows.filter(stage=stage)
    cursor = request.GET.get("setelah", "")
    return (
        paging.first_then_deadline(rows, cursor=cursor)
        if queue.counted
        else paging.newest_first(rows, field="stage_since", cursor=cursor)
    )


def sidebar(user, current: str = "") -> dict:
    """The list of queues and saved filters with what waits in each, counted in one query; the days to the next vote."""
    own, saved = queues.queues_of(user), queues.saved_queues_of(user)
    numbers = queues.counts(user, own + saved)
    vote = next_vote(today=timezone.localdate())
    return {
        "queues": [(queue, numbers.get(queue.slug)) for queue in own],
        "saved_queues": [(queue, numbers.get(queue.slug)) for queue in saved],
        "current": current,
        "may_filter": may_filter(user),
        "vote": vote,
        "days_to_vote": (vote.vote_date - timezone.localdate()).days if vote else None,
    }


@login_required
@require_POST
def bulk_start(request: OfficerRequest) -> HttpResponse:
    """What was ticked in a queue, or all of it, becomes a run to be looked at before it is confirmed."""
    queue = queues.find(request.POST.get("antrean", ""), request.user)
    if queue is None:
        raise Http404("queue")
    references = _everything(request, queue) if request.POST.get("semua") else request.POST.getlist("pilih")
    try:
        run = bulk.draft(
            queue.model.KIND, request.POST.get("tindakan", ""), references, by=request.user, at=timezone.now()
        )
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("desk:queue", queue.slug)
    return redirect("worklists:bulk-run", run.pk)


def _everything(request: HttpRequest, queue) -> list[str]:
    stage, rows = request.POST.get("tahap", ""), queue.rows(request.user)
    rows = rows.filter(stage=stage) if stage in queue.stages else rows
    ordered = rows.order_by(F("due_date").asc(nulls_last=True), "pk")
    return list(ordered.values_list("reference", flat=True)[: bulk.MOST])
