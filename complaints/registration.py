"""What this room enters into the registers at start-up."""

from datetime import timedelta

from complaints import drafts, wording
from complaints.api import present
from complaints.models import Complaint
from complaints.queries import by_receipt, reporter_of
from complaints.resealing import reseal
from complaints.verbs import VERBS
from workflow import jobs
from workflow.verbs import Kind, enter_kind


def _by_code(reference: str, code: str):
    complaint = by_receipt(reference, code)
    return complaint, reporter_of(complaint) if complaint else None


COMPLAINT = enter_kind(Kind("complaint", "complaints", Complaint, present, "laporan", by_code=_by_code))
for verb in VERBS:
    COMPLAINT.enter(verb)
jobs.handler(drafts.JOB, drafts.purge_job)
jobs.routine("complaints.wording", wording.remember_older, every=timedelta(minutes=10))
jobs.routine("identity.reseal", reseal, every=timedelta(minutes=5))
