"""Asking for the identity behind a report: from the report's page, by whoever sees the report and may ask."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.freshness import recently_confirmed
from desk.rows import title_of, url_of
from desk.seen import seen
from identity import actions
from identity.forms import Ask


@login_required
@recently_confirmed
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """The form, and the request that comes of it."""
    subject = seen("complaint", reference, request.user, right="unsealing.ask")
    form = Ask(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask(
                subject.access, about=subject.reference, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            flash.success(request, _("Permintaan dikirim kepada kustodian."))
            return redirect("identity:unsealing", asked.reference)
        except ValidationError as error:
            _add(form, error)
    page = {"title": _("Minta identitas pelapor"), "about": "", "button": _("Kirim permintaan")}
    facts = {"subject": subject, "title": title_of(subject), "page": page, "form": form, "back": url_of(subject)}
    return render(request, "desk/form.html", facts, status=422 if form.is_bound else 200)


def _add(form: Ask, error: ValidationError) -> None:
    """What only the action finds out, beside the field that it is about."""
    if hasattr(error, "error_dict"):
        for name, wrong in error.error_dict.items():
            form.add_error(name, wrong)
    else:
        form.add_error(None, error)
