"""What this room enters into the registers at start-up."""

from datetime import timedelta

from complaints import drafts, wording
from complaints.actions import message_purpose
from complaints.api import present
from complaints.models import Complaint, Message, ReporterIdentity
from complaints.queries import by_receipt, reporter_of
from complaints.resealing import JOB as UNDERKEY
from complaints.resealing import reseal, underkey
from complaints.verbs import VERBS
from workflow import jobs
from workflow.sealing import register_sealed
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
jobs.handler(UNDERKEY, underkey)

# what earlier versions sealed under FIELD_KEYS, as long as it is there
register_sealed(Message, "sealed", purpose=lambda row: message_purpose(row.complaint), related=["complaint"])
register_sealed(
    ReporterIdentity, "sealed", purpose=lambda row: f"identity:{row.complaint.reference}", related=["complaint"]
)
