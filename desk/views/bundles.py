"""Asking for the case file as one PDF, watching it being made, taking it away."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.freshness import recently_confirmed
from desk import bundle as bundles
from investigations.models import Case
from letters.models import Bundle
from workflow import access_records


class BundleForm(forms.Form):
    """What goes in, and what it is for."""

    form = forms.ChoiceField(
        label=_("Bentuk"),
        choices=[(value, capfirst(label)) for value, label in Bundle.Form.choices],
        widget=forms.RadioSelect,
        initial=Bundle.Form.REDACTED,
        help_text=_(
            "Tersamar: hanya salinan tersamar, tanpa nama berkas dan tanpa keterangan. Lengkap: semua salinan aman."
        ),
        error_messages={"required": _("Pilih bentuknya.")},
    )
    purpose = forms.CharField(
        label=_("Untuk apa"),
        help_text=_("Misalnya sidang pleno atau permintaan pengadilan. Tercetak di halaman depan."),
        max_length=200,
        error_messages={"required": _("Tulis untuk apa berkas ini.")},
    )


@login_required
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, reference: str) -> HttpResponse:
    """The form, and what was asked for before with how far it is."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("access"), reference=reference)
    if not bundles.may_ask(request.user):
        raise PermissionDenied("bundle")
    now = timezone.now()
    if request.method != "POST":
        access_records.read(case, by=request.user, at=now)
        return _page(request, case, BundleForm(), 200)
    form = BundleForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, 422)
    bundles.ask(case, by=request.user, at=now, **form.cleaned_data)
    return redirect("desk:case-bundle", reference=case.reference)


def _page(request: HttpRequest, case: Case, form: BundleForm, status: int) -> HttpResponse:
    made = bundles.bundles_of(case, request.user)
    working = any(each.state in (Bundle.State.WAITING, Bundle.State.RUNNING) for each in made)
    facts = {"case": case, "form": form, "bundles": made, "working": working}
    return render(request, "desk/bundle.html", facts, status=status)
