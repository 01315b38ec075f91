"""What this room enters at start-up: its work, and what it seals."""

from datetime import timedelta

from django.utils import timezone

from exchange import actions
from exchange.models import Batch
from workflow import jobs
from workflow.sealing import register_sealed


def _forget(key: str) -> None:
    actions.forget(at=timezone.now())


register_sealed(Batch, "content", purpose=lambda row: row.seal_purpose)
jobs.handler(actions.JOB, actions.work, slow=True)
jobs.routine("exchange.forget", _forget, every=timedelta(days=1))
