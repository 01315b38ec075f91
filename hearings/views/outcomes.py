"""Buttons after the plenary: the letter that nothing was proven, and a report that two people conclude was a lie."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints.models import Complaint
from hearings import outcomes
from hearings.forms import ReasonForm
from hearings.views.frame import case_of, look
from workflow import access_records

CONFIRMS = {"confirm": outcomes.CONFIRM}


@login_required
@require_POST
def acquit(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """Write the letter and go to it."""
    case = case_of(request, reference, right=outcomes.ACQUIT)
    person = case.respondents.filter(pk=respondent).select_related("agency").first()
    if person is None:
        raise Http404(respondent)
    look(request, case)
    try:
        made = outcomes.acquit(person, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect(f"/petugas/perkara/{case.reference}/#klarifikasi")
    messages.success(request, _("Surat pemberitahuan tidak terbukti sudah dibuat."))
    return redirect(reverse("letters:show", args=[made.letter_id]))


@login_required
@require_POST
def false_report(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Propose, confirm or drop the conclusion that a report was knowingly false."""
    complaint = _complaint(request, reference, CONFIRMS.get(what, outcomes.PROPOSE))
    now = timezone.now()
    try:
        if what == "propose":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                raise ValidationError(_("Tulis alasannya."))
            outcomes.propose_false(complaint, by=request.user, reason=form.cleaned_data["reason"], at=now)
        else:
            {"confirm": outcomes.confirm_false, "drop": outcomes.drop_false}[what](complaint, by=request.user, at=now)
        messages.success(request, _("Tersimpan."))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect(f"/petugas/laporan/{complaint.reference}/#tidak-benar")


def _complaint(request: HttpRequest, reference: str, right: str) -> Complaint:
    if not request.user.may("complaint.view"):
        raise Http404(reference)
    rows = Complaint.objects.visible_to(request.user).select_related("access")
    complaint = rows.filter(reference=reference).first()
    if complaint is None:
        raise Http404(reference)
    if not request.user.may(right):
        raise PermissionDenied(right)
    access_records.read(complaint, by=request.user, at=timezone.now())
    return complaint
