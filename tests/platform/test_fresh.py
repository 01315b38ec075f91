"""An empty database is built at once, and is the same as one that went through every migration."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from deploy import fresh

SERVICES = ("DATABASE_URL", "REDIS_URL", "SEARCH_URL", "CLAMD_URL")


def migrated(folder, *options: str) -> sqlite3.Connection:
    folder.mkdir()
    env = {
        **os.environ,
        **dict.fromkeys(SERVICES, ""),
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "deploy.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0", *options], cwd=settings.ROOT, env=env, check=True)
    return sqlite3.connect(folder / "netral.sqlite3")


def shape(database: sqlite3.Connection) -> list[str]:
    """Tables with columns, keys and constraints, indexes and triggers; not the order of columns."""
    rows = database.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    found = []
    for kind, name, sql in sorted(rows):
        if kind != "table":
            found.append(f"{kind} {name} {' '.join(sql.split())}")
            continue
        columns = sorted(row[1:4] + row[5:6] for row in database.execute(f'PRAGMA table_info("{name}")'))
        keys = sorted(row[2:5] for row in database.execute(f'PRAGMA foreign_key_list("{name}")'))
        checks = sorted(re.findall(r"CONSTRAINT .(\w+)", sql))
        found.append(f"{kind} {name} {columns} {keys} {checks}")
    return found


@pytest.mark.slow
def test_both_ways_make_the_same(tmp_path):
    at_once, step_by_step = migrated(tmp_path / "once"), migrated(tmp_path / "steps", "--step-by-step")
    assert shape(at_once) == shape(step_by_step)
    applied = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
    assert at_once.execute(applied).fetchall() == step_by_step.execute(applied).fetchall()


def test_a_database_that_exists_goes_step_by_step(db):
    assert not fresh.is_empty(connection)
