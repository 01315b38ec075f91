"""The own account: second factors, open sessions, tokens, password. Nothing here takes anything of somebody else's."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import devices, factors, sessions, tokens
from accounts.events import Account
from accounts.forms import NewPassword, PasskeyName
from accounts.freshness import recently_confirmed
from accounts.second_factor import FACTOR
from workflow.ledger import record, unit_of_work


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How one comes in, where one is signed in, and what programs may do in one's name."""
    officer, at = request.user, timezone.now()
    facts = {
        "app": factors.app_of(officer),
        "passkeys": [(kept, kept.wrap().name) for kept in factors.passkeys_of(officer)],
        "codes_left": factors.codes_left(officer),
        "sessions": [_line(known, request) for known in sessions.own(officer, at=at)],
        "tokens": tokens.living(officer, at=at),
        "as_demo": request.session.get(FACTOR) == "demo",
    }
    return render(request, "accounts/overview.html", facts)


def _line(known, request: HttpRequest) -> dict:
    return {
        "handle": sessions.handle(known.pk),
        "device": devices.in_words(known.device),
        "begun_at": known.begun_at,
        "seen_at": sessions.last_seen(known),
        "here": known.pk == request.session.session_key,
    }


@login_required
@recently_confirmed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The page that makes a further passkey."""
    return render(request, "accounts/add_passkey.html", {"form": PasskeyName()})


@login_required
@recently_confirmed
@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    kept = factors.app_of(request.user)
    return _removed(request, kept)


@login_required
@recently_confirmed
@require_POST
def remove_passkey(request: HttpRequest, key: int) -> HttpResponse:
    kept = next((own for own in factors.passkeys_of(request.user) if own.pk == key), None)
    return _removed(request, kept)


def _removed(request: HttpRequest, kept) -> HttpResponse:
    if kept is None:
        raise Http404
    try:
        factors.remove(request.user, kept, at=timezone.now())
        messages.success(request, _("Faktor kedua itu sudah dihapus."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("accounts:overview")


@login_required
@require_POST
def rename_passkey(request: HttpRequest, key: int) -> HttpResponse:
    form = PasskeyName(request.POST)
    if not form.is_valid() or not factors.rename(request.user, key, form.cleaned_data["name"]):
        raise Http404
    messages.success(request, _("Nama kunci sudah diganti."))
    return redirect("accounts:overview")


@login_required
@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """One session, by a name that only its owner is shown."""
    at = timezone.now()
    chosen = [known for known in sessions.own(request.user, at=at) if sessions.handle(known.pk) == handle]
    if not chosen:
        raise Http404
    sessions.end(request.user, chosen, by=request.user, at=at)
    if chosen[0].pk == request.session.session_key:
        request.session.flush()
        return redirect("login")
    messages.success(request, _("Sesi itu sudah diakhiri."))
    return redirect("accounts:overview")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Every session but this one."""
    at = timezone.now()
    others = sessions.own(request.user, at=at).exclude(pk=request.session.session_key)
    count = sessions.end(request.user, list(others), by=request.user, at=at)
    messages.success(request, _("%(count)s sesi lain sudah diakhiri.") % {"count": count})
    return redirect("accounts:overview")


@login_required
@recently_confirmed
@require_POST
def revoke_token(request: HttpRequest, key: int) -> HttpResponse:
    if not tokens.revoke(request.user, key, by=request.user, at=timezone.now()):
        raise Http404
    messages.success(request, _("Token dicabut. Program yang memakainya ditolak mulai sekarang."))
    return redirect("accounts:overview")


@login_required
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    """A new password ends every other session."""
    form = NewPassword(request.POST or None, officer=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)
    at = timezone.now()
    with unit_of_work():
        request.user.set_password(form.cleaned_data["password"])
        request.user.save(update_fields=["password"])
        record("account.password", Account(request.user), by=request.user, at=at)
        others = sessions.own(request.user, at=at).exclude(pk=request.session.session_key)
        sessions.end(request.user, list(others), by=request.user, at=at)
    _keep_this_session(request, at)
    messages.success(request, _("Kata sandi diganti. Semua sesi lain sudah diakhiri."))
    return redirect("accounts:overview")


def _keep_this_session(request: HttpRequest, at) -> None:
    """The session gets a new key that fits the new password."""
    device = sessions.device_of(request)
    update_session_auth_hash(request, request.user)
    request.session.save()
    sessions.keep(request.session, request.user, device=device, at=at)
