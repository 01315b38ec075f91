"""Coming in: password, then second factor; or a passkey, which is both. Going out."""

from django.contrib.auth import authenticate, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import attempts, factors, passkeys, sessions
from accounts.events import Account
from accounts.forms import Code, SignIn
from accounts.landing import NEXT, landing, wished
from accounts.middleware import half_in
from accounts.models import Provider
from accounts.second_factor import DEMO, exempt
from agencies.models import Officer
from workflow.ledger import record, unit_of_work


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The door: account and password. Unknown accounts, wrong passwords and closed accounts look and take the same."""
    if request.user.is_authenticated:
        return redirect(landing(request, request.user))
    if request.method != "POST" and (officer := half_in(request)):
        request.session[NEXT] = wished(request)
        return _next_step(request, officer)
    form = SignIn(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _door(request, form)
    name, address, at = form.cleaned_data["username"], _address(request), timezone.now()
    if left := attempts.wait("password", name, address, at=at):
        return _wait(_door(request, form, _too_often(left), 429), left)
    officer = authenticate(request, username=name, password=form.cleaned_data["password"])
    if officer is None or not officer.admissible:
        _note_failure("password", name, address, at)
        return _door(request, form, _("Nama akun atau kata sandi tidak cocok. Coba lagi."))
    attempts.succeeded("password", name, address, at=at)
    wish = wished(request)
    sessions.half_open(request, officer, at=at)
    request.session[NEXT] = wish
    return _next_step(request, officer)


def _next_step(request: HttpRequest, officer: Officer) -> HttpResponse:
    if exempt(officer):
        sessions.open_up(request, officer, factor=DEMO, at=timezone.now())
        return redirect(landing(request, officer))
    return redirect("accounts:factor" if factors.enrolled(officer) else "accounts:enrol")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """The second step: a code, or a passkey."""
    officer = half_in(request)
    if officer is None:
        return redirect("login")
    if not factors.enrolled(officer):
        return redirect("accounts:enrol")
    form, at, address = Code(request.POST or None), timezone.now(), _address(request)
    if request.method != "POST" or not form.is_valid():
        return _second(request, officer, form)
    if left := attempts.wait_for_code(officer.username, address, at=at):
        return _wait(_second(request, officer, form, _too_often(left), 429), left)
    shown = factors.shows_code(officer, form.cleaned_data["code"], at=at)
    if not shown:
        _note_failure("code", officer.username, address, at)
        told = _("Kode tidak cocok, atau sudah pernah dipakai. Tunggu kode berikutnya, lalu coba lagi.")
        return _second(request, officer, form, told)
    attempts.succeeded("code", officer.username, address, at=at)
    sessions.open_up(request, officer, factor=shown, at=at)
    return redirect(landing(request, officer))


@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """By script: the question for a passkey (GET), its answer (POST). As second step, or instead of both."""
    officer = half_in(request)
    if request.method == "GET":
        if officer is None and not request.user.is_authenticated:
            request.session.set_expiry(sessions.HALF_OPEN)
        return JsonResponse(passkeys.question(officer or _signed_in(request)))
    if request.user.is_authenticated:
        return redirect(landing(request, request.user))
    return _by_passkey(request, officer)


def _by_passkey(request: HttpRequest, officer: Officer | None) -> HttpResponse:
    address, at = _address(request), timezone.now()
    if left := attempts.wait("passkey", "", address, at=at):
        return _wait(_door(request, SignIn(), _too_often(left), 429), left)
    try:
        owner = passkeys.answered(request.POST.get("credential", ""), officer)
    except ValidationError as error:
        attempts.failed("passkey", "", address, at=at)
        page = _second(request, officer, Code(), error.messages[0]) if officer else None
        return page or _door(request, SignIn(), error.messages[0])
    if not owner.admissible:
        return _door(request, SignIn(), _("Akun ini tidak dapat masuk."))
    wish = wished(request)
    sessions.open_up(request, owner, factor="passkey", at=at)
    request.session[NEXT] = wish
    return redirect(landing(request, owner))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of this browser; nothing of the session stays on either side."""
    logout(request)
    response = redirect("/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _signed_in(request: HttpRequest) -> Officer | None:
    return request.user if request.user.is_authenticated else None


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def _note_failure(what: str, name: str, address: str, at) -> None:
    """Counts; what reached the limit is an event of the account, if there is such an account."""
    if not attempts.failed(what, name, address, at=at):
        return
    officer = Officer.objects.filter(username=name).first()
    if officer is not None:
        with unit_of_work():
            record("account.limit", Account(officer), by=officer, at=at, what=what)


def _too_often(left: int) -> str:
    return _("Terlalu sering salah dari tempat ini. Coba lagi dalam %(seconds)s detik.") % {"seconds": left}


def _wait(response: HttpResponse, left: int) -> HttpResponse:
    response.headers["Retry-After"] = str(left)
    return response


def _door(request: HttpRequest, form: SignIn, told: str = "", status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "told": told,
        "wish": wished(request),
        "providers": Provider.objects.in_use().order_by("name"),
    }
    return render(request, "accounts/sign_in.html", facts, status=status)


def _second(request: HttpRequest, officer: Officer, form: Code, told: str = "", status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "told": told,
        "passkeys": factors.passkeys_of(officer),
        "app": factors.app_of(officer),
        "officer": officer,
    }
    return render(request, "accounts/factor.html", facts, status=status)
