"""The API of evidence: taking a file in for the other rooms, its state and text, and the file itself."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError
from ninja.files import UploadedFile

from evidence import tus
from evidence.actions import FileRefused, add_file
from evidence.models import Upload
from evidence.queries import reads, visible
from evidence.receipts import receipt
from evidence.serving import serve, serve_original
from workflow import access_records
from workflow.api import Absent, bearer, or_public
from workflow.models import Access
from workflow.verbs import kinds

router = Router(tags=["evidence"])


def accept_upload(access: Access, request_file: UploadedFile, *, by, at: datetime) -> dict:
    """Take an uploaded file in and answer what the caller may know of it (201). Raises HttpError 413, 415, 422, 429, 503."""
    try:
        evidence = add_file(access, upload=request_file, by=by, at=at)
    except FileRefused as error:
        raise HttpError(error.status, str(error)) from error
    return receipt(evidence)


def begin_upload(request: HttpRequest, access: Access, *, by) -> HttpResponse:
    """Begin a file that arrives piece by piece (tus): 201 with the Location that takes the pieces."""
    return tus.create(request, access, by=by, address=lambda upload: f"/api/v1/uploads/{upload.pk}")


@router.api_operation(["OPTIONS"], "uploads", summary="The dialect of tus that is spoken here", response={204: None})
def upload_options(request: HttpRequest):
    return tus.options()


@router.api_operation(
    tus.METHODS, "uploads/{uuid:upload}", auth=or_public, summary="A file that arrives piece by piece"
)
def upload(request: HttpRequest, upload: UUID):
    found, by = _own_upload(request, upload)
    return tus.answer(request, found, by=by)


def _own_upload(request: HttpRequest, pk: UUID) -> tuple[Upload, object]:
    """The upload and who sends it: the officer who began it, or the reporter by code. Raises Absent."""
    found = Upload.objects.select_related("access", "evidence").filter(pk=pk).first()
    if found is None:
        raise Absent
    if code := request.headers.get("X-Receipt-Code", ""):
        return found, _reporter(found, code)
    if found.by_id is None or found.by != request.auth:
        raise Absent
    return found, request.auth


def _reporter(upload: Upload, code: str):
    for kind in (kind for kind in kinds() if kind.by_code and upload.by_id is None):
        subject = kind.model.objects.filter(access=upload.access_id).first()
        known, reporter = kind.by_code(subject.reference, code) if subject else (None, None)
        if known:
            return reporter
    raise Absent


@router.get("evidence/{uuid:pk}", auth=bearer, response=dict, summary="State, facts and text of a file")
def get_evidence(request: HttpRequest, pk: UUID):
    evidence = visible(pk, request.auth)
    access_records.read(evidence, by=request.auth, at=timezone.now(), what="evidence.look")
    facts = evidence.facts.order_by("page", "start", "pk").values("kind", "value", "text", "page", "start", "end")
    pages = evidence.pages.order_by("number").values("number", "text", "extractor")
    more = {
        "content_type": evidence.content_type,
        "reason": evidence.reason_text or None,
        "added_at": evidence.added_at,
        "copy": _copy(evidence),
    }
    if reads(request.auth):
        more["note"] = evidence.note
        more["redactions"] = list(evidence.redactions.order_by("pk").values("id", "state", "size", "sha256"))
    if reads(request.auth) and request.auth.may("evidence.metadata"):
        more["metadata"] = evidence.metadata
    return {**receipt(evidence), **more, "facts": list(facts), "pages": list(pages)}


def _copy(evidence) -> dict | None:
    """The safe copy: what `file` answers."""
    if not evidence.safe_type:
        return None
    return {"content_type": evidence.safe_type, "sha256": evidence.safe_sha256}


@router.get("evidence/{uuid:pk}/file", auth=bearer, summary="The safe copy, once it is READY")
def get_file(request: HttpRequest, pk: UUID):
    evidence, at = visible(pk, request.auth), timezone.now()
    answer = serve(evidence, by=request.auth, at=at)
    access_records.read(evidence, by=request.auth, at=at, what="evidence.copy")
    return answer


@router.get("evidence/{uuid:pk}/original", auth=bearer, summary="The sealed original; X-Reason says why, and is kept")
def get_original(request: HttpRequest, pk: UUID):
    reason = request.headers.get("X-Reason", "")
    evidence, at = visible(pk, request.auth), timezone.now()
    answer = serve_original(evidence, by=request.auth, at=at, reason=reason)
    access_records.read(evidence, by=request.auth, at=at, what="evidence.original")
    return answer
