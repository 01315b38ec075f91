"""`GET deadlines/{reference}`: the clocks of a complaint, case or recommendation that the caller may see."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from deadlines.queries import running, shown
from workflow import access_records
from workflow.api import Absent, bearer
from workflow.verbs import kinds

router = Router(tags=["deadlines"], auth=bearer)


@router.get("deadlines/{reference}", summary="Running clocks, with what each rests on")
def list_deadlines(request: HttpRequest, reference: str):
    subject = _visible(request.auth, reference)
    at = timezone.now()
    access_records.read(subject, by=request.auth, at=at, what="deadline.read")
    return {"items": [shown(each) for each in running(subject, at=at)], "next": None}


def _visible(user, reference: str):
    for kind in kinds():
        rows = kind.model.objects.visible_to(user).select_related("access__region")
        if subject := rows.filter(reference=reference).first():
            return subject
    raise Absent
