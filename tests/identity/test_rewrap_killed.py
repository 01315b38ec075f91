"""Rotation of FIELD_KEYS on ten thousand reports, killed at any moment, while others go on writing: nothing is lost (I8)."""

import os
import random
import subprocess
import sys
import textwrap
import time

import pytest
from django.conf import settings

MANY, KILLS = 10_000, 12
OLD, NEW = "kunci lama " * 4, "kunci baru " * 4
SETUP = """
    import os, django
    django.setup()
    from agencies.models import SupervisingAuthority
    from identity.models import ReportKey
    from identity.report_keys import cipher_for, ciphers_for, seal_for
    from workflow.models import Access
    authority = SupervisingAuthority.objects.first()
"""
MAKE = f"""
    rows = Access.objects.bulk_create([Access(authority=authority) for _n in range({MANY})], batch_size=500)
    ciphers_for([row.pk for row in rows])
    first = rows[0].pk
    print(first, seal_for(first, "kata rahasia", purpose="uji").hex())
"""
WRITE = """
    print("begun", flush=True)
    while True:
        access = Access.objects.create(authority=authority)
        print(access.pk, seal_for(access, "sementara itu", purpose="uji").hex(), flush=True)
"""
READ = """
    import sys
    for line in sys.stdin:
        pk, token = line.split()
        assert cipher_for(int(pk)).open(bytes.fromhex(token), purpose="uji") in ("kata rahasia", "sementara itu")
    for pk in ReportKey.objects.values_list("access", flat=True):
        cipher_for(pk)
    print(ReportKey.objects.count())
"""


@pytest.fixture
def site(tmp_path):
    """A site of its own in a scratch folder: how to run things in it, under these FIELD_KEYS."""
    clean = {"DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "deploy.settings"}
    basis = {**os.environ, "DATA_DIR": str(tmp_path), "DEMO": "0", **clean}

    def begin(*command, keys=(OLD,)) -> subprocess.Popen:
        environment = {**basis, "FIELD_KEYS": ",".join(keys)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.Popen([sys.executable, *command], cwd=settings.ROOT, env=environment, text=True, **pipes)

    for command in (["migrate", "-v0"], ["load_reference", "-v0"]):
        assert begin("manage.py", *command).wait() == 0
    return begin


def script(body: str) -> tuple[str, str]:
    return "-c", textwrap.dedent(SETUP) + textwrap.dedent(body)


def said(child: subprocess.Popen, told: str = "") -> str:
    """What it said. Fails when it failed."""
    out = child.communicate(told)[0]
    assert child.returncode == 0, out
    return out


@pytest.mark.faults
def test_killed_again_and_again_it_arrives_and_nothing_is_lost(site):
    begun = said(site(*script(MAKE)))
    writer = site(*script(WRITE), keys=(NEW, OLD))
    assert writer.stdout.readline() == "begun\n"
    cut = sum(_killed(site("manage.py", "rewrap_keys", keys=(NEW, OLD))) for _time in range(KILLS))
    assert cut >= KILLS // 2, "most runs were cut short"
    last = said(site("manage.py", "rewrap_keys", keys=(NEW, OLD)))
    assert "everything is under the first" in last
    writer.kill()
    written = [line for line in writer.communicate()[0].splitlines() if len(line.split()) == 2]
    assert written, "others went on writing"
    whole = begun + "\n".join(written[:-1])
    assert int(said(site(*script(READ), keys=(NEW,)), whole)) >= MANY
    refused = site(*script(READ), keys=(OLD,))
    assert "InvalidToken" in refused.communicate(begun)[0] and refused.returncode != 0


def _killed(child: subprocess.Popen) -> bool:
    """Was it cut short, some time after it began to move rows? A fast one may be through."""
    time.sleep(random.uniform(1.0, 4.0))
    ended = child.poll() is not None
    child.kill()
    child.communicate()
    return not ended
