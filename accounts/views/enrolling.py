"""Setting up second factors: on the first day, when nothing else is open yet, and later from the own account page.

Whoever has shown a password alone may set up the first factor, never a further one: else a stolen password would be enough.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import factors, passkeys, qr, sessions
from accounts.adapters import SecondFactors
from accounts.forms import AppCode, PasskeyName
from accounts.freshness import recently_confirmed
from accounts.landing import landing
from accounts.middleware import half_in
from agencies.models import Officer

SEED = "seed"  # in the session, sealed: the app's seed until its first code was right
KEEP = "codes"  # in the session: the recovery codes are new and still to be written down


def setting_up(view):
    """`view(request, officer)` for who may set up a factor now: on the first day, or signed in and recently confirmed."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest) -> HttpResponse:
        officer = half_in(request)
        if officer is not None:
            return redirect("accounts:factor") if factors.enrolled(officer) else view(request, officer)
        return settled(request)

    @login_required
    @recently_confirmed
    def settled(request: HttpRequest) -> HttpResponse:
        return view(request, request.user)

    return guarded


@never_cache
@require_safe
def enrol(request: HttpRequest) -> HttpResponse:
    """The first day: choose an app or a passkey."""
    officer = half_in(request)
    if officer is None:
        return redirect("accounts:overview" if request.user.is_authenticated else "login")
    if factors.enrolled(officer):
        return redirect("accounts:factor")
    return render(request, "accounts/enrol.html", {"officer": officer, "form": PasskeyName()})


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Scan, type the first code."""
    seed = _seed(request, renew=request.method != "POST")
    form = AppCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_app(officer, seed, form.cleaned_data["code"], at=timezone.now())
            request.session.pop(SEED, None)
            return _set_up(request, officer, "totp")
        except ValidationError as error:
            form.add_error("code", error.message_dict["code"][0])
    address = SecondFactors().build_totp_url(officer, seed)
    grouped = " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))
    facts = {"form": form, "seed": grouped, "picture": qr.picture(address), "address": address, "officer": officer}
    return render(request, "accounts/app.html", facts, status=422 if form.errors else 200)


@setting_up
@require_http_methods(["GET", "POST"])
def new_passkey(request: HttpRequest, officer: Officer) -> HttpResponse:
    """By script: what the browser needs to make a passkey (GET), and the passkey (POST)."""
    if request.method == "GET":
        return JsonResponse(passkeys.registration(officer))
    form = PasskeyName(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    try:
        credential = passkeys.registered(request.POST.get("credential", ""))
        if len(factors.passkeys_of(officer)) >= factors.MOST_PASSKEYS:
            raise ValidationError(_("Sudah ada terlalu banyak kunci sandi. Hapus yang tidak dipakai."))
    except ValidationError as error:
        page = "add_passkey" if request.user.is_authenticated else "enrol"
        facts = {"officer": officer, "form": form, "told": error.messages[0]}
        return render(request, f"accounts/{page}.html", facts, status=422)
    factors.add_passkey(officer, name, credential, at=timezone.now())
    return _set_up(request, officer, "passkey")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown until their owner says that they are kept. As a file with `?unduh`."""
    shown = factors.codes_to_show(request.user) if request.session.get(KEEP) else []
    if not shown:
        return redirect("accounts:overview")
    if request.method == "POST":
        factors.codes_kept(request.user)
        request.session.pop(KEEP)
        return redirect(landing(request, request.user))
    if "unduh" in request.GET:
        return _file(shown, request.user)
    return render(request, "accounts/codes.html", {"codes": shown})


@login_required
@recently_confirmed
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones are void."""
    factors.new_codes(request.user, at=timezone.now())
    request.session[KEEP] = True
    return redirect("accounts:codes")


def _set_up(request: HttpRequest, officer: Officer, factor: str) -> HttpResponse:
    """After a factor was added: on the first day the session opens, and recovery codes are shown once."""
    if half_in(request) is not None:
        sessions.open_up(request, officer, factor=factor, at=timezone.now())
    if factors.codes_left(officer) is not None:
        return redirect("accounts:overview")
    factors.new_codes(officer, at=timezone.now())
    request.session[KEEP] = True
    return redirect("accounts:codes")


def _seed(request: HttpRequest, *, renew: bool) -> str:
    """The seed of the app being set up; it lies in the session sealed, like every other."""
    kept = request.session.get(SEED)
    if kept and not renew:
        return SecondFactors().decrypt(kept)
    seed = factors.new_seed()
    request.session[SEED] = SecondFactors().encrypt(seed)
    return seed


def _file(shown: list[str], officer: Officer) -> HttpResponse:
    told = [_("Kode pemulihan Netral untuk akun %(account)s") % {"account": officer.username}]
    told += [_("Setiap kode berlaku satu kali. Simpan jauh dari ponsel Anda."), "", *shown, ""]
    response = HttpResponse("\r\n".join(told), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="kode-pemulihan-netral.txt"'
    return response
