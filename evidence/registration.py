"""What this room does in the background."""

from datetime import timedelta

from evidence import erasing, integrity, resealing, scanning, screening, uploads
from evidence.actions import JOB
from evidence.processing import process, purge, read_waiting
from evidence.redaction import JOB as REDACTION
from evidence.redaction import burn
from identity import report_keys
from workflow import jobs

jobs.handler(JOB, process, slow=True)
if scanning.configured():
    scanning.address()  # a wrong CLAMD_URL is told of here
jobs.routine(screening.RESCAN, screening.rescan, every=timedelta(hours=1))
jobs.routine("evidence.integrity", integrity.check, every=timedelta(minutes=10))
jobs.routine("evidence.purge", purge, every=timedelta(hours=1))
jobs.routine("evidence.uploads", uploads.purge, every=timedelta(hours=1))
jobs.handler(REDACTION, burn, slow=True)
jobs.routine("evidence.waiting", read_waiting, every=timedelta(minutes=10))
jobs.handler(resealing.JOB, resealing.underkey, slow=True)
jobs.handler(erasing.JOB, erasing.erase, slow=True, urgent=True)
report_keys.with_it(erasing.erase_soon)
