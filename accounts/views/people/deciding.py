"""Invitations, changes and lost devices: proposed by one person, decided by another."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations, recovery, role_changes
from accounts.freshness import recently_confirmed
from accounts.models import Invitation, Recovery, RoleChange
from accounts.models.people import Stage
from accounts.people_forms import Change, Invite
from accounts.views.people.frame import (
    address,
    complain,
    for_heads,
    not_told,
    one,
    person,
    posted,
    show,
    tell_link,
    told,
)


# Invitations --------------------------------------------------------------------------------------------------------------
@for_heads("officer.invite")
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Whom to invite, with which roles."""
    form = Invite(posted(request), by=request.user, initial={"agency": request.GET.get("instansi", "")[:8]})
    if form.is_valid():
        at = timezone.now()
        try:
            made = invitations.invite(by=request.user, at=at, **form.facts())
        except ValidationError as error:
            complain(form, error)
        else:
            if made.stage == Stage.APPROVED:
                tell_link(request, invitations.shown_link(made, by=request.user, at=at))
            return redirect(address(request, "invitation", made.reference))
    return show(request, "invite", {"form": form}, status=422 if form.is_bound else 200)


@for_heads()
@require_safe
def show_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is invited by whom, as what; for whoever decides, whether they should be."""
    found = one(Invitation.objects.visible_to(request.user).select_related("by", "decided_by"), reference)
    open_ = found.stage in invitations.OPEN
    facts = {
        "invitation": found,
        "decides": found.stage == Stage.PROPOSED
        and request.user.may("officer.approve")
        and found.by_id != request.user.pk,
        "resends": found.stage == Stage.APPROVED and request.user.may("officer.invite"),
        "withdraws": open_ and request.user.may("officer.invite"),
        "expired": found.expires_at and found.expires_at <= timezone.now(),
    }
    return show(request, "invitation", facts)


def _invitation(request: HttpRequest, reference: str, act, text: str, *, link: bool = False) -> HttpResponse:
    found = one(Invitation.objects.visible_to(request.user), reference)
    at = timezone.now()
    try:
        done = act(found, by=request.user, at=at)
    except ValidationError as error:
        return not_told(request, error, "invitation", reference)
    if link:
        tell_link(request, invitations.shown_link(done, by=request.user, at=at))
    return told(request, text, "invitation", reference)


@for_heads("officer.approve")
@recently_confirmed
@require_POST
def approve_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    return _invitation(request, reference, invitations.approve, _("Undangan disetujui dan dikirim."), link=True)


@for_heads("officer.approve")
@require_POST
def refuse_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    return _invitation(request, reference, invitations.refuse, _("Undangan ditolak."))


@for_heads("officer.invite")
@require_POST
def resend_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    return _invitation(
        request, reference, invitations.resend, _("Undangan dikirim lagi. Tautan yang lama berakhir."), link=True
    )


@for_heads("officer.invite")
@require_POST
def withdraw_invitation(request: HttpRequest, reference: str) -> HttpResponse:
    return _invitation(request, reference, invitations.withdraw, _("Undangan ditarik. Tautannya tidak berlaku lagi."))


# Changes ------------------------------------------------------------------------------------------------------------------
@for_heads("officer.invite")
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, username: str) -> HttpResponse:
    """Other roles, regions or another address for somebody."""
    found = person(request, username)
    form = Change(posted(request), by=request.user, officer=found)
    if form.is_valid():
        facts = {"regions": [], **form.cleaned_data}
        try:
            made = role_changes.propose(found, by=request.user, at=timezone.now(), **facts)
        except ValidationError as error:
            complain(form, error)
        else:
            text = _("Perubahan menunggu orang kedua.") if made.stage == Stage.PROPOSED else _("Perubahan berlaku.")
            return told(request, text, "change", made.reference)
    return show(request, "change_form", {"form": form, "person": found}, status=422 if form.is_bound else 200)


@for_heads()
@require_safe
def show_change(request: HttpRequest, reference: str) -> HttpResponse:
    """What is proposed, beside what holds now."""
    found = one(RoleChange.objects.visible_to(request.user).select_related("by", "decided_by", "officer"), reference)
    concerned = request.user.pk in (found.by_id, found.officer_id)
    open_ = found.stage == Stage.PROPOSED
    facts = {
        "change": found,
        "decides": open_ and request.user.may("officer.approve") and not concerned,
        "withdraws": open_ and request.user.may("officer.invite"),
    }
    return show(request, "change", facts)


def _change(request: HttpRequest, reference: str, act, text: str) -> HttpResponse:
    found = one(RoleChange.objects.visible_to(request.user), reference)
    act(found, by=request.user, at=timezone.now())
    return told(request, text, "change", reference)


@for_heads("officer.approve")
@recently_confirmed
@require_POST
def approve_change(request: HttpRequest, reference: str) -> HttpResponse:
    return _change(request, reference, role_changes.approve, _("Perubahan disetujui dan berlaku."))


@for_heads("officer.approve")
@require_POST
def refuse_change(request: HttpRequest, reference: str) -> HttpResponse:
    return _change(request, reference, role_changes.refuse, _("Perubahan ditolak."))


@for_heads("officer.invite")
@require_POST
def withdraw_change(request: HttpRequest, reference: str) -> HttpResponse:
    return _change(request, reference, role_changes.withdraw, _("Perubahan ditarik."))


# Lost devices --------------------------------------------------------------------------------------------------------------
@for_heads()
@require_safe
def show_recovery(request: HttpRequest, reference: str) -> HttpResponse:
    """Who lost a device, who asked, who has vouched."""
    found = one(Recovery.objects.visible_to(request.user).select_related("by", "officer"), reference)
    voices = list(found.approvals.select_related("by").order_by("at"))
    spoken = request.user.pk in {voice.by_id for voice in voices}
    may = found.stage == Stage.PROPOSED and request.user.may("officer.approve") and found.officer_id != request.user.pk
    facts = {
        "recovery": found,
        "voices": voices,
        "needed": recovery.VOICES,
        "vouches": may and not spoken,
        "refuses": may,
        "own_request": found.by_id == found.officer_id,
    }
    return show(request, "recovery", facts)


@for_heads("officer.approve")
@recently_confirmed
@require_POST
def vouch(request: HttpRequest, reference: str) -> HttpResponse:
    """One of the two voices."""
    found, at = one(Recovery.objects.visible_to(request.user), reference), timezone.now()
    try:
        done = recovery.vouch(found, by=request.user, at=at)
    except ValidationError as error:
        return not_told(request, error, "recovery", reference)
    if done.stage == Stage.APPROVED:
        tell_link(request, invitations.shown_link(done, by=request.user, at=at))
        return told(
            request,
            _("Faktor kedua yang lama dihapus. Pemilik akun mendapat tautan untuk masuk lagi."),
            "recovery",
            reference,
        )
    return told(request, _("Persetujuan Anda tercatat. Masih perlu satu orang lagi."), "recovery", reference)


@for_heads("officer.approve")
@require_POST
def refuse_recovery(request: HttpRequest, reference: str) -> HttpResponse:
    found = one(Recovery.objects.visible_to(request.user), reference)
    recovery.refuse(found, by=request.user, at=timezone.now())
    return told(request, _("Pemulihan ditolak. Faktor kedua tidak berubah."), "recovery", reference)
