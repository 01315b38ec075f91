"""A page with one form that is no verb's: 200 asked, 302 written, 409 too late, 422 wrong; what was typed is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.editing import FIELD, Saved, Versions
from desk.rows import territory_of, title_of, url_of
from desk.seen import seen
from desk.views.verbs import queue_query
from desk.words import KIND_NAMES
from evidence import tus
from evidence.actions import FileRefused, add_file
from evidence.uploading import begin_file
from workflow.ledger import unit_of_work
from workflow.transitions import MovedOn
from workflow.verb_views import typed


@dataclass(frozen=True)
class Page:
    """`act` takes the form's cleaned data as keywords; `stages` are those in which it may be written, all when empty."""

    title: str
    button: str
    act: Callable
    stages: tuple = ()
    anchor: str = ""
    about: str = ""
    template: str = "desk/form.html"
    versions: Versions | None = None


def allowed(kind: str, right: str, request: HttpRequest, reference: str):
    """The subject for who sees it (404) and has the right (PermissionDenied)."""
    return seen(kind, reference, request.user, right=right)


def written(request: HttpRequest, subject, form: Form, page: Page) -> HttpResponse:
    """Show the page, or do its act and go back to the subject."""
    if page.stages and subject.stage not in page.stages:
        return _show(request, subject, form, page, 409)
    if request.method != "POST":
        return _show(request, subject, form, page)
    if not form.is_valid():
        return _show(request, subject, form, page, 422)
    try:
        with unit_of_work():
            newer = _newer(request, subject, form, page)
            if newer is None:
                page.act(**form.cleaned_data)
        if newer:
            return _show(request, subject, form, page, 409, newer=newer)
    except MovedOn as moved:
        return _show(request, moved.subject, form, page, 409)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _show(request, subject, form, page, 422)
    except FileRefused as refused:
        form.add_error(None, str(refused))
        return _show(request, subject, form, page, refused.status)
    messages.success(request, _("Tersimpan."))
    return redirect(url_of(subject) + queue_query(request) + page.anchor)


def _newer(request: HttpRequest, subject, form: Form, page: Page) -> Saved | None:
    """Looked for under the subject's lock: of two who save at once, the second is shown what the first wrote."""
    if page.versions is None:
        return None
    type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    return page.versions.newer(form, request.POST.get(FIELD, ""))


def attached(request: HttpRequest, subject, form: Form, page: Page) -> HttpResponse:
    """A page that takes one file, whole by its form or piece by piece."""
    if tus.spoken(request) and (not page.stages or subject.stage in page.stages):
        return begin_file(request, subject.access)
    return written(request, subject, form, page)


def taking(request: HttpRequest, subject) -> Callable:
    """The act of such a page."""
    return lambda file: add_file(subject.access, upload=file, by=request.user, at=timezone.now())


def _show(
    request: HttpRequest, subject, form: Form, page: Page, status: int = 200, *, newer: Saved | None = None
) -> HttpResponse:
    facts = {
        "subject": subject,
        "page": page,
        "form": form,
        "conflict": status == 409 and newer is None,
        "newer": newer,
        "mark": page.versions.mark(form) if page.versions else "",
        "typed": typed(form) if form.is_bound else [],
        "title": title_of(subject),
        "back": url_of(subject) + queue_query(request),
        "kind_name": KIND_NAMES[subject.KIND],
        "territory": territory_of(subject),
    }
    return render(request, page.template, facts, status=status)
