"""Killed at any moment, a site never shows a row whose file is missing or short, nor an answer without its row (F11)."""

import os
import random
import sqlite3
import subprocess
import sys
import textwrap
import time
from uuid import UUID

import pytest
from django.conf import settings

MOMENTS = 50
SENDER = textwrap.dedent(
    """
    import os, django
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone
    from agencies.models import SupervisingAuthority
    from evidence import actions, quota
    from workflow.actors import SYSTEM
    from workflow.models import Access
    quota.MOST_FILES, quota.MOST_BYTES = 10**6, 10**12
    access = Access.objects.create(authority=SupervisingAuthority.objects.first())
    print("begun", flush=True)
    while True:
        upload = SimpleUploadedFile("a.txt", os.urandom(100_000).hex().encode())
        evidence = actions.add_file(access, upload=upload, by=SYSTEM, at=timezone.now())
        print(evidence.pk, evidence.sha256, flush=True)
    """
)

READER = textwrap.dedent(
    """
    import django
    django.setup()
    from evidence import vault
    from evidence.models import Evidence
    for evidence in Evidence.objects.all():
        print(evidence.pk, vault.digest_of(evidence))
    """
)


@pytest.fixture
def site(tmp_path):
    """A site of its own in a scratch folder, and how to run things in it."""
    clean = {"DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "deploy.settings"}
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DEMO": "0", **clean}
    for command in (["migrate", "-v0"], ["load_reference", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=settings.ROOT, env=environment, check=True)
    return tmp_path, environment


@pytest.mark.faults
def test_fifty_kills_lose_nothing_that_was_promised(site):
    folder, environment = site
    promised: dict[str, str] = {}
    for _ in range(MOMENTS):
        promised |= killed_after(random.uniform(0, 0.25), environment)
    rows = dict(sqlite3.connect(folder / "netral.sqlite3").execute("select id, sha256 from evidence_evidence"))
    whole = {str(UUID(key)): sha256 for key, sha256 in rows.items()}
    assert promised and promised.items() <= whole.items()
    assert opened(environment) == whole
    events = sqlite3.connect(folder / "netral.sqlite3").execute("select count(*) from workflow_event").fetchone()[0]
    assert events == len(whole)


def opened(environment) -> dict[str, str]:
    """The sums of all originals, as the site opens them with its keys."""
    read = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=settings.ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(line.split() for line in read.stdout.splitlines())


def killed_after(seconds: float, environment) -> dict[str, str]:
    """What a sender was promised before it was killed, `seconds` after it began."""
    options = {"cwd": settings.ROOT, "env": environment, "stdout": subprocess.PIPE, "text": True}
    child = subprocess.Popen([sys.executable, "-c", SENDER], **options)
    assert child.stdout.readline() == "begun\n"
    time.sleep(seconds)
    child.kill()
    out = child.communicate()[0]
    return dict(line.split() for line in out.splitlines() if len(line.split()) == 2 and len(line.split()[1]) == 64)
