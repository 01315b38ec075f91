"""The trail for auditors: every event by number, with codes and no content."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agencies.models import Officer
from desk.paging import by_number
from evidence.models import Custody
from workflow.access import within
from workflow.access_records import seen
from workflow.models import Event
from workflow.references import normalised

SIZE = 50


@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first; `nomor` narrows it to one reference. Events of other authorities' files are not listed."""
    if not request.user.may("event.view"):
        raise PermissionDenied("event.view")
    reference = normalised(request.GET.get("nomor", ""))[:40]
    events = Event.objects.filter(within(request.user)).select_related("actor")
    if reference:
        events = events.filter(subject_reference=reference)
    page = by_number(events, cursor=request.GET.get("setelah", ""), size=SIZE)
    roles = _roles({event.actor_id for event in page.rows if event.actor_id})
    seen("audit.trail", by=request.user, at=timezone.now(), reference=reference)
    facts = {"events": page.rows, "roles": roles, "next": page.next, "reference": reference}
    return render(request, "desk/trail.html", facts)


@login_required
def custody(request: HttpRequest) -> HttpResponse:
    """Who had which file in hands, newest first, and the reason given; never what a file is called or holds."""
    if not request.user.may("event.view"):
        raise PermissionDenied("event.view")
    number = request.GET.get("nomor", "").strip()[:40]
    rows = Custody.objects.filter(within(request.user, prefix="evidence__access__")).select_related("by")
    if number:
        rows = rows.filter(evidence=_uuid(number))
    before = request.GET.get("setelah", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    seen("audit.custody", by=request.user, at=timezone.now(), reference=number)
    facts = {"rows": found[:SIZE], "number": number, "next": found[SIZE - 1].pk if len(found) > SIZE else None}
    return render(request, "desk/custody.html", facts)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _roles(officers: set[int]) -> dict[int, str]:
    """Officer → the names of the roles held today."""
    rows = Officer.objects.filter(pk__in=officers).prefetch_related("roles")
    return {officer.pk: ", ".join(str(role) for role in officer.roles.all()) for officer in rows}
