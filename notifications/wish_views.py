"""How the reader wants to be told, and who stands in while they are away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import OfficerRequest
from accounts.views.people.frame import complain
from notifications import wishing
from notifications.forms import Leave, Wishes
from notifications.models import Delegation, Preferences


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OfficerRequest) -> HttpResponse:
    """One form for all wishes."""
    wishes = Preferences.objects.filter(recipient=request.user).first() or Preferences(recipient=request.user)
    form = Wishes(request.POST if request.method == "POST" else None, instance=wishes)
    if form.is_valid():
        wishing.save(form.save(), by=request.user, at=timezone.now())
        messages.success(request, _("Pengaturan disimpan."))
        return redirect("notifications:settings")
    return _show(request, wishes=form)


@login_required
@require_POST
def stand_in(request: OfficerRequest) -> HttpResponse:
    """Somebody hears what I would have heard, for some days."""
    form = Leave(request.POST, by=request.user, instance=Delegation(officer=request.user))
    if form.is_valid():
        facts = form.cleaned_data
        try:
            wishing.delegate(
                by=request.user, to=facts["delegate"], begins=facts["begins"], ends=facts["ends"], at=timezone.now()
            )
        except ValidationError as error:
            complain(form, error)
        else:
            messages.success(request, _("Pengganti dicatat dan diberi tahu."))
            return redirect("notifications:settings")
    return _show(request, leave=form)


@login_required
@require_POST
def end(request: OfficerRequest, reference: str) -> HttpResponse:
    """Back again, or no longer able to stand in."""
    found = Delegation.objects.visible_to(request.user).filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    wishing.end(found, by=request.user, at=timezone.now())
    messages.success(request, _("Penggantian diakhiri."))
    return redirect("notifications:settings")


def _show(request: OfficerRequest, *, wishes: Wishes | None = None, leave: Leave | None = None) -> HttpResponse:
    today = timezone.localdate()
    open_ones = Delegation.objects.visible_to(request.user).filter(ended_at=None, ends__gte=today)
    own = Preferences.objects.filter(recipient=request.user).first() or Preferences(recipient=request.user)
    facts = {
        "form": wishes or Wishes(instance=own),
        "leave": leave or Leave(by=request.user),
        "delegations": open_ones.select_related("officer", "delegate").order_by("begins"),
        "base": "base_staff.html" if request.user.authority_id else "base_agency.html",
        "without_mail": not request.user.email,
    }
    bound = (wishes and wishes.is_bound) or leave
    return render(request, "notifications/settings.html", facts, status=422 if bound else 200)
