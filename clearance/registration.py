"""What this room enters at start-up: what it seals, and that expired answers are forgotten."""

from datetime import timedelta

from django.utils import timezone

from clearance.actions import forget
from clearance.models import Inquiry
from workflow import jobs
from workflow.sealing import register_sealed


def _forget(key: str) -> None:
    forget(at=timezone.now())


register_sealed(Inquiry, "sealed", purpose=lambda row: row.seal_purpose)
jobs.routine("clearance.forget", _forget, every=timedelta(days=1))
