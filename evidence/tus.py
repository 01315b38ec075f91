"""The tus protocol, 1.0.0: core, creation, creation-with-upload, expiration, termination. Pages and API answer through it."""

import base64
import binascii

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from evidence import parts, quota, uploads
from evidence.models import Upload
from evidence.receipts import receipt
from evidence.refusal import FileRefused
from workflow.api import problem

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
BYTES = "application/offset+octet-stream"
METHODS = ["GET", "HEAD", "PATCH", "DELETE", "OPTIONS"]
LONGEST_NUMBER = 15  # digits
RETRY = 3600  # seconds, when the disk is full


def spoken(request: HttpRequest) -> bool:
    """Does this POST begin such an upload, rather than send a form?"""
    return "Tus-Resumable" in request.headers


def create(request: HttpRequest, access, *, by, address) -> HttpResponse:
    """201 with its Location, which is `address(upload)`; bytes that came along are kept. 400, 412, 413, 422, 429, 503."""
    if wrong := _other_version(request):
        return wrong
    size, name = _number(request.headers.get("Upload-Length", "")), _name(request.headers.get("Upload-Metadata", ""))
    if size is None or name is None:
        return _said(problem(400, _("Ukuran atau nama berkas tidak terbaca.")))
    try:
        upload = uploads.begin(access, name=name, size=size, by=by, at=timezone.now())
    except FileRefused as refused:
        return _refused(refused)
    response = _stored(request, upload, 0, by=by) if request.content_type == BYTES else _told(upload)
    if response.status_code == 204:
        response.status_code = 201
    response.headers["Location"] = address(upload)
    return response


def answer(request: HttpRequest, upload: Upload, *, by) -> HttpResponse:
    """What may be done with an upload by who may: HEAD and GET tell, PATCH adds, DELETE forgets. Raises Http404."""
    if request.method == "OPTIONS":
        return options()
    if uploads.is_over(upload, timezone.now()):
        raise Http404(str(upload.pk))
    if request.method == "GET":
        return _said(JsonResponse(state(upload)), upload)
    if wrong := _other_version(request):
        return wrong
    if request.method == "DELETE":
        uploads.cancel(upload)
        return _said(HttpResponse(status=204))
    if request.method == "PATCH":
        return _patched(request, upload, by)
    return _told(upload, status=200)


def options() -> HttpResponse:
    """What is spoken here."""
    headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(quota.LARGEST_FILE)}
    return _said(HttpResponse(status=204, headers=headers))


def state(upload: Upload) -> dict:
    """An upload as JSON; `evidence` once it is whole: enough to check that what arrived is what was sent."""
    facts = {"id": str(upload.pk), "name": upload.name, "size": upload.size, "offset": upload.offset}
    return {**facts, "evidence": receipt(upload.evidence) if upload.evidence else None}


def _patched(request: HttpRequest, upload: Upload, by) -> HttpResponse:
    offset = _number(request.headers.get("Upload-Offset", ""))
    if request.content_type != BYTES:
        return _said(problem(415, _("Potongan berkas dikirim sebagai %(type)s.") % {"type": BYTES}))
    if offset is None:
        return _said(problem(400, _("Letak potongan ini tidak terbaca.")))
    return _stored(request, upload, offset, by=by)


def _stored(request: HttpRequest, upload: Upload, offset: int, *, by) -> HttpResponse:
    if _length(request) > upload.size - offset:
        return _said(problem(413, _("Potongan ini lebih panjang daripada sisa berkasnya.")), upload)
    try:
        return _told(uploads.append(upload, read=request.read, offset=offset, by=by, at=timezone.now()))
    except uploads.WrongOffset as wrong:
        upload.offset = wrong.offset
        return _said(problem(409, _("Potongan ini bukan lanjutannya."), offset=wrong.offset), upload)
    except parts.Busy:
        return _said(problem(423, _("Berkas ini sedang dikirim dari tempat lain.")))
    except uploads.Gone as gone:
        raise Http404(str(upload.pk)) from gone
    except FileRefused as refused:
        return _refused(refused)


def _told(upload: Upload, *, status: int = 204) -> HttpResponse:
    return _said(HttpResponse(status=status), upload)


def _said(response: HttpResponse, upload: Upload | None = None) -> HttpResponse:
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    if upload is None:
        return response
    response.headers["Upload-Offset"], response.headers["Upload-Length"] = str(upload.offset), str(upload.size)
    if upload.evidence_id is None:
        response.headers["Upload-Expires"] = http_date(uploads.expires_at(upload).timestamp())
    return response


def _refused(refused: FileRefused) -> HttpResponse:
    response = _said(problem(refused.status, str(refused)))
    if refused.status == 503:
        response.headers["Retry-After"] = str(RETRY)
    return response


def _other_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    response = _said(problem(412, _("Di sini dipakai tus %(version)s.") % {"version": VERSION}))
    response.headers["Tus-Version"] = VERSION
    return response


def _length(request: HttpRequest) -> int:
    return _number(request.META.get("CONTENT_LENGTH") or "0") or 0


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _name(metadata: str) -> str | None:
    """The file's name out of "filename <base64>,filetype <base64>"; "" when none is told, None when it cannot be read."""
    pairs = dict(pair.strip().partition(" ")[::2] for pair in metadata.split(","))
    try:
        return base64.b64decode(pairs.get("filename", ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
