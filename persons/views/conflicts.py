"""Conflict of interest: declaring one, one's own number and ties, and who decides on lifting."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from persons import conflicts
from persons.forms import Declare, NewTie, Number, OthersNumber, Reason
from persons.models import Conflict
from persons.views.asking import address_of, answered, subject_for
from workflow import access_records
from workflow.access_records import Look

LISTED = 100


@login_required
def declare(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """ "Saya punya benturan kepentingan": sight is lost at once; a supervisor may say it of another officer."""
    subject = subject_for(request, kind, reference)
    form = Declare(request.POST or None, by=request.user, subject=subject, others=request.user.may(conflicts.LIFT))

    def act(reason: str, officer=None):
        at = timezone.now()
        if officer is None:
            conflicts.declare(subject, by=request.user, reason=reason, at=at)
            messages.success(request, _("Tercatat. Anda tidak lagi melihat %(reference)s.") % {"reference": reference})
            return reverse("persons:conflicts")
        conflicts.state(subject, officer=officer, by=request.user, reason=reason, at=at)
        facts = {"reference": reference, "officer": officer}
        messages.success(request, _("Tercatat. %(officer)s tidak lagi melihat %(reference)s.") % facts)
        return address_of(subject)

    facts = {"subject": subject, "back": address_of(subject)}
    return answered(request, form, "persons/declare.html", facts, act, after=lambda address: address)


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """One's own number and ties; for who decides, the conflicts of their authority."""
    user = request.user
    if not user.authority_id and not user.agency_id:
        raise PermissionDenied("conflict")
    return _show(request, Number(), NewTie())


def _show(request: HttpRequest, number, tie, status: int = 200, others=None) -> HttpResponse:
    rows = Conflict.objects.visible_to(request.user).filter(lifted_at__isnull=True)
    listed = list(rows.select_related("officer", "by", "lift_asked_by").order_by("-at", "-pk")[:LISTED])
    looks = [Look("conflict.list", row.access_id, row.reference) for row in listed]
    access_records.looked(looks or [Look("conflict.list")], by=request.user, at=timezone.now())
    facts = {
        "number": number,
        "tie": tie,
        "ties": list(request.user.ties.order_by("pk")),
        "conflicts": listed,
        "decides": request.user.may(conflicts.LIFT),
        "reason": Reason(),
        "others": others or (OthersNumber(by=request.user) if request.user.may(conflicts.LIFT) else None),
    }
    return render(request, "persons/conflicts.html", facts, status=status)


@login_required
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """The officer's own NIP."""
    form = Number(request.POST)
    return _written(request, form, NewTie(), form, partial(conflicts.write_number, request.user, at=timezone.now()))


@login_required
@require_POST
def others_number(request: HttpRequest) -> HttpResponse:
    """Another officer's NIP, by who decides on conflicts."""
    if not request.user.may(conflicts.LIFT):
        raise PermissionDenied(conflicts.LIFT)
    form = OthersNumber(request.POST, by=request.user)
    act = partial(conflicts.correct_number, by=request.user, at=timezone.now())
    return _written(request, Number(), NewTie(), form, act, others=form)


@login_required
@require_POST
def tie(request: HttpRequest) -> HttpResponse:
    """Somebody the officer stands near."""
    form = NewTie(request.POST)
    return _written(request, Number(), form, form, partial(conflicts.tie, request.user, at=timezone.now()))


def _written(request: HttpRequest, number_form, tie_form, form, act, others=None) -> HttpResponse:
    if not form.is_valid():
        return _show(request, number_form, tie_form, 422, others)
    try:
        kept = act(**form.cleaned_data)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _show(request, number_form, tie_form, 422, others)
    messages.success(request, _("Tersimpan. Berkas yang kini tidak terlihat lagi: %(count)s.") % {"count": kept})
    return redirect("persons:conflicts")


@login_required
@require_POST
def untie(request: HttpRequest, tie: int) -> HttpResponse:
    """A tie that is over."""
    conflicts.untie(request.user, pk=tie)
    return redirect("persons:conflicts")


@login_required
@require_POST
def lift(request: HttpRequest, conflict: int) -> HttpResponse:
    """The first asks with a reason, the second agrees or keeps it as it is."""
    found = Conflict.objects.visible_to(request.user).filter(pk=conflict).first()
    if found is None:
        raise Http404(conflict)
    try:
        messages.success(request, _lifted(request, found))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("persons:conflicts")


def _lifted(request: HttpRequest, found: Conflict) -> str:
    do, at = request.POST.get("do", ""), timezone.now()
    if do == "agree":
        conflicts.lift(found, by=request.user, at=at)
        return _("Benturan kepentingan dicabut. Petugas itu melihat berkasnya lagi.")
    if do == "keep":
        conflicts.keep(found, by=request.user)
        return _("Benturan kepentingan tetap berlaku.")
    form = Reason(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Tulis alasan pencabutan."))
    conflicts.ask_lift(found, by=request.user, reason=form.cleaned_data["reason"], at=at)
    return _("Pencabutan diminta dan menunggu orang kedua.")
