"""What every page of a head shares: who may come in at all, by which door, and how a form comes back."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import people
from agencies.models import Officer

AUTHORITY, AGENCY = "people", "agency_people"  # the two doors: names of the same addresses under two places
HEADS = ("officer.invite", "officer.approve", "officer.review")


def for_heads(*rights: str) -> Callable:
    """A view for heads who hold any of these rights (none named: for every head), through the door of their own body."""
    wanted = rights or HEADS

    def decorate(view):
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            user, door = request.user, request.resolver_match.namespace
            own = user.authority_id is not None if door == AUTHORITY else user.agency_id is not None
            if not own or not any(user.may(right) for right in wanted):
                raise PermissionDenied(wanted[0])
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def show(request: HttpRequest, template: str, facts: dict, *, status: int = 200) -> HttpResponse:
    """A page of this room in the frame of its door; never kept by a browser."""
    frame = {"base": "base_staff.html" if request.resolver_match.namespace == AUTHORITY else "base_agency.html"}
    response = render(request, f"accounts/people/{template}.html", {**facts, **frame}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def posted(request: HttpRequest):
    """What a form is bound to: what was sent, even when it was nothing; None before anything was."""
    return request.POST if request.method == "POST" else None


def address(request: HttpRequest, name: str, *args) -> str:
    """Of the page with this name, behind the same door."""
    return reverse(f"people:{name}", args=args, current_app=request.resolver_match.namespace)


def told(request: HttpRequest, text: str, name: str = "list", *args) -> HttpResponse:
    """Done: the next page says so."""
    messages.success(request, text)
    return redirect(address(request, name, *args))


def not_told(request: HttpRequest, error: ValidationError, name: str, *args) -> HttpResponse:
    """A button that could not be followed: the page says why."""
    messages.error(request, " ".join(error.messages))
    return redirect(address(request, name, *args))


def tell_link(request: HttpRequest, link: str | None) -> None:
    """In the demo no mail goes out: the link is shown instead."""
    if link:
        messages.warning(request, link)


def complain(form, error: ValidationError) -> None:
    """What only the action finds out, beside the field that it is about."""
    if hasattr(error, "error_dict"):
        for name, wrong in error.error_dict.items():
            form.add_error(name if name in form.fields else None, wrong)
    else:
        form.add_error(None, error)


def person(request: HttpRequest, username: str) -> Officer:
    """Somebody of the bodies this head answers for; everybody else does not exist."""
    rows = people.people_of(request.user).select_related("authority", "agency").prefetch_related("roles", "regions")
    found = rows.filter(username=username).first()
    if found is None:
        raise Http404(username)
    return found


def one(rows, reference: str):
    """One row by its reference, or nothing at all."""
    found = rows.select_related("authority", "agency").filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    return found
