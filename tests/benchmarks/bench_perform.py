"""What the one door costs: lock, checks, history and a chained event, against a bare save in a transaction."""

import time
from datetime import date
from statistics import median

from django.db import transaction
from django.utils import timezone

from agencies.models import Agency, Territory
from complaints import actions
from complaints.models import Complaint
from deploy.demo.accounts import create_accounts
from law.models import Violation

SAMPLES_PER_SCALE = 500


def measure(scale: int) -> dict:
    samples = max(20, min(400, scale // SAMPLES_PER_SCALE))
    officer = next(each for each in create_accounts() if each.username == "intake")
    complaints = [file(number) for number in range(samples)]
    bare = median(timed(lambda each=each: save(each)) for each in complaints)
    door = median(timed(lambda each=each: actions.verify(each, by=officer)) for each in complaints)
    return {"value": round(door), "baseline": round(bare), "unit": "µs"}


def timed(act) -> float:
    """Microseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e6


def save(complaint: Complaint) -> None:
    with transaction.atomic():
        complaint.skip_history_when_saving = True
        complaint.save()
    del complaint.skip_history_when_saving


def file(number: int) -> Complaint:
    report = actions.Report(
        kind="NEUTRALITY",
        narrative=f"Laporan ukur nomor {number}.",
        incident_date=date(2024, 10, 14),
        incident_place="Tenggarong",
        territory=Territory.objects.get(code="64.02"),
        violations=[Violation.objects.get(code="NET-D8")],
        people=[actions.Person(name="Terlapor", position="Camat", agency=Agency.objects.get(code="64.02"))],
        identity={},
    )
    return actions.file_report(report, by=None, at=timezone.now()).complaint
