"""A page with one form: 200 asked, 302 done, 409 too late, 422 wrong with everything typed kept."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from complaints.models import Complaint
from investigations.models import Case
from workflow import access_records
from workflow.transitions import MovedOn

SLUGS = {"laporan": Complaint, "perkara": Case}


def subject_for(request: HttpRequest, kind: str, reference: str, *, right: str = ""):
    """The report or case for who sees it (404) and has the right (403); the look is recorded."""
    rows = SLUGS[kind].objects.visible_to(request.user).select_related("access__authority", "territory")
    subject = rows.filter(reference=reference).first()
    if subject is None:
        raise Http404(reference)
    if right and not request.user.may(right):
        raise PermissionDenied(right)
    access_records.read(subject, by=request.user, at=timezone.now())
    return subject


def address_of(subject) -> str:
    """The page of a report or a case."""
    slug = "laporan" if isinstance(subject, Complaint) else "perkara"
    return f"/petugas/{slug}/{subject.reference}/"


def answered(
    request: HttpRequest, form: Form, template: str, facts: dict, act: Callable, *, after: str | Callable
) -> HttpResponse:
    """Show the page, or do its act with the form's facts and go to `after`."""
    if request.method != "POST":
        return render(request, template, {**facts, "form": form})
    if not form.is_valid():
        return render(request, template, {**facts, "form": form}, status=422)
    try:
        done = act(**form.cleaned_data)
    except MovedOn:
        return render(request, template, {**facts, "form": form, "late": True}, status=409)
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return render(request, template, {**facts, "form": form}, status=422)
    return redirect(after(done) if callable(after) else after)
