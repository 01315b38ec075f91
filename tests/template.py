"""An empty database with its reference data, made once for every state of the migrations and copied from then on.

Some ninety migrations take a minute of processor time; a copy takes a second. What is copied is what the migrations made.
"""

import fcntl
import hashlib
import json
import sqlite3
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "templates"
PATTERNS = (
    "*/migrations/*.py",
    "*/data/**/*",
    "*/loading.py",
    "*/insert_only.py",
    "*/triggers.py",
    "requirements/base.txt",
)
_open: list[sqlite3.Connection] = []  # what lies in memory lives as long as somebody has it open


class Template:
    """Parallel processes wait for the first one, which makes it; `keep` is said once everything is in, and only then."""

    def __enter__(self) -> "Template":
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.ways = (Sqlite if connection.vendor == "sqlite" else Postgresql)(*_state())
        self.lock = (FOLDER / "lock").open("w")
        if not self._whole:
            fcntl.flock(self.lock, fcntl.LOCK_EX)
        return self

    @property
    def _whole(self) -> bool:
        """Is it there just as it has to be, with the reference data?"""
        return _begun(self.ways.kind, self.ways.migrations) == self.ways.state

    def __exit__(self, *_error) -> None:
        self.lock.close()

    def copy(self) -> None:
        """Before the test database is set up: its migrations then find nothing left to do. `loaded`: nor has the data."""
        base = _begun(self.ways.kind, self.ways.migrations)
        self.loaded = bool(base) and self.ways.copy(base) and base == self.ways.state

    def keep(self) -> None:
        """The database as it stands is the template from now on; others that wait go on."""
        if not self._whole:
            self.ways.keep()
            _note(self.ways.kind, self.ways.state, self.ways.migrations)
        self.lock.close()


def _state() -> tuple[str, dict[str, str]]:
    """What the template is made of, as a short name; and every migration with its digest."""
    files = sorted({path for pattern in PATTERNS for path in ROOT.glob(pattern) if path.is_file()})
    digests = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    migrations = {name: digest for name, digest in digests.items() if "/migrations/" in name}
    return hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:16], migrations


def _begun(kind: str, migrations: dict[str, str]) -> str | None:
    """The template of before, when every migration in it stands as it stood: only the later ones are left to do."""
    noted = FOLDER / f"{kind}.json"
    held = json.loads(noted.read_text()) if noted.exists() else {"migrations": {"": ""}}
    same = all(migrations.get(name) == digest for name, digest in held["migrations"].items())
    return held["state"] if same else None


def _note(kind: str, state: str, migrations: dict[str, str]) -> None:
    (FOLDER / f"{kind}.json").write_text(json.dumps({"state": state, "migrations": migrations}))


class Sqlite:
    """A file beside the site's data, copied into memory."""

    kind = "sqlite"

    def __init__(self, state: str, migrations: dict[str, str]):
        self.state, self.migrations = state, migrations

    def copy(self, base: str) -> bool:
        place = FOLDER / f"{base}.sqlite3"
        if not place.exists():
            return False
        memory = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
        with sqlite3.connect(place) as source:
            source.backup(memory)
        _open.append(memory)
        return True

    def keep(self) -> None:
        for old in FOLDER.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        connection.ensure_connection()
        with sqlite3.connect(FOLDER / f"{self.state}.sqlite3") as target:
            connection.connection.backup(target)


class Postgresql:
    """A database of this checkout beside those of the tests."""

    def __init__(self, state: str, migrations: dict[str, str]):
        place = f"{ROOT} {connection.settings_dict['HOST']} {connection.settings_dict['PORT']}"
        self.kind = f"template_{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        self.state, self.migrations = state, migrations

    def copy(self, base: str) -> bool:
        if f"{self.kind}_{base}" not in self._all():
            return False
        connection.settings_dict["TEST"]["TEMPLATE"] = f"{self.kind}_{base}"
        return True

    def keep(self) -> None:
        made, old = connection.settings_dict["NAME"], self._all()
        connection.close()
        with connection._nodb_cursor() as cursor:
            for name in old:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{self.kind}_{self.state}" TEMPLATE "{made}"')

    def _all(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.kind}_%"])
            return [name for (name,) in cursor.fetchall()]
