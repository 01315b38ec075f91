"""What this room enters at start-up: every event leaves a job for the index."""

from search import indexing
from workflow import jobs, ledger

ledger.subscribe(indexing.JOB)
jobs.handler(indexing.JOB, indexing.follow)
