"""What a mailed link opens: a page where a password is chosen. Opening it uses nothing up; sending the form does.

The secret leaves the address at once: it goes into the session, so that neither history nor a shoulder keeps it.
"""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import invitations, recovery
from accounts.middleware import half_in
from accounts.models import Invitation, Recovery
from accounts.models.people import ByLink, Stage
from accounts.people_forms import NewPassword
from agencies.models import Officer
from workflow.transitions import MovedOn

KEPT = "undangan"


@never_cache
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The address in the mail: remembers the digest and leads on."""
    request.session[KEPT] = ByLink.digest_of(secret)
    return redirect("accept")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """A password is chosen; then the door, where the second factor is begun. A link that is over says no more than that."""
    found = _open(request.session.get(KEPT, ""))
    if found is None:
        return render(request, "accounts/people/over.html", status=404)
    form = NewPassword(request.POST if request.method == "POST" else None, person=_person(found))
    if form.is_valid():
        try:
            officer = _finish(found, form.cleaned_data["password"])
        except MovedOn:
            return render(request, "accounts/people/over.html", status=404)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            del request.session[KEPT]
            messages.success(
                request, _("Kata sandi tersimpan. Masuk sebagai %(account)s.") % {"account": officer.username}
            )
            return redirect("login")
    facts = {"form": form, "person": _person(found), "lost": isinstance(found, Recovery)}
    return render(request, "accounts/people/accept.html", facts, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """At the second step of the door: the password was right, the device is gone. Two others decide."""
    officer = half_in(request)
    if officer is None:
        return redirect("login")
    if request.method == "POST":
        with suppress(ValidationError):  # asked for before: the answer is the same
            recovery.ask(officer, by=None, at=timezone.now())
        return render(request, "accounts/people/lost.html", {"asked": True, "person": officer})
    return render(request, "accounts/people/lost.html", {"person": officer})


def _open(digest: str) -> Invitation | Recovery | None:
    """What this link opens now: unused, not withdrawn, not over."""
    if not digest:
        return None
    for model in (Invitation, Recovery):
        found = model.objects.filter(digest=digest, stage=Stage.APPROVED).first()
        if found and found.open_at(timezone.now()):
            return found
    return None


def _person(found: Invitation | Recovery) -> Officer:
    if isinstance(found, Recovery):
        return found.officer
    return Officer(username=found.username, full_name=found.full_name, email=found.email)


def _finish(found: Invitation | Recovery, password: str) -> Officer:
    at = timezone.now()
    if isinstance(found, Recovery):
        return recovery.finish(found, password=password, at=at)
    return invitations.accept(found, password=password, at=at)
