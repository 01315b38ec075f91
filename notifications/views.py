"""The pages of notifications: the list behind the bell, and what the live script asks for."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from notifications import actions
from notifications.consumers import LARGEST_NUMBER
from notifications.models import Notification
from notifications.presenting import codes, present
from notifications.queries import newest_first, rows_after, unseen
from workflow.ledger import is_day_alone

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A notification as the list shows it; `timed` is false where only the day is known."""

    text: str
    url: str
    created_at: datetime
    seen_at: datetime | None
    timed: bool


@login_required
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty to a page; opening the first page marks everything as seen."""
    before = _number(request.GET.get("sebelum"))
    rows = newest_first(request.user, before=before, limit=PAGE + 1)
    page = rows[:PAGE]
    context = {
        "rows": [_line(row, request.user) for row in page],
        "older": page[-1].number if len(rows) > PAGE else None,
        "zone": request.user.agency.territory if request.user.agency else None,
        "base": "base_staff.html" if request.user.authority_id else "base_agency.html",
    }
    if page and not before:
        actions.see_up_to(page[0].number, by=request.user, at=timezone.now())
    return render(request, "notifications/list.html", context)


def _line(row: Notification, reader) -> Line:
    told = present(codes(row), reader)
    return Line(
        text=told["text"],
        url=told["url"],
        created_at=row.created_at,
        seen_at=row.seen_at,
        timed=not is_day_alone(row.created_at),
    )


@require_GET
def new(request: HttpRequest) -> JsonResponse:
    """What the socket would have sent beyond a number, for when a proxy blocks sockets. 403 when logged out."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=403)
    rows = rows_after(request.user.pk, _number(request.GET.get("after")) or 0)
    return JsonResponse({"items": [present(row, request.user) for row in rows], "unseen": unseen(request.user.pk)})


@require_POST
def see(request: HttpRequest) -> HttpResponse:
    """The page of a subject (`subject`) was opened, or the list up to a number (`up_to`)."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=403)
    number, subject = _number(request.POST.get("up_to")), request.POST.get("subject", "")[:40]
    if number is None and not subject:
        return HttpResponseBadRequest()
    at = timezone.now()
    if number is not None:
        return JsonResponse({"unseen": actions.see_up_to(number, by=request.user, at=at)})
    return JsonResponse({"unseen": actions.see_subject(subject.replace("\x00", ""), by=request.user, at=at)})


def _number(text: str | None) -> int | None:
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    return min(int(text), LARGEST_NUMBER)
