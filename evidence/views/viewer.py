"""The page of one file: its pictures beside their text, who had it in hands, what an officer noted on it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe
from django_fsm import can_proceed

from evidence import actions, custody, noting, redaction
from evidence.forms import NoteForm
from evidence.kinds import SOUND, VIDEO
from evidence.models import Evidence
from evidence.queries import reads, shown_pages, subject_of, visible, window
from workflow import access_records

LARGEST_NUMBER = 100_000
LONGEST_QUERY = 200  # characters
OUTCOMES = {
    custody.INTACT: gettext_noop("Utuh: isi berkas sama dengan saat diterima."),
    custody.ALTERED: gettext_noop("Isi berkas tidak sama dengan saat diterima."),
    custody.LOST: gettext_noop("Berkas tidak ada di penyimpanan."),
}


@login_required
@require_safe
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known about a file, page by page; `?hal=3#hal-3` is where a search hit leads, `q` what was looked for."""
    found = visible(pk, request.user)
    custody.note_seen(found, by=request.user, at=timezone.now())
    return _show(request, found)


@login_required
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a failed file through the worker again."""
    actions.retry(visible(pk, request.user), by=request.user, at=timezone.now())
    messages.success(request, _("Berkas dibaca ulang. Muat ulang halaman ini sebentar lagi."))
    return redirect("evidence:evidence", pk=pk)


@login_required
@require_POST
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An officer's words on a file: how sound and video are found."""
    found = visible(pk, request.user)
    if not request.user.may("evidence.note"):
        raise PermissionDenied("evidence.note")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    noting.write_note(found, text=form.cleaned_data["note"], by=request.user, at=timezone.now())
    messages.success(request, _("Catatan tersimpan dan ikut dicari."))
    return redirect("evidence:evidence", pk=pk)


@login_required
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Compare what lies on disk with the SHA-256 that it was taken in with."""
    found = visible(pk, request.user)
    if not reads(request.user):
        raise PermissionDenied("evidence.view")
    outcome = custody.check(found, by=request.user, at=timezone.now())
    tell = messages.success if outcome == custody.INTACT else messages.error
    tell(request, _(OUTCOMES[outcome]))
    return redirect("evidence:evidence", pk=pk)


def _show(request: HttpRequest, found: Evidence, *, form: NoteForm | None = None, status: int = 200) -> HttpResponse:
    user = request.user
    access_records.read(found, by=user, at=timezone.now(), what="evidence.look")
    subject, slug = subject_of(found, user) or (None, "")
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    part = window(found, around=number_of(request.GET.get("hal", "")))
    facts = {
        "evidence": found,
        "window": part,
        "leaves": shown_pages(part.pages, query),
        "subject": subject,
        "slug": slug,
        "query": query,
        "played": found.kind.family if found.safe_type and found.kind and found.kind.family in (SOUND, VIDEO) else "",
        "may_retry": user.may("evidence.retry") and can_proceed(found.retry),
        "may_redact": user.may("evidence.redact") and redaction.redactable(found),
        "may_original": user.may("evidence.original") and found.stage == Evidence.Stage.READY,
        "note_form": (form or NoteForm(initial={"note": found.note})) if user.may("evidence.note") else None,
        **_inside(found, user),
    }
    return render(request, "evidence/evidence.html", facts, status=status)


def _inside(found: Evidence, user) -> dict:
    """What is only for the authority's own people; the side panel only for those with the right."""
    if not reads(user):
        return {}
    return {
        "inside": True,
        "custody": custody.custody_of(found),
        "steps": list(found.steps.order_by("pk")),
        "redactions": list(found.redactions.select_related("by").order_by("-pk")[:20]),
        "metadata": found.metadata if user.may("evidence.metadata") else None,
    }


def number_of(text: str) -> int:
    """A page number out of an address; whatever is none is 1."""
    return min(int(text), LARGEST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 7 else 1
