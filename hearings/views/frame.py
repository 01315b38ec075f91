"""What the officers' pages of this room share: load (404), allow (403), one form, one act, and back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.refusal import FileRefused
from hearings.actions import RIGHT
from hearings.models import HearingRecord, Invitation
from investigations.models import Case
from workflow import access_records


@dataclass(frozen=True)
class Page:
    """A form of its own page; `act` takes its cleaned data and answers where to go."""

    title: str
    button: str
    act: Callable[[dict], str]
    told: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def case_of(request: HttpRequest, reference: str, *, right: str = "") -> Case:
    """The case for who sees it. Raises Http404, PermissionDenied."""
    rows = Case.objects.visible_to(request.user).select_related("access__region", "access__authority", "territory")
    case = rows.filter(reference=reference).first()
    if case is None:
        raise Http404(reference)
    if right and not request.user.may(right):
        raise PermissionDenied(right)
    return case


def look(request: HttpRequest, case: Case) -> None:
    """That they see what belongs to it is recorded, once everything was found."""
    access_records.read(case, by=request.user, at=timezone.now(), what="hearing.read")


def invitation_of(case: Case, reference: str) -> Invitation:
    """An invitation of this very case. Raises Http404."""
    rows = case.invitations.select_related("respondent", "letter", "by", "previous")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    found.case = case
    return found


def record_of(case: Case, reference: str, version: int) -> HearingRecord:
    """A version of a record of this very case. Raises Http404."""
    rows = case.hearing_records.select_related("invitation__respondent", "letter", "by", "scan")
    found = rows.filter(reference=reference, version=version).first()
    if found is None:
        raise Http404(reference)
    found.case = case
    return found


def asked(request: HttpRequest, case: Case, form: Form, page: Page) -> HttpResponse:
    """Show the form's page, or do its act and go on; what was typed is kept."""
    look(request, case)
    if request.method != "POST":
        return _shown(request, case, form, page, 200)
    if not form.is_valid():
        return _shown(request, case, form, page, 422)
    try:
        there = page.act(form.cleaned_data)
    except ValidationError as wrong:
        blame(form, wrong)
        return _shown(request, case, form, page, 422)
    except FileRefused as refused:
        form.add_error(None, str(refused))
        return _shown(request, case, form, page, refused.status)
    messages.success(request, page.told or _("Tersimpan."))
    return redirect(there)


def blame(form: Form, wrong: ValidationError) -> None:
    """Each error beside its field, where the form has it."""
    named = wrong.error_dict if hasattr(wrong, "error_dict") else {"": [wrong]}
    for name, errors in named.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


def may_write(request: HttpRequest, case: Case) -> bool:
    """May this reader act here now?"""
    return request.user.may(RIGHT) and case.stage in Case.UNENDED


def _shown(request: HttpRequest, case: Case, form: Form, page: Page, status: int) -> HttpResponse:
    facts = {"case": case, "form": form, "page": page, **page.facts}
    return render(request, "hearings/form.html", facts, status=status)
