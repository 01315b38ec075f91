"""`manage.py worker`: once and for ever, ended politely, sharing the work with others."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from workflow import jobs, worker
from workflow.models import Job


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """The keys that were worked on; a kind "test" exists for the test alone."""
    monkeypatch.setattr(jobs, "_handlers", {})
    keys: list[str] = []
    jobs.handler("test", keys.append)
    return keys


@pytest.mark.django_db
def test_once_does_what_is_due_and_returns(done):
    now = timezone.now()
    for number in range(12):
        jobs.enqueue("test", str(number), at=now)
    jobs.enqueue("test", "later", at=now + timedelta(hours=1))
    out = StringIO()
    call_command("worker", "--once", stdout=out)
    assert sorted(done, key=int) == [str(n) for n in range(12)]
    assert out.getvalue() == "12 jobs\n"
    assert Job.objects.get().key == "later"


@pytest.mark.django_db
def test_once_does_what_its_own_work_makes_due(done):
    def work(key: str) -> None:
        done.append(key)
        if len(done) < 4:
            jobs.enqueue("test", f"{key}+", at=timezone.now())

    jobs.handler("test", work)
    jobs.enqueue("test", "a", at=timezone.now())
    call_command("worker", "--once", stdout=StringIO())
    assert done == ["a", "a+", "a++", "a+++"]


@pytest.mark.django_db
def test_once_waits_for_what_another_worker_holds(done, monkeypatch):
    jobs.enqueue("test", "a", at=timezone.now())
    (held,) = jobs.claim(at=timezone.now())
    pauses = []

    def other_finishes(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            jobs.run(held, at=timezone.now())

    monkeypatch.setattr(worker.time, "sleep", other_finishes)
    call_command("worker", "--once", stdout=StringIO())
    assert len(pauses) == 3 and done == ["a"]


@pytest.mark.django_db
def test_once_does_not_wait_for_what_is_set_aside_or_not_due(done):
    jobs.handler("test", lambda key: 1 / 0)
    jobs.enqueue("test", "a", at=timezone.now())
    call_command("worker", "--once", stdout=StringIO())
    assert Job.objects.get().attempts >= 1


def test_for_ever_ends_when_told_and_hands_back_what_it_did_not_begin(db, done):
    stop = threading.Event()

    def work(key: str) -> None:
        done.append(key)
        stop.set()

    jobs.handler("test", work)
    for number in range(4):
        jobs.enqueue("test", str(number), at=timezone.now())
    assert worker.do_due(stop) == 1
    assert len(done) == 1
    assert Job.objects.filter(leased_until__isnull=True).count() == 3


def test_for_ever_outlasts_a_database_that_goes_away(db, done, monkeypatch, caplog):
    stop, tries = threading.Event(), []

    def broken(stop):
        tries.append(1)
        if len(tries) == 3:
            stop.set()
            return 0
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(worker, "do_due", broken)
    monkeypatch.setattr(worker, "AFTER_ERROR", 0.01)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "seal_forever", lambda stop: None)  # its connection would be closed by nobody
    monkeypatch.setattr(worker, "connection", type("Connection", (), {"close": staticmethod(lambda: None)}))
    worker.run_forever(stop)
    assert len(tries) == 3


def test_an_idle_worker_looks_again_within_half_a_second():
    assert worker.PAUSE <= 0.5


def test_sigterm_ends_the_command_cleanly(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DEMO": "0", "DATABASE_URL": "", "REDIS_URL": ""}
    manage = [sys.executable, "manage.py"]
    options = {
        "cwd": settings.ROOT,
        "env": environment,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }
    subprocess.run([*manage, "migrate", "-v0"], check=True, **options)
    child = subprocess.Popen([*manage, "worker"], **options)
    database = tmp_path / "netral.sqlite3-wal"
    for _ in range(200):
        time.sleep(0.1)
        if database.exists() and child.poll() is None and _listens(child.pid):
            break
    child.send_signal(signal.SIGTERM)
    out, _none = child.communicate(timeout=30)
    assert child.returncode == 0, out
    assert "Traceback" not in out


def _listens(pid: int) -> bool:
    """Has the process taken SIGTERM into its own hands?"""
    with open(f"/proc/{pid}/status") as status:
        caught = next(line for line in status if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_share_the_work_and_none_does_it_twice(done):
    counting = threading.Lock()

    def work(key: str) -> None:
        time.sleep(0.002)
        with counting:
            done.append(key)

    jobs.handler("test", work, slow=True)
    now = timezone.now()
    Job.objects.bulk_create(Job(kind="test", key=str(n), due_at=now) for n in range(200))
    shares: list[int] = []

    def one() -> None:
        shares.append(worker.until_idle())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(n) for n in range(200)]
    assert sum(shares) == 200 and sum(share > 0 for share in shares) > 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_work_asked_for_by_many_at_once_is_one_job(done):
    gate = threading.Barrier(8)

    def one() -> None:
        gate.wait()
        jobs.enqueue("test", "a", at=timezone.now())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Job.objects.filter(kind="test").count() == 1


@pytest.mark.django_db
def test_what_somebody_waits_to_hear_goes_before_older_work(done, monkeypatch):
    monkeypatch.setattr(jobs, "_urgent", set())
    jobs.handler("urgent", done.append, urgent=True)
    at = timezone.now()
    jobs.enqueue("test", "1", at=at - timedelta(minutes=5))
    jobs.enqueue("urgent", "2", at=at)
    assert [job.kind for job in jobs.claim(at=at, limit=5)] == ["urgent", "test"]
