"""Auditors' pages: who has seen what, the same as a table, and the state of the log's chain. Codes, no content."""

import csv
from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.freshness import recently_confirmed
from agencies.models import Officer
from desk import auditing
from desk.access_words import ACCESS_WORDS
from desk.audit_forms import QuestionForm
from desk.chain_state import chain_state
from workflow.access_records import seen

COLUMNS = ("id", "at", "what", "by", "reference", "access")


@login_required
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Who has seen what, newest first, narrowed by file, officer, time and kind."""
    form = _form(request)
    question = form.question()
    found = auditing.records(question, reader=request.user)
    try:
        rows, following = auditing.page_of(found, cursor=request.GET.get("setelah", ""))
    except ValidationError:  # a page that nobody gave out: begin at the first
        rows, following = auditing.page_of(found)
    seen("audit.access", by=request.user, at=timezone.now(), reference=question.reference, **question.codes())
    asked = _asked(request)
    facts = {
        "form": form,
        "rows": [(row, ACCESS_WORDS.get(row.what, row.what)) for row in rows],
        "roles": _roles({row.actor_id for row in rows if row.actor_id}),
        "narrowed": bool(asked),
        "asked": urlencode(asked),
        "next": urlencode({**asked, "setelah": following}) if following else "",
    }
    return render(request, "desk/audit.html", facts, status=200 if form.is_valid() or not form.is_bound else 422)


@login_required
@recently_confirmed
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """What the page shows, whole, as a table for a spreadsheet; taking it away is recorded too."""
    question = _form(request).question()
    rows = auditing.records(question, reader=request.user)
    seen("export.access", by=request.user, at=timezone.now(), reference=question.reference, **question.codes())
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="akses-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


@login_required
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Up to where the log is sealed, when it was last anchored outside, and what reading it again found."""
    _auditor(request)
    seen("audit.chain", by=request.user, at=timezone.now())
    return render(request, "desk/chain.html", {"state": chain_state(at=timezone.now())})


def _auditor(request: HttpRequest) -> None:
    if not request.user.may(auditing.RIGHT):
        raise PermissionDenied(auditing.RIGHT)


def _form(request: HttpRequest) -> QuestionForm:
    _auditor(request)
    form = QuestionForm(request.GET)
    form.is_valid()
    return form


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in QuestionForm.base_fields if request.GET.get(name)}


class _Line:
    """What csv.writer writes to: each line is handed on."""

    def write(self, line: str) -> str:
        return line


def _lines(rows) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for row in auditing.exported(rows):
        yield writer.writerow(row)


def _roles(officers: set[int]) -> dict[int, str]:
    """Officer → the names of the roles held today."""
    rows = Officer.objects.filter(pk__in=officers).prefetch_related("roles")
    return {officer.pk: ", ".join(str(role) for role in officer.roles.all()) for officer in rows}
