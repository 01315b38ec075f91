"""What this room enters into the registers at start-up: every event leaves a job that tells who must be told."""

from notifications import outbox
from workflow import jobs, ledger

ledger.subscribe(outbox.JOB)
jobs.handler(outbox.JOB, outbox.deliver, urgent=True)
