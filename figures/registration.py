"""What this room enters at start-up: it follows the events."""

from figures import reckoning
from workflow import jobs, ledger

ledger.subscribe(reckoning.JOB, about=reckoning.ABOUT)
jobs.handler(reckoning.JOB, reckoning.follow)
