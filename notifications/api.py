"""The API of notifications: the same objects that the socket sends."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from notifications import actions
from notifications.consumers import LARGEST_NUMBER
from notifications.presenting import present
from notifications.queries import PAGE, rows_after
from workflow.api import bearer

router = Router(tags=["notifications"], auth=bearer)


class Seen(Schema):
    up_to: int = Field(ge=0, le=LARGEST_NUMBER)


@router.get("notifications", summary="Oldest first, beyond the number you read last", response=dict)
def list_notifications(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=LARGEST_NUMBER),
    limit: int = Query(PAGE, ge=1, le=PAGE),
):
    rows = rows_after(request.auth.pk, after, limit=limit + 1)
    page = rows[:limit]
    following = page[-1]["number"] if len(rows) > limit else None
    return {"items": [present(row, request.auth) for row in page], "next": following}


@router.post("notifications/seen", summary="You have seen everything up to a number", response=dict)
def see(request: HttpRequest, body: Seen):
    return {"unseen": actions.see_up_to(body.up_to, by=request.auth, at=timezone.now())}
