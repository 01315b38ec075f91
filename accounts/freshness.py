"""What is delicate asks once more who is there: password or passkey, at most ten minutes ago.

The question stands in the way of the request itself and carries its form along, so nothing typed is lost and nothing
of it is kept on the server: not even for a moment does a custodian's passphrase lie in a session.
"""

from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import attempts, factors, passkeys
from accounts.events import Account
from accounts.sessions import CONFIRMED
from workflow.ledger import record, unit_of_work

PASSWORD, PASSKEY, ASKED = "konfirmasi_sandi", "konfirmasi_kunci", "konfirmasi"  # fields of the question
OWN = {PASSWORD, PASSKEY, ASKED, "csrfmiddlewaretoken"}


def is_fresh(request: HttpRequest) -> bool:
    """Did this session's owner show password or passkey within the last ten minutes (settings.FRESH)?"""
    return 0 <= timezone.now().timestamp() - request.session.get(CONFIRMED, 0) < settings.FRESH


def recently_confirmed(view):
    """A view that only a recently confirmed session reaches; anybody signed in is asked first, and then goes on.

    Belongs below login_required: a stranger is led to the door, not asked for a password.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        answered = request.method == "POST" and ASKED in request.POST
        if answered and (told := _confirm(request)):
            return _question(request, told)
        if answered:
            return _go_on(request, view, args, kwargs)
        return view(request, *args, **kwargs) if is_fresh(request) else _question(request)

    return guarded


def _go_on(request: HttpRequest, view, args, kwargs) -> HttpResponse:
    """As if nothing had been asked: the page again, or the form as it was sent."""
    if request.POST[ASKED] == "GET":
        return redirect(request.get_full_path())
    sent = request.POST.copy()
    for name in OWN - {"csrfmiddlewaretoken"}:
        sent.pop(name, None)
    request.POST = sent  # type: ignore[assignment]
    return view(request, *args, **kwargs)


def _confirm(request: HttpRequest) -> str:
    """Confirm this session; what was wrong, or nothing."""
    at, address = timezone.now(), request.META.get("REMOTE_ADDR", "")
    officer, who = request.user, request.user.username
    if left := attempts.wait("confirm", who, address, at=at):
        return _("Terlalu sering salah. Coba lagi dalam %(seconds)s detik.") % {"seconds": left}
    if not _shown(request):
        if attempts.failed("confirm", who, address, at=at):
            with unit_of_work():
                record("account.limit", Account(officer), by=officer, at=at, what="confirm")
        return _("Tidak cocok. Coba lagi.")
    attempts.succeeded("confirm", who, address, at=at)
    request.session[CONFIRMED] = at.timestamp()
    return ""


def _shown(request: HttpRequest) -> bool:
    if credential := request.POST.get(PASSKEY):
        try:
            return passkeys.answered(credential, request.user) == request.user
        except ValidationError:
            return False
    return request.user.check_password(request.POST.get(PASSWORD, ""))


def _question(request: HttpRequest, wrong: str = "") -> HttpResponse:
    method = request.POST.get(ASKED, request.method)
    kept = [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values]
    facts = {
        "wrong": wrong,
        "kept": kept if method == "POST" else [],
        "method": method,
        "has_passkey": bool(factors.passkeys_of(request.user)),
        "has_password": request.user.has_usable_password(),
        "minutes": settings.FRESH // 60,
    }
    response = render(request, "accounts/confirm.html", facts, status=422 if wrong else 403)
    response.headers["Cache-Control"] = "private, no-store"
    return response
