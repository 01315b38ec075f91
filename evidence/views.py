"""Pages about one file, for officers; the file itself, for whoever may see it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_fsm import can_proceed

from evidence import actions
from evidence.queries import subject_of, visible, window
from evidence.serving import serve

LARGEST_NUMBER = 100_000


@login_required
@require_safe
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known about a file, and its text page by page; `?hal=3#hal-3` is where a search hit leads."""
    found = visible(pk, request.user)
    subject, slug = subject_of(found, request.user) or (None, "")
    facts = {
        "evidence": found,
        "window": window(found, around=_number(request.GET.get("hal", ""))),
        "subject": subject,
        "slug": slug,
        "may_retry": request.user.may("evidence.retry") and can_proceed(found.retry),
    }
    return render(request, "evidence/evidence.html", facts)


@login_required
@require_safe
def download(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as an attachment; 409 until it is found safe and read."""
    return serve(visible(pk, request.user), by=request.user, at=timezone.now())


@login_required
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a failed file through the worker again."""
    actions.retry(visible(pk, request.user), by=request.user, at=timezone.now())
    messages.success(request, _("Berkas dibaca ulang. Muat ulang halaman ini sebentar lagi."))
    return redirect("evidence:evidence", pk=pk)


def _number(text: str) -> int:
    return min(int(text), LARGEST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 7 else 1
