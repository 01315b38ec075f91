"""The API of evidence: taking a file in for the other rooms, its state and text, and the file itself."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError
from ninja.files import UploadedFile

from evidence.actions import FileRefused, add_file
from evidence.models import Evidence
from evidence.queries import visible
from evidence.serving import serve
from workflow.api import bearer
from workflow.models import Access

router = Router(tags=["evidence"])


def accept_upload(access: Access, request_file: UploadedFile, *, by, at: datetime) -> dict:
    """Take an uploaded file in and answer what the caller may know of it (201). Raises HttpError 413, 415, 422, 429."""
    try:
        evidence = add_file(access, upload=request_file, by=by, at=at)
    except FileRefused as error:
        raise HttpError(error.status, str(error)) from error
    return receipt(evidence)


def receipt(evidence: Evidence) -> dict:
    """The answer to an upload: enough to check that what arrived is what was sent."""
    facts = {"name": evidence.name, "size": evidence.size, "sha256": evidence.sha256, "stage": evidence.stage}
    return {"id": str(evidence.pk), **facts}


@router.get("evidence/{uuid:pk}", auth=bearer, response=dict, summary="State, facts and text of a file")
def get_evidence(request: HttpRequest, pk: UUID):
    evidence = visible(pk, request.auth)
    pages = evidence.pages.order_by("number").values("number", "text", "extractor")
    more = {
        "content_type": evidence.content_type,
        "reason": evidence.reason_text or None,
        "added_at": evidence.added_at,
    }
    return {**receipt(evidence), **more, "facts": [], "pages": list(pages)}


@router.get("evidence/{uuid:pk}/file", auth=bearer, summary="The file, once it is READY")
def get_file(request: HttpRequest, pk: UUID):
    return serve(visible(pk, request.auth), by=request.auth, at=timezone.now())
