"""What keeps the log: anchored every hour, read again every night, late access records looked for."""

from datetime import timedelta

from workflow import access_batches, anchors, jobs, verifying

jobs.routine("access.reach_back", access_batches.reach_back, every=timedelta(hours=1))
jobs.routine(anchors.JOB, anchors.tell, every=timedelta(hours=1))
jobs.routine(verifying.ROUND, verifying.begin, every=timedelta(days=1))
jobs.handler(verifying.PART, verifying.go_on, slow=True)
