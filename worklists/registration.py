"""What this room enters into the registers at start-up."""

from datetime import timedelta

from workflow import jobs, ledger
from workflow.sealing import register_sealed
from worklists import bulk, following, presence
from worklists.models import BulkRun

ledger.subscribe(following.JOB, about=("complaint", "case", "recommendation"))
jobs.handler(following.JOB, following.follow)
jobs.handler(following.PART, following.reckon_part)
jobs.routine(following.NIGHT, following.night, every=timedelta(hours=6))
jobs.handler(bulk.JOB, bulk.work, slow=True)
jobs.routine("worklists.presence", presence.forget, every=timedelta(minutes=30))
register_sealed(BulkRun, "sealed", purpose=bulk.purpose)
