"""Real sites for tests: `manage.py serve` on SQLite, or on a PostgreSQL database and a Redis of its own; and who visits them."""

import http.client
import http.cookiejar
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.platform.test_server import Site, free_port

KEYS = {name: f"{name}-of-a-test-{'k' * 40}" for name in ("SECRET_KEY", "FIELD_KEYS", "LOG_KEY")}


class Redis:
    """A Redis of this test alone, without a password, on loopback."""

    def __init__(self, folder: Path):
        self.port, self.folder = free_port(), folder
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self.process = subprocess.Popen(["redis-server", *options, "--logfile", str(folder / "redis.log")])
        self._await()

    def _await(self) -> None:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("no Redis")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def dump(self) -> bytes:
        """Everything it holds, as it lies on disk."""
        ask = ["redis-cli", "-p", str(self.port)]
        for option in ("rdbcompression", "rdbchecksum"):
            subprocess.run([*ask, "config", "set", option, "no"], capture_output=True)
        subprocess.run([*ask, "save"], check=True, capture_output=True)
        return (self.folder / "dump.rdb").read_bytes() + (self.folder / "redis.log").read_bytes()


class Database:
    """A database of this test alone, on the PostgreSQL of the tests."""

    def __init__(self, name: str):
        self.server, self.name = os.environ["DATABASE_URL"].rpartition("/")[0], name
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")

    @property
    def url(self) -> str:
        return f"{self.server}/{self.name}"

    def _say(self, *statements: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as session:
            for statement in statements:
                session.execute(statement)

    def dump(self) -> bytes:
        return subprocess.run(
            ["pg_dump", self.url.replace("postgres://", "postgresql://")], capture_output=True, check=True
        ).stdout

    def ask(self, question: str):
        with psycopg.connect(self.url) as session:
            return session.execute(question).fetchone()[0]

    def drop(self) -> None:
        self._say(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


@contextmanager
def large_site(folder: Path, **env):
    """A site on PostgreSQL and Redis: (site, database, redis)."""
    (folder / "redis").mkdir()
    database, redis = Database(f"site_{free_port()}"), Redis(folder / "redis")
    try:
        own = {**KEYS, "DATABASE_URL": database.url, "REDIS_URL": redis.url, "ALLOWED_HOSTS": "127.0.0.1", "DEMO": "0"}
        with Site(folder, **{**own, **env}) as site:
            yield site.ready(240), database, redis
    finally:
        redis.process.kill()
        redis.process.wait()
        database.drop()


class Visitor:
    """A browser without script: cookies, forms as they stand on the page, no redirect followed but by `opens`."""

    def __init__(self, site: Site, *, source: str = "", **headers):
        self.site, self.source, self.headers, self.cookies = site, source, headers, {}

    def asks(self, method: str, place: str, body: bytes = b"", kind: str = ""):
        told = {**self.headers, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if kind:
            told["Content-Type"] = kind
        start = (self.source, 0) if self.source else None
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=300, source_address=start)
        try:
            line.request(method, place, body=body or None, headers=told)
            answer = line.getresponse()
            answer.text = answer.read().decode("utf-8", "replace")
        finally:
            line.close()
        self._keep(answer)
        return answer

    def opens(self, place: str):
        answer = self.asks("GET", place)
        return self.opens(answer.headers["Location"].partition("#")[0]) if answer.status in (301, 302) else answer

    def sends(self, page: str, files: dict | None = None, /, **fields):
        """The form of a page, with its token."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.opens(page).text)[1]
        pairs = [("csrfmiddlewaretoken", token), *fields.items()]
        if not files:
            kind = "application/x-www-form-urlencoded"
            return self.asks("POST", page, urllib.parse.urlencode(pairs).encode(), kind)
        return self.asks("POST", page, _multipart(pairs, files), 'multipart/form-data; boundary="batas"')

    def reports(self, *, mode: str = "ANONYMOUS", file: bytes = b"", name: str = "foto.txt"):
        """All pages of the form and its button; the answer to the button."""
        self.sends("/lapor/", kind="NEUTRALITY", narrative="Camat membagikan kaus di balai desa.")
        self.sends("/lapor/siapa/", **{"jumlah": "1", "orang-0-name": "Camat"})
        self.sends("/lapor/kapan-di-mana/", day="14", month="10", year="2024", place="Balai desa")
        if file:
            self.sends("/lapor/bukti/", {"berkas": (name, file)}, unggah="1")
        self.sends("/lapor/kontak/", mode=mode)
        return self.sends("/lapor/periksa/")

    def receipt(self) -> tuple[str, str]:
        return tuple(re.findall(r"<dd data-copy>([^<]+)</dd>", self.opens("/lapor/tanda-terima/").text))

    def _keep(self, answer) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _mark, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value


def _multipart(pairs, files) -> bytes:
    parts = [
        f'--batas\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in pairs
    ]
    for field, (name, content) in files.items():
        head = f'--batas\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + b"--batas--\r\n"
