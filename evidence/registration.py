"""What this room does in the background."""

from datetime import timedelta

from evidence import uploads
from evidence.actions import JOB
from evidence.processing import process, purge
from workflow import jobs

jobs.handler(JOB, process, slow=True)
jobs.routine("evidence.purge", purge, every=timedelta(hours=1))
jobs.routine("evidence.uploads", uploads.purge, every=timedelta(hours=1))
