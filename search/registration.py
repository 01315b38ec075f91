"""What this room enters at start-up: every event leaves a job for the index. A wrong SEARCH_URL is told of here."""

from search import indexing
from search.backends import backend
from workflow import jobs, ledger

backend()
ledger.subscribe(indexing.JOB)
jobs.handler(indexing.JOB, indexing.follow)
