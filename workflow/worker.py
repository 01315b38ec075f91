"""The background work of a site: does what is due until it is told to stop. Any number of workers share it."""

import logging
import threading
import time

from django.db import DatabaseError, Error, close_old_connections, connection
from django.utils import timezone

from workflow import access_batches, jobs

logger = logging.getLogger("netral.worker")
PAUSE = 0.3  # seconds between looks at an empty queue: a notification has two seconds to arrive
AFTER_ERROR = 5  # seconds before a database that went away is tried again
BATCH = 5  # jobs leased at once; few, so that a second worker finds some
SEAL_EVERY = 1  # seconds between looks for access records: they have five until they are sealed
NEVER = threading.Event()


def run_forever(stop: threading.Event) -> None:
    """Do what falls due until `stop` is set; outlasts a database that goes away.

    Access records are sealed beside it: no long job may keep them waiting.
    """
    sealing = threading.Thread(target=seal_forever, args=(stop,), name="sealing", daemon=True)
    sealing.start()
    planted = False
    try:
        while not stop.is_set():
            close_old_connections()
            try:
                planted = planted or _plant()
                pause = 0 if do_due(stop) else PAUSE
            except DatabaseError:
                logger.exception("the worker cannot reach its jobs")
                pause = AFTER_ERROR
            stop.wait(pause)
    finally:
        connection.close()
        sealing.join()


def seal_forever(stop: threading.Event) -> None:
    """Seal access records every second until `stop` is set."""
    try:
        while not stop.is_set():
            close_old_connections()
            pause = SEAL_EVERY
            try:
                access_batches.seal_all(at=timezone.now())
            except Error:
                logger.exception("access records cannot be sealed")
                pause = AFTER_ERROR
            stop.wait(pause)
    finally:
        connection.close()


def until_idle(stop: threading.Event = NEVER) -> int:
    """Do everything due, waiting for what another worker holds; returns how many jobs were begun here."""
    _plant()
    begun = 0
    while not stop.is_set() and jobs.waiting(at=timezone.now()):
        batch = do_due(stop)
        begun += batch
        if not batch:
            time.sleep(PAUSE)
    access_batches.seal_all(at=timezone.now())
    return begun


def drain(at=None) -> int:
    """Do everything due at `at` (now, and what falls due meanwhile, when left out) and wait for nobody; for tests and tools.

    Returns how many jobs were begun.
    """
    begun = 0
    while claimed := jobs.claim(at=at or timezone.now(), limit=BATCH):
        for job in claimed:
            jobs.run(job, at=at or timezone.now())
        begun += len(claimed)
    return begun


def do_due(stop: threading.Event) -> int:
    """Claim some due jobs and do them; hands back those not begun when told to stop. Returns how many were claimed."""
    if not jobs.waiting(at=timezone.now()):  # reading is free, claiming takes SQLite's write lock
        return 0
    claimed = jobs.claim(at=timezone.now(), limit=BATCH)
    for position, job in enumerate(claimed):
        if stop.is_set():
            jobs.hand_back(claimed[position:])
            return position
        jobs.run(job, at=timezone.now())
    return len(claimed)


def _plant() -> bool:
    jobs.plant(at=timezone.now())
    return True
