"""What breaks: workers killed at any moment, Redis away and back, clocks that jump. Nobody misses a row or gets two."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import connection
from django.utils import timezone

from notifications import outbox
from notifications.models import Notification
from notifications.watch import watch
from tests.notifications.knocking import bearer, knock, played
from tests.platform.real_sites import Redis
from workflow import jobs
from workflow.models import Event, Job

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "50"))
EVENTS = 60


def numbers(officer) -> list[int]:
    return list(Notification.objects.filter(recipient=officer).order_by("number").values_list("number", flat=True))


def assert_each_once(officer, events: int) -> None:
    assert numbers(officer) == list(range(1, events + 1))
    rows = Notification.objects.filter(recipient=officer).order_by("number")
    told = list(rows.values_list("event__number", flat=True))
    assert len(set(told)) == events


@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_random_moments_leave_every_row_once(
    reference_data, a_complaint, intake, penyelia, monkeypatch
):
    """Two workers all the time, one of them killed with -9 again and again while reports come in."""
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    env = {**os.environ, "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "DEBUG": "1"}

    def worker() -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)

    steady, victim = worker(), worker()
    try:
        for kill in range(KILLS):
            if kill < EVENTS:
                a_complaint(at=timezone.now() - timedelta(days=3))
            time.sleep(random.uniform(0.05, 0.6))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            victim = worker()
        for _ in range(max(0, EVENTS - KILLS)):
            a_complaint(at=timezone.now() - timedelta(days=3))
        _await_end()
    finally:
        for process in (steady, victim):
            process.kill()
            process.wait()
    events = Event.objects.filter(verb="complaint.submit").count()
    for officer in (intake, penyelia):
        assert_each_once(officer, events)


def _await_end() -> None:
    """Leases of the killed are taken back at once here: two minutes of waiting prove nothing more."""
    for _ in range(600):
        Job.objects.filter(kind=outbox.JOB, leased_until__lt=timezone.now() + timedelta(seconds=90)).update(
            leased_until=None
        )
        if not Job.objects.filter(kind=outbox.JOB).exists():
            return
        time.sleep(0.2)
    raise AssertionError(list(Job.objects.values_list("kind", "attempts", "error")))


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-1), timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_jumps_between_two_tries_doubles_nothing(jump, a_complaint, intake):
    """A lease taken by one clock, looked at by another; and the number of rows does not follow any clock."""
    for _ in range(3):
        a_complaint()
    now = timezone.now()
    held = [job for job in jobs.claim(at=now, limit=50) if job.kind == outbox.JOB]
    outbox.deliver(held[0].key)  # done, and killed before its job was deleted
    for at in (now + jump, now + timedelta(minutes=3), now + timedelta(days=800)):
        Job.objects.exclude(kind=outbox.JOB).delete()
        for job in jobs.claim(at=at, limit=50):
            jobs.run(job, at=at)
    assert not Job.objects.filter(kind=outbox.JOB).exists()
    assert_each_once(intake, 3)


@pytest.mark.faults
@pytest.mark.django_db
@pytest.mark.usefixtures("in_process")
def test_redis_stopped_and_started_costs_no_row_and_no_order(tmp_path, settings, intake, happen):
    first = Redis(tmp_path)
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}
    settings.CHANNEL_LAYERS = {"default": {**layer, "CONFIG": {"hosts": [first.url], "prefix": uuid4().hex}}}
    channel_layers.backends.clear()
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(2)
        heard = await socket.rest(1)
        first.process.kill()
        first.process.wait()
        await sync_to_async(happen)(2)
        await watch().look(asyncio.get_running_loop().time() + 60)
        heard += await socket.rest(1)
        options = ["--port", str(first.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        first.process = subprocess.Popen(["redis-server", *options, "--logfile", str(tmp_path / "again.log")])
        first._await()
        await sync_to_async(happen)(2)
        await watch().look(asyncio.get_running_loop().time() + 120)
        heard += await socket.rest(1)
        await socket.end()
        return [frame["id"] for frame in heard if "id" in frame]

    try:
        assert played(scenario()) == [1, 2, 3, 4, 5, 6]
    finally:
        first.process.kill()
        first.process.wait()
