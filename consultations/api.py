"""The API of consultations: the questions about a case, and a new one."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from agencies.models import Agency
from consultations import actions, queries
from consultations.models import Body, Consultation
from investigations.api import visible
from workflow import access_records
from workflow.api import bearer

router = Router(tags=["consultations"], auth=bearer)


class QuestionIn(Schema):
    """`agency_code` for a body that has an account here, `body_name` for any other."""

    body: Body
    question: str = Field(min_length=1, max_length=20_000)
    agency_code: str | None = Field(None, max_length=8)
    body_name: str = Field("", max_length=160)
    due_date: date | None = None


def present(asked: Consultation) -> dict:
    """A question as officers read it."""
    return {
        "reference": asked.reference,
        "body": asked.body,
        "agency_code": asked.agency_id,
        "body_name": asked.asked_body,
        "question": asked.question,
        "asked_at": asked.asked_at,
        "due_date": asked.due_date,
        "overdue": asked.is_open and asked.due_date is not None and asked.due_date < timezone.localdate(),
        "obligatory": bool(asked.rule and asked.rule.obligatory),
        "answer": asked.answer or None,
        "answered_at": asked.answered_at,
        "recalled_at": asked.recalled_at,
        "letter": str(asked.letter_id) if asked.letter_id else None,
    }


@router.get("cases/{reference}/consultations", summary="Questions put to other bodies about a case")
def list_consultations(request: HttpRequest, reference: str):
    case = visible(reference, request.auth)
    access_records.read(case, by=request.auth, at=timezone.now())
    return {"items": [present(row) for row in queries.of_subject(case, request.auth)], "next": None}


@router.post("cases/{reference}/consultations", response={201: dict}, summary="Ask another body")
def ask(request: HttpRequest, reference: str, body: QuestionIn):
    case = visible(reference, request.auth)
    if not actions.may_ask(case, request.auth):
        raise PermissionDenied("consultation")
    agency = Agency.objects.filter(pk=(body.agency_code or "").replace("\x00", "")).first()
    asked = actions.ask(
        case,
        by=request.auth,
        body=body.body,
        question=body.question.replace("\x00", ""),
        agency=agency,
        body_name=body.body_name.replace("\x00", ""),
        due_date=body.due_date,
    )
    return Status(201, present(asked))
