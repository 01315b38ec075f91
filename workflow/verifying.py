"""The nightly reading of the log, in parts that leave the worker free for others."""

import time
from dataclasses import asdict

from django.utils import timezone

from workflow import jobs
from workflow.models import Verification
from workflow.verification import Progress, advance

ROUND, PART = "log.verify", "log.part"
SECONDS = 15  # of one part


def begin(_key: str = "") -> None:
    """The routine: a new round, unless the last one still runs."""
    running = Verification.objects.filter(finished_at=None).order_by("-pk").first()
    round_ = running or Verification.objects.create(started_at=timezone.now())
    jobs.enqueue(PART, str(round_.pk), at=timezone.now())


def go_on(key: str) -> None:
    """A part of a round; it leaves a job for the next part until the end is reached."""
    round_ = Verification.objects.get(pk=int(key))
    if round_.finished_at:
        return
    until = time.monotonic() + SECONDS
    progress = advance(Progress(**round_.place), late=lambda: time.monotonic() > until)
    round_.place, round_.events, round_.records = asdict(progress), progress.number, progress.records
    if progress.done:
        round_.finished_at, round_.broken = timezone.now(), progress.broken[:300]
    round_.save()
    if not progress.done:
        jobs.enqueue(PART, key, at=timezone.now())
