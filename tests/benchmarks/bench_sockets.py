"""From commit to received over many sockets (p99), against bare Redis publish/subscribe with the same count in this run.

Real parts: an ASGI server in a process of its own over PostgreSQL and Redis, clients in another, the outbox here.
"""

import json
import os
import resource
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from agencies.models import Agency, ApiToken, Officer
from deploy.demo.accounts import create_accounts
from notifications import outbox
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access, Job

ROOT = Path(__file__).resolve().parents[2]
MOST, FEW = 3000, 50
ROUNDS = 5


def measure(scale: int) -> dict:
    count = max(100, min(MOST, scale // 30))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    tokens = everybody(count)
    bare_all, bare_few = bare(count, count), bare(count, FEW)
    with server() as (process, port):
        before = memory(process.pid)
        with clients({"urls": [f"ws://127.0.0.1:{port}/ws/notifikasi/"], "tokens": tokens}) as ask:
            each = (memory(process.pid) - before) / count
            to_few = worst([round_of(ask, "recommendation.issue", FEW) for _ in range(ROUNDS)])
            to_all = worst([round_of(ask, "complaint.resubmit", count) for _ in range(ROUNDS)])
    return {
        "value": round(to_all, 4), "baseline": round(bare_all, 4), "unit": "s p99, commit to received by all",
        "sockets": count, "to_50": round(to_few, 4), "bare_50": round(bare_few, 4), "kB_per_socket": round(each / 1024, 1),
    }  # fmt: skip


def everybody(count: int) -> list[str]:
    """So many officers who verify reports, the first fifty of them of one agency as well; a token for each."""
    create_accounts()
    authority, agency = Officer.objects.get(username="penyelia").authority, Agency.objects.get(code="64.02")
    people = [
        Officer(username=f"soket.{n}", authority=authority, agency=agency if n < FEW - 1 else None)
        for n in range(count - 1)
    ]
    made = [*Officer.objects.bulk_create(people), Officer.objects.get(username="bkd.kukar")]
    Officer.objects.filter(pk=made[-1].pk).update(authority=authority)
    through = Officer.roles.through
    rows = [through(officer_id=o.pk, role_id="intake") for o in made]
    through.objects.bulk_create([*rows, *(through(officer_id=o.pk, role_id="bkd") for o in made[: FEW - 1])])
    Officer.objects.exclude(pk__in=[o.pk for o in made]).exclude(username="penyelia").update(is_active=False)
    Officer.objects.filter(username="penyelia").update(is_active=False)
    return [ApiToken.issue(officer, at=timezone.now()) for officer in made]


class Subject:
    """Something of the authority that was issued to the agency."""

    def __init__(self, kind: str):
        authority = Officer.objects.get(username="penyelia").authority
        self.KIND, self.reference = kind, f"{kind[:3].upper()}-26-SOKET0"
        agency = Agency.objects.get(code="64.02")
        self.access_id = Access.objects.create(authority=authority, agency=agency, issued=True).pk


def round_of(ask, verb: str, count: int) -> float:
    """One event: from its commit to the ninety-ninth of a hundred receivers, and all of them."""
    subject = Subject(verb.partition(".")[0])
    with unit_of_work():
        record(verb, subject, by=SYSTEM, at=timezone.now())
    committed = time.time()
    Job.objects.exclude(kind=outbox.JOB).delete()
    for job in jobs.claim(at=timezone.now()):
        assert jobs.run(job, at=timezone.now())
    return p99(ask(count), committed)


def bare(count: int, told: int) -> float:
    """The same count of subscribers of channels of their own, the first of them told one by one by a plain client."""
    parts = urlsplit(settings.REDIS_URL)
    plain = redis.Redis(parts.hostname, parts.port or 6379)
    channels = [f"ukur-{os.getpid()}-{number}" for number in range(count)]
    times = []
    with clients({"redis": [parts.hostname, parts.port or 6379], "channels": channels}) as ask:
        for _ in range(ROUNDS):
            begun = time.time()
            for channel in channels[:told]:
                plain.publish(channel, "x" * 200)
            times.append(p99(ask(told), begun))
    return worst(times)


def p99(times: list[float], begun: float) -> float:
    return sorted(times)[max(0, int(len(times) * 0.99) - 1)] - begun


def worst(times: list[float]) -> float:
    """The middle one of the rounds: one hiccup of the machine is not what is measured."""
    return sorted(times)[len(times) // 2]


@contextmanager
def clients(asked: dict):
    """ask(count) → when each of so many frames arrived."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.socket_clients"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip

    def ask(count: int) -> list[float]:
        process.stdin.write(f"{count}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        assert process.stdout.readline().strip() == "ready"
        yield ask
    finally:
        process.kill()
        process.wait()


@contextmanager
def server():
    """The site's sockets as production serves them, on the database of this run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    env = {**os.environ, "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "DEBUG": "1"}
    options = ["--port", str(port), "--log-level", "warning", "--ws", "websockets-sansio", "--lifespan", "off"]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "deploy.asgi:application", *options], cwd=ROOT, env=env
    )
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        time.sleep(1)
        yield process, port
    finally:
        process.terminate()
        process.wait(20)


def memory(pid: int) -> int:
    """Resident bytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()
