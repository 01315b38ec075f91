"""The API of this room: who was invited to speak in a case, and to invite somebody."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from complaints.forms import one_line, readable
from hearings import actions, terms
from hearings.actions import RIGHT, Wanted
from hearings.models import Invitation
from hearings.queries import Line, lines_of
from investigations.models import Case, Respondent
from workflow import access_records
from workflow.api import Absent, bearer

router = Router(tags=["cases"], auth=bearer)


class InvitationIn(Schema):
    """`respondent` for a respondent or their superior; a witness has a name. Without `due_date` the summons clock counts."""

    role: Invitation.Role = Invitation.Role.RESPONDENT
    respondent: int | None = None
    name: str = Field("", max_length=160)
    position: str = Field("", max_length=160)
    agency_text: str = Field("", max_length=160)
    questions: list[str] = Field(min_length=1, max_length=12)
    way: Invitation.Way = Invitation.Way.WRITTEN
    place: str = Field("", max_length=200)
    meets_at: datetime | None = None
    due_date: date | None = None


@router.get("cases/{reference}/invitations", summary="Who was invited to speak, and what came of it")
def list_invitations(request: HttpRequest, reference: str):
    case = _visible(reference, request.auth)
    access_records.read(case, by=request.auth, at=timezone.now(), what="hearing.read")
    return {"items": [_present(line) for line in lines_of(case, at=timezone.now())], "next": None}


@router.post("cases/{reference}/invitations", response={201: dict}, summary="Invite; the code is told once")
def post_invitation(request: HttpRequest, reference: str, body: InvitationIn):
    case, by, now = _visible(reference, request.auth), request.auth, timezone.now()
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)
    made = actions.invite(case, by=by, wanted=_wanted(case, body, now), at=now)
    code = actions.renew_code(made, by=by, at=now)
    line = next(each for each in lines_of(case, at=now) if each.invitation.pk == made.pk)
    return Status(201, {**_present(line), "code": code})


def _visible(reference: str, user) -> Case:
    rows = Case.objects.visible_to(user).select_related("access__region", "access__authority")
    case = rows.filter(reference=reference).first()
    if case is None:
        raise Absent
    return case


def _wanted(case: Case, body: InvitationIn, at: datetime) -> Wanted:
    person = _respondent(case, body.respondent)
    own = person if body.role == Invitation.Role.RESPONDENT else None
    told = {name: one_line(getattr(body, name)) for name in ("name", "position", "agency_text", "place")}
    if own:
        told |= {"name": own.name, "position": own.position, "agency_text": str(own.agency or own.agency_text)}
    day = body.due_date or terms.last_day(1, terms.day_of(case, at))
    meets = timezone.make_aware(body.meets_at) if body.meets_at and timezone.is_naive(body.meets_at) else body.meets_at
    questions = [text for line in body.questions if (text := " ".join(readable(line).split())[:1000])]
    return Wanted(
        role=body.role, respondent=person, way=body.way, meets_at=meets, questions=questions, due_date=day, **told
    )


def _respondent(case: Case, pk: int | None) -> Respondent | None:
    if pk is None:
        return None
    person = case.respondents.select_related("agency").filter(pk=pk).first() if abs(pk) < 2**63 else None
    if person is None:
        raise ValidationError({"respondent": _("Terlapor itu bukan bagian dari perkara ini.")})
    return person


def _present(line: Line) -> dict:
    row = line.invitation
    return {
        "reference": row.reference,
        "role": row.role,
        "respondent": row.respondent_id,
        "name": row.name or None,
        "position": row.position or None,
        "number": row.number,
        "way": row.way,
        "place": row.place or None,
        "meets_at": row.meets_at,
        "questions": row.questions,
        "due_date": row.due_date,
        "state": line.state,
        "absent_on": row.absent_on,
        "answers": [{"reference": a.reference, "at": a.at, "sha256": a.sha256} for a in line.answers],
        "records": [{"reference": r.reference, "version": r.version, "signed": r.signed or None} for r in line.records],
        "letter": {"id": str(row.letter_id), "number": row.letter.number} if row.letter_id else None,
    }
