"""The API of cases: lists, one case, findings, who a respondent is, setting one aside, further evidence."""

from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile

from agencies.models import Agency
from complaints.forms import one_line
from deadlines.queries import running, shown, with_clocks
from evidence.api import accept_upload, begin_upload
from investigations import actions
from investigations.models import Case, Conclusion, Respondent, Vote
from investigations.voting import Count, tally
from law.models import PositionClass, RespondentKind, Violation
from workflow import access_records
from workflow.api import Absent, bearer, listed
from workflow.transitions import MovedOn
from workflow.verbs import available

router = Router(tags=["cases"], auth=bearer)


class FindingIn(Schema):
    respondent: int
    violation: str = Field(max_length=8)
    conclusion: Conclusion
    reasons: str = Field(min_length=1, max_length=20_000)
    departure_reason: str = Field("", max_length=4000, description="for a code that was not in force that day")


class IdentityIn(Schema):
    """What is left out stays as it is; null and "" take it away. A known agency needs no further text."""

    name: str | None = Field(None, max_length=160)
    nip: str | None = Field(None, max_length=40)
    position: str | None = Field(None, max_length=160)
    agency_code: str | None = Field(None, max_length=8)
    agency_text: str | None = Field(None, max_length=160)
    kind: RespondentKind | Literal[""] | None = None
    position_class: PositionClass | Literal[""] | None = None
    heads_agency: bool | None = None


class SetAsideIn(Schema):
    reason: Literal["RETIRED", "DIED", "LEFT", "NOT_ASN", "OTHER"]


def present(case: Case, by, *, seen: bool = False) -> dict:
    """A case as its officers read it."""
    return {
        "reference": case.reference,
        "title": case.title,
        "kind": case.kind,
        "stage": case.stage,
        "stage_since": case.stage_since,
        "due_date": case.due_date,
        "authority": case.access.authority_id,
        "territory": case.territory_id,
        "incident_date": case.incident_date,
        "complaints": [row.complaint.reference for row in case.case_complaints.all()],
        "respondents": [_respondent(r) for r in case.respondents.all()],
        "assignee": case.assignee.username if case.assignee else None,
        "deadlines": _deadlines(case),
        "available_transitions": [verb.name for verb in available(case, by, seen=seen)],
    }


def _deadlines(case: Case) -> list[dict]:
    return [shown(each) for each in running(case, at=timezone.now())]


def _respondent(respondent: Respondent) -> dict:
    return {
        "id": respondent.pk,
        "name": respondent.name,
        "nip": respondent.nip,
        "position": respondent.position,
        "agency_code": respondent.agency_id,
        "agency_text": respondent.agency_text or None,
        "kind": respondent.kind or None,
        "position_class": respondent.position_class or None,
        "heads_agency": respondent.heads_agency,
        "set_aside": respondent.set_aside or None,
        "outcome": respondent.outcome or None,
        "findings": [_finding(a) for a in respondent.allegations.all()],
    }


def _finding(allegation) -> dict:
    finding = getattr(allegation, "finding", None)
    return {
        "violation": allegation.violation_id,
        "conclusion": finding.conclusion if finding else None,
        "reasons": finding.reasons if finding else None,
        "departure_reason": allegation.departure_reason or None,
        "outcome": allegation.outcome or None,
    }


def _rows(user):
    rows = Case.objects.visible_to(user).select_related("access__authority", "access__region", "assignee")
    return rows.prefetch_related("case_complaints__complaint", "respondents__allegations__finding", with_clocks())


def visible(reference: str, user) -> Case:
    """The case, for who may see it. Raises Absent, the same for hidden and for unknown."""
    case = _rows(user).filter(reference=reference).first()
    if case is None:
        raise Absent
    return case


@router.get("cases", summary="What the token's user may see")
def list_cases(request: HttpRequest, cursor: str = "", stage: str = ""):
    rows = _rows(request.auth)
    rows = rows.filter(stage=stage) if stage else rows
    return listed(rows, cursor, lambda case: present(case, request.auth, seen=True), by=request.auth)


def _read(case: Case, by) -> dict:
    """What is answered, and that it was."""
    access_records.read(case, by=by, at=timezone.now())
    return present(case, by, seen=True)


@router.get("cases/{reference}")
def get_case(request: HttpRequest, reference: str):
    return _read(visible(reference, request.auth), request.auth)


@router.get("cases/{reference}/plenary", summary="Quorum and votes; others' votes once all present have voted")
def get_plenary(request: HttpRequest, reference: str):
    case = visible(reference, request.auth)
    access_records.read(case, by=request.auth, at=timezone.now())
    known = tally(case, request.auth)
    if known is None:
        raise Absent
    return {
        "round": case.round,
        "quorum": known.quorum,
        "majority_percent": known.majority,
        "open": known.open,
        "laid_open": known.laid_open,
        "session": known.session.held_at if known.session else None,
        "respondents": [_counted(count) for count in known.counts],
    }


def _counted(count: Count) -> dict:
    return {
        "id": count.respondent.pk,
        "cast": count.cast,
        "outcome": count.respondent.outcome or None,
        "allegations": [{"violation": a.violation_id, "outcome": a.outcome or None} for a in count.allegations],
        "votes": [_vote(vote) for vote in [count.mine, *count.others] if vote],
    }


def _vote(vote: Vote) -> dict:
    return {
        "commissioner": vote.commissioner.username,
        "conclusion": vote.conclusion,
        "violations": [a.violation_id for a in vote.proven.all()],
        "reasons": vote.reasons,
        "dissent": vote.dissent or None,
        "at": vote.at,
    }


@router.post("cases/{reference}/findings", response={201: dict}, summary="Conclude on one allegation")
def post_finding(request: HttpRequest, reference: str, body: FindingIn):
    case = visible(reference, request.auth)
    if not request.auth.may("case.finding"):
        raise PermissionDenied("case.finding")
    violation = Violation.objects.filter(pk=body.violation.replace("\x00", "")).first()
    if violation is None:
        raise ValidationError({"violation": _("Kode pelanggaran itu tidak dikenal.")})
    finding = actions.write_finding(
        case,
        by=request.auth,
        respondent=_respondent_of(case, body.respondent),
        violation=violation,
        conclusion=body.conclusion,
        reasons=body.reasons.replace("\x00", ""),
        departure_reason=body.departure_reason.replace("\x00", ""),
    )
    return Status(201, {"id": finding.pk, "conclusion": finding.conclusion, "violation": violation.code})


def _respondent_of(case: Case, pk: int) -> Respondent:
    respondent = next((r for r in case.respondents.all() if r.pk == pk), None)
    if respondent is None:
        raise ValidationError({"respondent": _("Terlapor itu bukan bagian dari perkara ini.")})
    return respondent


@router.post("cases/{reference}/respondents/{respondent}/set_aside", summary="Retired, died, left, no civil servant")
def set_aside(request: HttpRequest, reference: str, respondent: int, body: SetAsideIn):
    case = visible(reference, request.auth)
    actions.set_aside(case, by=request.auth, respondent=_known(case, respondent), reason=body.reason)
    return _read(visible(reference, request.auth), request.auth)


@router.post("cases/{reference}/respondents/{respondent}", summary="Who the respondent is; what is left out stays")
def identify(request: HttpRequest, reference: str, respondent: int, body: IdentityIn):
    case = visible(reference, request.auth)
    if not request.auth.may("case.note"):
        raise PermissionDenied("case.note")
    person = _known(case, respondent)
    actions.identify(case, by=request.auth, respondent=person, **_identity(person, body))
    return _read(visible(reference, request.auth), request.auth)


def _known(case: Case, pk: int) -> Respondent:
    person = next((r for r in case.respondents.all() if r.pk == pk), None)
    if person is None:
        raise Absent
    return person


def _identity(person: Respondent, body: IdentityIn) -> dict:
    """Everything that the action asks for: what was sent, and what stands."""
    sent = body.dict(exclude_unset=True)
    known = {name: getattr(person, name) for name in ("name", "nip", "position", "agency", "agency_text", "kind")}
    if "agency_code" in sent:
        known["agency"] = _agency(sent.pop("agency_code"))
        known["agency_text"] = "" if known["agency"] else known["agency_text"]
    head = {"heads_agency": bool(sent.pop("heads_agency"))} if "heads_agency" in sent else {}
    return known | head | {name: one_line(value or "") for name, value in sent.items()}


def _agency(code: str | None) -> Agency | None:
    if not code:
        return None
    agency = Agency.objects.filter(pk=code.replace("\x00", "")).first()
    if agency is None:
        raise ValidationError({"agency_code": _("Kode instansi itu tidak dikenal.")})
    return agency


@router.post("cases/{reference}/evidence", response={201: dict})
def add_evidence(request: HttpRequest, reference: str, file: UploadedFile = File(...)):  # noqa: B008 - ninja's way
    access = _taking_files(request, reference).access
    return Status(201, accept_upload(access, file, by=request.auth, at=timezone.now()))


@router.post("cases/{reference}/uploads", summary="A file that will arrive piece by piece (tus)")
def begin_file(request: HttpRequest, reference: str):
    return begin_upload(request, _taking_files(request, reference).access, by=request.auth)


def _taking_files(request: HttpRequest, reference: str) -> Case:
    case = visible(reference, request.auth)
    if not request.auth.may("evidence.add"):
        raise PermissionDenied("evidence.add")
    if case.stage not in Case.UNENDED:
        raise MovedOn(case, "evidence")
    return case
