"""The list of a body's people with what waits for its head, one person, and the agencies that need help."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import contacts, departures, people, recovery, sleeping
from accounts.events import Account
from accounts.freshness import recently_confirmed
from accounts.models import Contact, Invitation, Recovery, Review, RoleChange
from accounts.models.people import Stage
from accounts.people_tasks import short_of_heads, tasks_of
from accounts.views.people.frame import address, for_heads, not_told, person, show, told
from agencies.models import Agency, Officer

PAGE = 200  # people of one body on a page


@for_heads()
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Who has an account here, what they may do, since when they were away."""
    user = request.user
    rows = people.people_of(user).filter(people.of_place(user)).prefetch_related("roles", "regions")
    facts = {
        "tasks": tasks_of(user, today=timezone.localdate()),
        "rows": rows.order_by("full_name", "pk")[:PAGE],
        "waiting": Invitation.objects.visible_to(user).filter(stage__in=[Stage.PROPOSED, Stage.APPROVED])
        .select_related("agency").order_by("-at")[:50],
        "reviews": Review.objects.visible_to(user).filter(people.of_place(user)).order_by("-quarter")[:4],
        "root": address(request, "list"),
    }  # fmt: skip
    return show(request, "list", facts)


@for_heads()
@require_safe
def show_person(request: HttpRequest, username: str) -> HttpResponse:
    """One account: roles, regions, what is open about it, and what a head can do."""
    found = person(request, username)
    facts = {
        "person": found,
        "number": Account(found).reference,
        "mine": found.pk == request.user.pk,
        "change": RoleChange.objects.filter(officer=found, stage=Stage.PROPOSED).first(),
        "recovery": Recovery.objects.filter(officer=found, stage=Stage.PROPOSED).first(),
        "departure": departures.running(request.user).filter(officer=found).first(),
        "invites": request.user.may("officer.invite"),
    }
    return show(request, "person", facts)


@for_heads("officer.invite")
@require_POST
def sleep(request: HttpRequest, username: str) -> HttpResponse:
    """At once, for instance when a phone was stolen."""
    found = person(request, username)
    try:
        sleeping.sleep(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        return not_told(request, error, "person", username)
    return told(request, _("Akun ini tidur. Sesinya sudah berakhir."), "person", username)


@for_heads("officer.invite")
@recently_confirmed
@require_POST
def wake(request: HttpRequest, username: str) -> HttpResponse:
    """They may come in again."""
    found = person(request, username)
    try:
        sleeping.wake(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        return not_told(request, error, "person", username)
    return told(
        request,
        _("Akun ini bangun. Pemiliknya masuk dengan kata sandi dan faktor keduanya sendiri."),
        "person",
        username,
    )


@for_heads("officer.approve")
@recently_confirmed
@require_POST
def recover(request: HttpRequest, username: str) -> HttpResponse:
    """A head asks for somebody who lost their device."""
    found = person(request, username)
    if found.pk == request.user.pk:
        raise PermissionDenied("officer.approve")  # for oneself it is asked at the door
    try:
        asked = recovery.ask(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        return not_told(request, error, "person", username)
    return told(request, _("Pemulihan diminta. Dua orang menyetujuinya."), "recovery", asked.reference)


@for_heads("officer.invite", "officer.review")
@recently_confirmed
@require_POST
def leave(request: HttpRequest, username: str) -> HttpResponse:
    """Somebody is going to leave."""
    found = person(request, username)
    try:
        begun = departures.begin(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        return not_told(request, error, "person", username)
    return told(request, _("Serahkan dulu pekerjaannya, lalu tutup akunnya."), "departure", begun.reference)


# The authority looks after agencies -------------------------------------------------------------------------------------
@for_heads()
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies with too few heads, without a living contact, or with a list that is late."""
    if request.user.agency_id:
        raise PermissionDenied("officer.invite")
    late = Review.objects.visible_to(request.user).filter(
        agency__isnull=False, at=None, due_date__lt=timezone.localdate()
    )
    facts = {
        "short": short_of_heads()[:100],
        "silent": contacts.without_living_contact()[:100],
        "late": late.select_related("agency").order_by("due_date")[:100],
    }
    return show(request, "agencies", facts)


@for_heads()
@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency's people and contacts."""
    if request.user.agency_id:
        raise PermissionDenied("officer.invite")
    found = get_object_or_404(Agency, pk=code)
    rows = Officer.objects.filter(agency=found, closed_at__isnull=True).prefetch_related("roles", "regions")
    facts = {
        "agency": found,
        "rows": rows.order_by("full_name", "pk")[:PAGE],
        "contacts": Contact.objects.filter(agency=found).order_by("order", "pk"),
        "invites": request.user.may("officer.invite"),
    }
    return show(request, "agency", facts)
