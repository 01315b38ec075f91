"""Files of the public pages that arrive piece by piece: begun by the form's own address, sent on under one of their own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import drafts
from complaints.queries import opened_complaint, reporter_of
from complaints.throttle import allow_file
from complaints.views import cookies
from evidence import tus
from evidence.models import Upload
from workflow.api import problem
from workflow.models import Access


def begin_file(request: HttpRequest, access: Access, *, by, name: str) -> HttpResponse:
    """Begin a file under this row; `name` is the address that takes its pieces. 429 when the address began too many."""
    if wait := allow_file(request.META.get("REMOTE_ADDR", ""), at=timezone.now()):
        return _please_wait(wait)
    return tus.create(request, access, by=by, address=lambda upload: reverse(name, args=[upload.pk]))


def of_draft(request: HttpRequest, upload) -> HttpResponse:
    """The pieces of a file of the draft in this browser."""
    token = cookies.draft_token(request)
    try:
        draft = drafts.find(token, at=timezone.now()) if token else None
    except drafts.Expired:
        draft = None
    if draft is None or draft.receipt:
        raise Http404(str(upload))
    return tus.answer(request, _own(upload, draft.row.access_id), by=draft.writer)


def of_report(request: HttpRequest, upload) -> HttpResponse:
    """The pieces of a file of the report that is open in this browser; while they come, it stays open."""
    complaint = opened_complaint(cookies.opened(request))
    if complaint is None:
        raise Http404(str(upload))
    response = tus.answer(request, _own(upload, complaint.access_id), by=reporter_of(complaint))
    cookies.keep_open(response, complaint)
    return response


def _own(pk, access: int) -> Upload:
    found = Upload.objects.select_related("access", "evidence").filter(pk=pk, access=access, by=None).first()
    if found is None:
        raise Http404(str(pk))
    return found


def _please_wait(seconds: int) -> HttpResponse:
    response = problem(429, _("Banyak berkas sedang masuk dari jaringan ini. Kami coba lagi sebentar lagi."))
    response.headers["Retry-After"] = str(seconds)
    return response
