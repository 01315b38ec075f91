"""Routing rules, teams, loads and absences, for those who set them."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from law.rules import in_force
from worklists import workload
from worklists.forms import AbsenceForm, RuleForm, TeamForm, examiners
from worklists.models import Absence, RoutingRule, Team
from worklists.permissions import SETS_RULES


def setting(view):
    """For supervisors of an authority (403)."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs):
        if not (request.user.may(SETS_RULES) and request.user.authority_id):
            raise PermissionDenied(SETS_RULES)
        return view(request, *args, **kwargs)

    return asked


@setting
def overview(request: HttpRequest) -> HttpResponse:
    """The rules in their order, the teams, who has how much to do, who is away."""
    own, today = request.user.authority_id, timezone.localdate()
    rules = RoutingRule.objects.filter(authority=own).select_related("filter", "team", "officer")
    valid = set(in_force(RoutingRule.objects.filter(authority=own), on=today).values_list("pk", flat=True))
    absences = Absence.objects.filter(officer__authority=own, last_day__gte=today).select_related("officer")
    facts = {
        "rules": [(rule, rule.pk in valid) for rule in rules.order_by("order", "pk")],
        "teams": Team.objects.filter(authority=own).prefetch_related("members").order_by("name"),
        "shares": workload.shares(examiners(own)),
        "absences": absences.order_by("first_day", "pk"),
        "form": AbsenceForm(by=request.user),
    }
    return render(request, "worklists/rules.html", facts)


@setting
def rule(request: HttpRequest, routing: int | None = None) -> HttpResponse:
    """A rule, new or changed; its history keeps who changed it."""
    row = _own(RoutingRule, request, routing) if routing else RoutingRule(authority_id=request.user.authority_id)
    row._history_user = request.user
    form = RuleForm(request.POST if request.method == "POST" else None, instance=row, by=request.user)
    return _edited(request, form, _("Aturan penyaluran"))


@setting
def team(request: HttpRequest, team: int | None = None) -> HttpResponse:
    """A team, new or changed."""
    row = _own(Team, request, team) if team else None
    return _edited(
        request, TeamForm(request.POST if request.method == "POST" else None, instance=row, by=request.user), _("Tim")
    )


@setting
@require_POST
def rule_delete(request: HttpRequest, routing: int) -> HttpResponse:
    """A rule that nobody wants any more; its history stays."""
    row = _own(RoutingRule, request, routing)
    row._history_user = request.user
    row.delete()
    messages.success(request, _("Aturan dihapus."))
    return redirect("worklists:rules")


@setting
@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    """Somebody is away for some days."""
    return _edited(request, AbsenceForm(request.POST, by=request.user), _("Ketidakhadiran"))


@setting
@require_POST
def absence_delete(request: HttpRequest, absence: int) -> HttpResponse:
    """They are back."""
    Absence.objects.filter(pk=absence, officer__authority=request.user.authority_id).delete()
    return redirect("worklists:rules")


def _own(model, request: HttpRequest, pk: int):
    row = model.objects.filter(pk=pk, authority=request.user.authority_id).first()
    if row is None:
        raise Http404(pk)
    return row


def _edited(request: HttpRequest, form: ModelForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Tersimpan."))
        return redirect("worklists:rules")
    facts = {"form": form, "title": title}
    return render(request, "worklists/rule.html", facts, status=422 if form.errors else 200)
