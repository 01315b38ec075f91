"""The API of recommendations: what the agency received and the authority follows."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Status
from ninja.files import UploadedFile

from evidence import release
from evidence.api import accept_upload, begin_upload
from evidence.serving import serve_redacted
from sanctions.annexes import annexes_of
from sanctions.models import Recommendation
from workflow import access_records
from workflow.api import Absent, bearer, listed
from workflow.transitions import MovedOn
from workflow.verbs import available

router = Router(tags=["recommendations"], auth=bearer)


def present(recommendation: Recommendation, by, *, seen: bool = False) -> dict:
    """A recommendation as both sides read it; the case is a reference only, its page stays closed to the agency."""
    person, letter = recommendation.respondent, recommendation.letter
    return {
        "reference": recommendation.reference,
        "case": recommendation.case.reference,
        "respondent": {"id": person.pk, "name": person.name, "nip": person.nip, "position": person.position},
        "agency_code": recommendation.access.agency_id,
        "stage": recommendation.stage,
        "stage_since": recommendation.stage_since,
        "due_date": recommendation.due_date,
        "sanction": recommendation.sanction_id,
        "considerations": recommendation.considerations,
        "letter": _letter(letter) if letter else None,
        "decree_number": recommendation.decree_number or None,
        "decree_date": recommendation.decree_date,
        "decree_sanction": recommendation.decree_sanction_id,
        "decree_effective": recommendation.decree_effective,
        "unsanctioned": recommendation.unsanctioned,
        "months": recommendation.months,
        "reasons": recommendation.reasons,
        "annexes": [_annex(given) for given in annexes_of(recommendation)],
        "available_transitions": _open_to(recommendation, by, seen=seen),
    }


def _open_to(recommendation: Recommendation, by, *, seen: bool) -> list[str]:
    verbs = available(recommendation, by, seen=seen and not _along(recommendation, by))
    return [verb.name for verb in verbs]


def _along(recommendation: Recommendation, by) -> bool:
    """Does an agency read it that it was not issued to: the level above?"""
    return by.agency_id is not None and by.agency_id != recommendation.access.agency_id


def _letter(letter) -> dict:
    return {"id": str(letter.pk), "code": letter.code, "number": letter.number, "issued_on": letter.issued_on}


def _annex(given) -> dict:
    """What is given along with the letter: a redacted copy under a neutral name."""
    made = given.redaction
    facts = {"id": given.pk, "name": given.name, "size": made.size, "sha256": made.sha256, "given_at": given.at}
    return {**facts, "content_type": made.content_type}


def _rows(user):
    rows = Recommendation.objects.visible_to(user).select_related("access", "case", "respondent", "letter")
    return rows.with_follow_up().prefetch_related("access__releases__redaction")


def visible(reference: str, user) -> Recommendation:
    """The recommendation, for who may see it. Raises Absent, the same for hidden and for unknown."""
    recommendation = _rows(user).filter(reference=reference).first()
    if recommendation is None:
        raise Absent
    return recommendation


@router.get("recommendations", summary="What the token's user may see")
def list_recommendations(request: HttpRequest, cursor: str = "", stage: str = ""):
    rows = _rows(request.auth)
    rows = rows.filter(stage=stage) if stage else rows
    return listed(rows, cursor, lambda row: present(row, request.auth, seen=True), by=request.auth)


def _read(recommendation: Recommendation, by) -> dict:
    """What is answered, and that it was."""
    access_records.read(recommendation, by=by, at=timezone.now())
    return present(recommendation, by, seen=True)


@router.get("recommendations/{reference}")
def get_recommendation(request: HttpRequest, reference: str):
    return _read(visible(reference, request.auth), request.auth)


@router.get("recommendations/{reference}/annexes/{int:annex}", summary="The redacted copy that was given along")
def get_annex(request: HttpRequest, reference: str, annex: int):
    recommendation = visible(reference, request.auth)
    given = release.annexes(request.auth).filter(access=recommendation.access_id, pk=annex).first()
    if given is None:
        raise Absent
    answer = serve_redacted(given.redaction, name=given.name, by=request.auth, at=timezone.now())
    access_records.read(given.redaction.evidence, by=request.auth, at=timezone.now(), what="evidence.redacted")
    return answer


@router.post("recommendations/{reference}/evidence", response={201: dict}, summary="The decree's file")
def add_evidence(request: HttpRequest, reference: str, file: UploadedFile = File(...)):  # noqa: B008 - ninja's way
    access = _taking_files(request, reference).access
    return Status(201, accept_upload(access, file, by=request.auth, at=timezone.now()))


@router.post("recommendations/{reference}/uploads", summary="The decree's file, piece by piece (tus)")
def begin_file(request: HttpRequest, reference: str):
    return begin_upload(request, _taking_files(request, reference).access, by=request.auth)


def _taking_files(request: HttpRequest, reference: str) -> Recommendation:
    recommendation = visible(reference, request.auth)
    if not request.auth.may("evidence.add"):
        raise PermissionDenied("evidence.add")
    if recommendation.stage not in Recommendation.UNENDED:
        raise MovedOn(recommendation, "evidence")
    return recommendation
