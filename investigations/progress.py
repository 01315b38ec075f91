"""What the reporter may know of the case: which step, since when, until when, how it ended. Never who, never why."""

from django.utils import timezone

from complaints.models import Complaint
from complaints.progress import CaseProgress, Outcome, Step
from investigations.models import Case
from workflow.models import Event

STEPS = {
    Case.Stage.OPEN: Step.VERIFIED,
    Case.Stage.CLARIFICATION: Step.CLARIFIED,
    Case.Stage.EXAMINATION: Step.EXAMINED,
    Case.Stage.DELIBERATION: Step.EXAMINED,
    Case.Stage.DECIDED: Step.DECIDED,
    Case.Stage.FOLLOW_UP: Step.FOLLOWED_UP,
}
OUTCOMES = {
    Case.Stage.CLOSED: Outcome.CLOSED,
    Case.Stage.MOOT: Outcome.MOOT,
    Case.Stage.TRANSFERRED: Outcome.TRANSFERRED,
}


def progress(complaint: Complaint) -> CaseProgress | None:
    """The standing of the case a complaint led to, or None while there is none."""
    case = Case.objects.filter(case_complaints__complaint=complaint).first()
    if case is None:
        return None
    since = _since(case)
    step = STEPS.get(case.stage) or max(since, key=list(Step).index)
    return CaseProgress(step=step, since=since, due=case.due_date, outcome=OUTCOMES.get(case.stage))


def _since(case: Case) -> dict:
    """The day each step began last, read from the case's events."""
    since = {Step.VERIFIED: timezone.localdate(case.created_at)}
    moves = Event.objects.filter(subject_kind=Case.KIND, subject_reference=case.reference, payload__has_key="to")
    for at, payload in moves.order_by("number").values_list("occurred_at", "payload"):
        if payload["to"] in STEPS and payload["to"] != Case.Stage.DELIBERATION:
            since[STEPS[payload["to"]]] = timezone.localdate(at)
    return since
