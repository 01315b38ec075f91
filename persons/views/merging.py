"""Two respondents of one case merged and parted."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from persons import same_case
from persons.forms import IntoRespondent
from persons.views.asking import address_of, answered, subject_for
from workflow.transitions import MovedOn


def _respondent(case, pk: int):
    found = case.respondents.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


@login_required
def merge(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """This respondent is somebody who stands in the case already."""
    case = subject_for(request, "perkara", reference, right=same_case.RIGHT)
    row = _respondent(case, respondent)
    form = IntoRespondent(request.POST or None, respondent=row)
    act = partial(same_case.merge_respondents, case, by=request.user, respondent=row, at=timezone.now())
    facts = {"case": case, "respondent": row, "back": address_of(case), "late": case.stage not in case.WORKING}
    if facts["late"]:
        return render(request, "persons/merge_respondent.html", {**facts, "form": form}, status=409)
    return answered(request, form, "persons/merge_respondent.html", facts, act, after=address_of(case) + "#temuan")


@login_required
@require_POST
def unmerge(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """They are two people after all."""
    case = subject_for(request, "perkara", reference, right=same_case.RIGHT)
    row = _respondent(case, respondent)
    try:
        same_case.unmerge_respondents(case, by=request.user, respondent=row, at=timezone.now())
    except MovedOn:
        facts = {"case": case, "respondent": row, "back": address_of(case), "late": True}
        return render(request, "persons/merge_respondent.html", facts, status=409)
    messages.success(request, _("Terlapor dipisahkan lagi."))
    return redirect(address_of(case) + "#temuan")
