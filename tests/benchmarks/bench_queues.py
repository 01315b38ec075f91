"""Every queue of a supervisor, an intake officer and an examiner as a page, against the bare SQL of the same rows."""

import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import sessions
from agencies.models import Officer
from complaints.models import Complaint
from deploy.demo.accounts import create_accounts, create_keys
from deploy.demo.load import load
from desk import paging, queues
from desk.rows import ready
from investigations.models import Case

ROUNDS = 20
OVERHEAD = 30.0  # milliseconds of Python that a page may add to its bare rows
SHARE = 50  # one case in so many is given to each examiner


def world(scale: int) -> dict[str, Officer]:
    """At least `scale` reports; cases shared out, statistics fresh."""
    people = {officer.username: officer for officer in create_accounts()}
    people |= {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    create_keys()
    missing = scale - Complaint.objects.count()
    if missing > 0:
        begun = time.perf_counter()
        for _made in load(missing, now=timezone.now(), seed=1):
            pass
        print(f"  {missing / (time.perf_counter() - begun):.0f} reports a second", flush=True)
    with connection.cursor() as cursor:
        for rest, name in enumerate(("pemeriksa", "pemeriksa2")):
            cursor.execute(
                f"UPDATE {Case._meta.db_table} SET assignee_id = %s WHERE id %% {SHARE} = {rest}",  # noqa: S608
                [people[name].pk],
            )
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE" if not connection.in_atomic_block else "ANALYZE")
    return people


def entered(officer: Officer) -> Client:
    """A browser of somebody who came in with a second factor."""
    settings.ALLOWED_HOSTS, settings.DEMO_ACCOUNTS = ["*"], True
    browser = Client()
    browser.force_login(officer)
    session = browser.session
    sessions.mark(session, factor="totp", at=timezone.now())
    session.save()
    sessions.keep(session, officer, device="", at=timezone.now())
    return browser


def p95(act) -> float:
    """Milliseconds; the first time is not counted."""
    act()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[int(len(times) * 0.95) - 1]


def bare(queue, officer: Officer):
    """The statement of the rows alone, as a plain cursor runs it, with no object made."""
    rows = ready(queue.rows(officer)).order_by("due_date", "pk")[: paging.PAGE + 1]
    if not queue.counted:
        rows = ready(queue.rows(officer)).order_by("-stage_since", "-pk")[: paging.PAGE + 1]
    sql, params = rows.query.sql_with_params()

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()

    return run


def opened(browser: Client, path: str):
    def get() -> None:
        answer = browser.get(path, secure=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))

    return get


def measure(scale: int) -> dict:
    """The slowest queue; its own bare rows plus OVERHEAD are the baseline."""
    people, worst = world(scale), None
    for name in ("penyelia", "intake", "pemeriksa"):
        officer = people[name]
        browser = entered(officer)
        for queue in queues.queues_of(officer):
            page, rows = p95(opened(browser, f"/petugas/antrean/{queue.slug}/")), p95(bare(queue, officer))
            found = {"value": round(page, 1), "baseline": round(rows + OVERHEAD, 1), "bare": round(rows, 1)}
            print(f"  {name} {queue.slug}: page {page:.1f} ms, bare rows {rows:.1f} ms", flush=True)
            if worst is None or found["value"] > worst["value"]:
                worst = {**found, "unit": "ms", "queue": f"{name} {queue.slug}"}
    return worst
