"""The API of this room."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from letters import queries
from letters.models import Letter
from letters.views import file_answer
from workflow import access_records
from workflow.api import Absent, Public, bearer

router = Router(tags=["letters"])


@router.get("letters/{uuid:letter}.pdf", auth=bearer, summary="The letter as PDF/A")
def get_letter(request: HttpRequest, letter: UUID):
    found = Letter.objects.visible_to(request.auth).filter(pk=letter).first()
    if found is None:
        raise Absent
    access_records.read(found, by=request.auth, at=timezone.now(), what="letter.pdf")
    return file_answer(found)


@router.get("verify/{code}", auth=Public(), summary="Is the letter with this code genuine? No names")
def verify(request: HttpRequest, code: str):
    found = queries.verified(code)
    if found is None:
        return {"genuine": False, "issued_on": None, "authority": None, "kind": None, "sha256": None}
    return present(found)


def present(found: queries.Verified) -> dict:
    """What anybody may know of a genuine letter."""
    return {
        "genuine": True,
        "issued_on": found.issued_on,
        "authority": found.authority,
        "kind": found.kind,
        "number": found.number,
        "sha256": found.sha256[0] if found.sha256 else None,
        "sha256_also": found.sha256[1:],
        "signature": found.signature,
        "withdrawn": found.withdrawn,
        "superseded": found.superseded,
    }
