"""What the demo shows of people: two cases of one matter that were merged, and an investigator with a declared conflict."""

from datetime import datetime

from agencies.models import Officer, Shipment
from complaints.models import Complaint
from deploy.demo.stories import LEDGER
from investigations.models import Case
from persons import conflicts
from persons.linking import link_older
from persons.merging import merge_cases

MERGED, INTO = "bibit-ikan-lagi-kukar", "baru-dibuka-kukar"
KEPT_FROM, WHO = "menunggu-penugasan-kotamobagu", "pemeriksa2"
REASON = "Terlapor sepupu saya."


def arrange(*, now: datetime) -> None:
    """Once each; a second run finds it done."""
    link_older()
    cases = _cases()
    people = {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    source, target = cases.get(MERGED), cases.get(INTO)
    if (
        source and target and source.pk != target.pk and source.stage in Case.WORKING
    ):  # merged, its report is the other's
        merge_cases(source, by=people["penyelia"], into=target, at=now)
    kept = cases.get(KEPT_FROM)
    if kept and not conflicts.Conflict.objects.filter(access=kept.access_id).exists():
        conflicts.declare(kept, by=people[WHO], reason=REASON, at=now)


def _cases() -> dict[str, Case]:
    """The cases of these stories, by slug."""
    ledger = Shipment.objects.filter(dataset=LEDGER).first()
    told = {ledger.digests.get(slug): slug for slug in (MERGED, INTO, KEPT_FROM)} if ledger else {}
    found = Complaint.objects.filter(reference__in=[ref for ref in told if ref]).select_related("case_complaint__case")
    return {
        told[row.reference]: Case.objects.select_related("access").get(pk=row.case_complaint.case_id)
        for row in found
        if hasattr(row, "case_complaint")
    }
