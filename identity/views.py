"""Pages of custodians, and of those who asked."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.freshness import recently_confirmed
from identity import actions, keys, sharing
from identity.forms import Grant, Look, NewKey, NewPassphrase, Refuse, Share
from identity.models import Unsealing
from workflow import access_records

SHOWN = 100  # requests on one page


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """To a custodian every request of the authority, to an officer their own; the open ones first."""
    user = request.user
    if not (user.may("unsealing.grant") or user.may("unsealing.ask")):
        raise PermissionDenied("unsealing.ask")
    rows = Unsealing.objects.visible_to(user).select_related("by", "decided_by").order_by("-asked_at", "-pk")[:SHOWN]
    access_records.listed(rows, by=user, at=timezone.now())
    facts = {
        "rows": rows,
        "custodian": user.may("unsealing.grant"),
        "key": _key_of(user),
        "custodians": keys.custodians(),
    }
    return render(request, "identity/requests.html", facts)


@login_required
@require_safe
@never_cache
def detail(request: HttpRequest, unsealing: str) -> HttpResponse:
    """One request; its forms depend on who looks."""
    return _page(request, _found(request, unsealing))


@login_required
@recently_confirmed
@require_POST
def grant(request: HttpRequest, unsealing: str) -> HttpResponse:
    """A custodian opens the envelope for the asker."""
    found = _for_decision(request, unsealing)
    done = _submitted(
        request, found, Grant(request.POST), "grant",
        lambda told: actions.grant(found, by=request.user, passphrase=told["passphrase"], at=timezone.now()),
    )  # fmt: skip
    return done or _told(request, found, _("Identitas dibuka untuk peminta. Anda sendiri tidak melihatnya."))


@login_required
@require_POST
def refuse(request: HttpRequest, unsealing: str) -> HttpResponse:
    """A custodian says no."""
    found = _for_decision(request, unsealing)
    done = _submitted(
        request, found, Refuse(request.POST), "refuse",
        lambda told: actions.refuse(found, by=request.user, answer=told["answer"], at=timezone.now()),
    )  # fmt: skip
    return done or _told(request, found, _("Permintaan ditolak. Peminta membaca alasan Anda."))


@login_required
@recently_confirmed
@require_POST
@never_cache
def look(request: HttpRequest, unsealing: str) -> HttpResponse:
    """The identity, on this one answer and nowhere else: it is in no address and in no session."""
    found, seen = _found(request, unsealing), {}
    if found.by_id != request.user.pk:
        raise PermissionDenied("unsealing.ask")

    def open_it(told: dict) -> None:
        seen.update(actions.view(found, by=request.user, phrase=told["phrase"], at=timezone.now()))

    return _submitted(request, found, Look(request.POST), "look", open_it) or _page(request, found, identity=seen)


@login_required
@require_POST
def end(request: HttpRequest, unsealing: str) -> HttpResponse:
    """Over before its time."""
    found = _found(request, unsealing)
    if found.by_id != request.user.pk and not request.user.may("unsealing.grant"):
        raise PermissionDenied("unsealing.end")
    actions.end(found, by=request.user, at=timezone.now())
    return _told(request, found, _("Permintaan diakhiri. Salinan yang dikunci untuk Anda sudah dihapus."))


@login_required
@recently_confirmed
def key(request: HttpRequest) -> HttpResponse:
    """A custodian's own key: made here with a passphrase; then older envelopes are shared with it by a colleague."""
    if not request.user.may("unsealing.grant"):
        raise PermissionDenied("unsealing.grant")
    changes = "old" in request.POST
    form = (NewPassphrase if changes else NewKey)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            (_changed if changes else _made)(request, form.cleaned_data)
            return redirect("identity:key")
        except keys.WrongPhrase as error:
            form.add_error("old", error.messages[0])
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if form.is_bound else 200
    return render(request, "identity/key.html", {"form": form, **_key_facts(request.user)}, status=status)


def _made(request: HttpRequest, told: dict) -> None:
    made = keys.make_custodian_key(request.user, passphrase=told["passphrase"], at=timezone.now())
    sharing.share_embedded(made)
    messages.success(request, _("Kunci Anda sudah dibuat. Amplop baru dapat Anda buka."))


def _changed(request: HttpRequest, told: dict) -> None:
    keys.change_passphrase(request.user, old=told["old"], new=told["passphrase"], at=timezone.now())
    messages.success(request, _("Kata sandi kunci Anda sudah diganti."))


@login_required
@recently_confirmed
@require_POST
def share(request: HttpRequest, key: int) -> HttpResponse:
    """Let a colleague's key open what was sealed before it was made."""
    if not request.user.may("unsealing.grant"):
        raise PermissionDenied("unsealing.grant")
    colleague = keys.living().filter(pk=key, officer__isnull=False).first()
    if colleague is None:
        raise Http404(str(key))
    form = Share(request.POST)
    if form.is_valid():
        try:
            count = sharing.share(
                colleague, by=request.user, passphrase=form.cleaned_data["passphrase"], at=timezone.now()
            )
            messages.success(
                request, _("%(count)s amplop sekarang dapat dibuka juga oleh kunci itu.") % {"count": count}
            )
            return redirect("identity:key")
        except ValidationError as error:
            form.add_error("passphrase", error.messages[0])
    facts = {"form": NewKey(), "share": form, **_key_facts(request.user)}
    return render(request, "identity/key.html", facts, status=422)


def _found(request: HttpRequest, reference: str) -> Unsealing:
    rows = Unsealing.objects.visible_to(request.user).select_related("access__region", "by", "decided_by")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    return found


def _for_decision(request: HttpRequest, reference: str) -> Unsealing:
    found = _found(request, reference)
    if found.by_id == request.user.pk or not request.user.may("unsealing.grant"):
        raise PermissionDenied("unsealing.grant")
    return found


def _submitted(
    request: HttpRequest, found: Unsealing, form: forms.Form, name: str, act: Callable[[dict], object]
) -> HttpResponse | None:
    """The page again with what was wrong, or None when it is done."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
            return None
        except ValidationError as error:
            form.add_error(next(iter(form.fields)), error.messages[0])
    return _page(request, found, status=422, bound={name: form})


def _page(
    request: HttpRequest,
    found: Unsealing,
    status: int = 200,
    identity: dict | None = None,
    bound: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    access_records.read(found, by=request.user, at=timezone.now())
    bound = bound or {}
    mine = found.by_id == request.user.pk
    decides = found.stage == Unsealing.Stage.ASKED and request.user.may("unsealing.grant") and not mine
    looks = found.stage == Unsealing.Stage.GRANTED and mine
    facts = {
        "unsealing": found,
        "mine": mine,
        "decides": decides,
        "looks": looks,
        "may_end": found.stage in (Unsealing.Stage.ASKED, Unsealing.Stage.GRANTED),
        "grant": bound.get("grant") or Grant(),
        "refuse": bound.get("refuse") or Refuse(),
        "look": bound.get("look") or Look(),
        "identity": identity,
        "key": _key_of(request.user),
    }
    return render(request, "identity/unsealing.html", facts, status=status)


def _told(request: HttpRequest, found: Unsealing, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("identity:unsealing", found.reference)


def _key_of(user):
    return keys.living().filter(officer=user.pk).first()


def _key_facts(user) -> dict:
    mine = _key_of(user)
    others = keys.living().filter(officer__isnull=False).exclude(officer=user.pk).select_related("officer")
    return {
        "change": NewPassphrase(),
        "key": mine,
        "others": [(other, keys.without_lid(other).count()) for other in others[:20]] if mine else [],
        "custodians": keys.custodians(),
        "least": keys.LEAST,
    }
