"""Where a reporter wanted notices is nobody's business once the matter is at its end; opened again, it stays forgotten."""

from agencies.models import SupervisingAuthority
from complaints.merging import merged_into
from complaints.models import Complaint
from identity.models import NoticeAddress
from investigations.models import CaseComplaint
from workflow.models import Event

ENDINGS = frozenset({"complaint.reject", "complaint.forward", "complaint.withdraw", "case.close", "case.moot"})


def forget_address(event: Event) -> None:
    """After the last notice was written: the mail addresses of all who reported what has ended. Idempotent."""
    if event.verb in ENDINGS or _left_this_site(event):
        ended = _reports(event)
        both = [*ended, *merged_into(ended)]
        NoticeAddress.objects.filter(access__complaint__in=both).delete()


def _left_this_site(event: Event) -> bool:
    """Transferred to an authority that does not work here."""
    to = event.payload.get("authority") if event.verb == "case.transfer" else None
    return to is not None and not SupervisingAuthority.objects.filter(code=to, internal=True).exists()


def _reports(event: Event) -> list[int]:
    """Those of a case, or the one that ended by itself."""
    if event.subject_kind == "case":
        rows = CaseComplaint.objects.filter(case__reference=event.subject_reference)
        return list(rows.values_list("complaint_id", flat=True))
    return list(Complaint.objects.filter(reference=event.subject_reference).values_list("pk", flat=True))
