"""What this room does in the background: clocks follow events and holidays, and what is overdue is told."""

from datetime import timedelta

from deadlines import keeping, overdue
from workflow import jobs, ledger

ledger.subscribe(keeping.JOB, about=("complaint", "case", "recommendation"))
jobs.handler(keeping.JOB, keeping.follow, slow=True)  # commits by itself, so that what it remembers is true
jobs.handler(keeping.REPLAY, keeping.replay_all)
jobs.routine("deadlines.holidays", keeping.recompute, every=timedelta(minutes=5))
jobs.routine("deadlines.overdue", overdue.round_of, every=timedelta(minutes=5))
