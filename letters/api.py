"""The API of letters: the PDF for those who see it, and for anybody whether a code is genuine."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from letters import queries
from letters.models import Letter
from letters.verifying import asked
from letters.views import file_answer
from workflow.api import Absent, Public, bearer, problem

router = Router(tags=["letters"])


@router.get("letters/{uuid:letter}.pdf", auth=bearer, summary="The letter as PDF/A")
def get_letter(request: HttpRequest, letter: UUID):
    found = Letter.objects.visible_to(request.auth).filter(pk=letter).first()
    if found is None:
        raise Absent
    return file_answer(found, by=request.auth)


@router.get("verify/{code}", auth=Public(), summary="Is the letter with this code genuine? No names")
def verify(request: HttpRequest, code: str):
    found, wait = asked(request, code, at=timezone.now())
    if wait:
        answer = problem(429, _("Terlalu banyak kode yang tidak dikenal. Coba lagi nanti."))
        answer["Retry-After"] = str(wait)
        return answer
    return present(found)


def present(found: queries.Verified | None) -> dict:
    """What anybody may know of a letter; `sha256` of the newest version, `versions` of all that are genuine."""
    if found is None:
        return {"genuine": False, "issued_on": None, "authority": None, "kind": None, "sha256": None, "versions": []}
    return {
        "genuine": True,
        "issued_on": found.issued_on,
        "authority": found.authority,
        "kind": found.kind,
        "number": found.number,
        "sha256": found.sha256[0] if found.sha256 else None,
        "versions": found.sha256,
        "signature": found.signature,
        "withdrawn": found.withdrawn,
        "superseded": found.superseded,
    }
