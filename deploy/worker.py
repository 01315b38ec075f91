"""The background work of a site: does due jobs until it is told to stop. Any number of workers share the jobs."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from workflow import jobs
from workflow.models import Job

logger = logging.getLogger("netral.worker")
PAUSE = 0.3  # seconds between looks at an empty queue: a notification has two seconds to arrive
AFTER_ERROR = 5  # seconds before the database is tried again
BATCH = 5  # jobs leased at once; few, so that a second worker finds some


def work(stop: threading.Event) -> None:
    """Do what falls due until `stop` is set; outlasts a database that goes away."""
    while not stop.is_set():
        close_old_connections()
        try:
            pause = 0 if do_due(stop) else PAUSE
        except DatabaseError:
            logger.exception("the worker cannot reach its jobs")
            pause = AFTER_ERROR
        stop.wait(pause)
    connection.close()


def drain() -> int:
    """Do everything due, waiting for what another worker holds; returns how many jobs were done here."""
    done, never = 0, threading.Event()
    while jobs.waiting(at=timezone.now()):
        batch = do_due(never)
        done += batch
        if not batch:
            time.sleep(PAUSE)
    return done


def do_due(stop: threading.Event) -> int:
    """Claim some due jobs and do them; hands back those not begun when told to stop. Returns how many were claimed."""
    if not jobs.waiting(at=timezone.now()):
        return 0
    claimed = jobs.claim(at=timezone.now(), limit=BATCH)
    for position, job in enumerate(claimed):
        if stop.is_set():
            _hand_back(claimed[position:])
            break
        jobs.run(job, at=timezone.now())
    return len(claimed)


def _hand_back(unbegun: list[Job]) -> None:
    for job in unbegun:
        Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(leased_until=None, leased_by="")
