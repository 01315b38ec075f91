"""The API of the desk: the access records, for auditors."""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from desk import auditing
from workflow.access_records import seen
from workflow.api import bearer

router = Router(tags=["audit"])


@router.get("access-records", auth=bearer, summary="Who has seen what, for auditors", response=dict)
def access_records(
    request: HttpRequest,
    reference: str = "",
    officer: str = "",
    what: str = "",
    after: datetime | None = None,
    before: datetime | None = None,
    cursor: str = "",
):
    """`reference` of a report, case or recommendation takes in all that belongs together with it; `officer` is a username.

    Newest first; `after` is included, times without a zone are UTC. Asking is recorded too.
    """
    if not request.auth.may(auditing.RIGHT):
        raise PermissionDenied(auditing.RIGHT)
    question = auditing.Question(
        reference=auditing.reference_of(reference),
        officer=officer.replace("\x00", "").strip()[:150],
        what=what.replace("\x00", "").strip()[:40],
        after=_utc(after),
        before=_utc(before),
    )
    rows, following = auditing.page_of(auditing.records(question, reader=request.auth), cursor=cursor)
    seen("audit.access", by=request.auth, at=timezone.now(), reference=question.reference, **question.codes())
    return {"items": [auditing.present(row) for row in rows], "next": following or None}


def _utc(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
