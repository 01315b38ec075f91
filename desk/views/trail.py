"""The trail for auditors: every event by number, with codes and no content."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.models import Officer
from desk.paging import by_number
from workflow.access import within
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
    facts = {"events": page.rows, "roles": roles, "next": page.next, "reference": reference}
    return render(request, "desk/trail.html", facts)


def _roles(officers: set[int]) -> dict[int, str]:
    """Officer → the names of the roles held today."""
    rows = Officer.objects.filter(pk__in=officers).prefetch_related("roles")
    return {officer.pk: ", ".join(str(role) for role in officer.roles.all()) for officer in rows}
