"""The desk's first page and its queues."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from desk import paging, queues
from desk.rows import grouped, ready, rows_of
from desk.urgency import GROUPS
from workflow import access_records


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
    raise PermissionDenied("desk")


@login_required
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """One queue by its name; 404 where the reader's role does not open it."""
    found = queues.find(slug, request.user)
    if found is None:
        raise Http404(slug)
    return _show(request, found)


def _show(request: HttpRequest, queue) -> HttpResponse:
    stages = queues.by_stage(queue, request.user)
    stage = _asked(request, queue)
    page = _page(request, queue, stage)
    access_records.listed(page.rows, by=request.user, at=timezone.now())
    rows = rows_of(page.rows, user=request.user, today=timezone.localdate())
    facts = {
        "queue": queue,
        "stages": stages,
        "stage": stage,
        "total": sum(number for _code, _label, number in stages),
        "groups": [(GROUPS[name] if queue.counted else "", part) for name, part in _parts(queue, rows)],
        "next": page.next,
        **sidebar(request.user, queue.slug),
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
        paging.by_deadline(rows, cursor=cursor)
        if queue.counted
        else paging.newest_first(rows, field="stage_since", cursor=cursor)
    )


def sidebar(user, current: str = "") -> dict:
    """The list of queues with what waits in each: one query per kind of subject."""
    numbers = queues.counts(user)
    return {"queues": [(queue, numbers.get(queue.slug)) for queue in queues.queues_of(user)], "current": current}
