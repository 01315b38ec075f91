"""The bytes: safe copy, page pictures, sound and video, the sealed original, redacted copies."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence.forms import ReasonForm
from evidence.models import Evidence, Redaction
from evidence.queries import reads, visible
from evidence.serving import name_as, picture, played, serve, serve_original, serve_redacted
from workflow import access_records
from workflow.transitions import MovedOn


@login_required
@require_safe
def download(request: HttpRequest, pk: UUID) -> FileResponse:
    """The safe copy as an attachment; 409 until the file is found safe and read."""
    found = visible(pk, request.user)
    return _recorded(request, found, "evidence.copy", serve(found, by=request.user, at=timezone.now()))


@login_required
@require_safe
def page_picture(request: HttpRequest, pk: UUID, page: int) -> FileResponse:
    """The picture of a page; page 0 is the small one for lists."""
    found = visible(pk, request.user)
    return _recorded(request, found, "evidence.picture", picture(found, page), page=page)


@login_required
@require_safe
def play(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sound or video for the player of the page, by ranges."""
    found = visible(pk, request.user)
    answer = played(found, wanted=request.headers.get("Range", ""))
    return _recorded(request, found, "evidence.play", answer)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The sealed original, for a reason that is kept."""
    found = visible(pk, request.user)
    if not request.user.may("evidence.original"):
        raise PermissionDenied("evidence.original")
    if found.stage != Evidence.Stage.READY:
        raise MovedOn(found, "original")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        asked = render(request, "evidence/original.html", {"evidence": found, "form": form}, status=status)
        return _recorded(request, found, "evidence.look", asked)
    answer = serve_original(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    return _recorded(request, found, "evidence.original", answer)


@login_required
@require_safe
def redacted(request: HttpRequest, pk: UUID, redaction: int) -> FileResponse:
    """A redacted copy, for the authority's own people."""
    found = visible(pk, request.user)
    made = Redaction.objects.select_related("evidence__access").filter(evidence=found, pk=redaction).first()
    if made is None or not reads(request.user):
        raise Http404(str(redaction))
    name = name_as(f"samaran-{made.pk}", made.content_type or "application/pdf")
    answer = serve_redacted(made, name=name, by=request.user, at=timezone.now())
    return _recorded(request, found, "evidence.redacted", answer, redaction=made.pk)


def _recorded(request: HttpRequest, found: Evidence, what: str, answer, **codes):
    """The answer, once it stands in the log who gets it."""
    access_records.read(found, by=request.user, at=timezone.now(), what=what, **codes)
    return answer
