"""Who reported, what they wrote and what they sent: not one word of it lies anywhere, for whoever has everything but the keys."""

import base64
import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from tests.identity.planting import READABLE, SECRET

RUN = "import django; django.setup(); from tests.identity import planting; planting.{}()"


class Site:
    """A site of its own; `said` is all that its processes wrote to their logs."""

    def __init__(self, folder: Path, **services: str):
        temporary = folder / "tmp"
        temporary.mkdir()
        clean = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SEARCH_URL", "CLAMD_URL"), "")
        self.folder, self.said = folder, b""
        self.environment = {
            **os.environ, **clean, "DATA_DIR": str(folder), "DEMO": "0", "TMPDIR": str(temporary), "DEBUG": "",
            "ALLOWED_HOSTS": "testserver", "DJANGO_SETTINGS_MODULE": "deploy.settings", "DEMO_ACCOUNTS": "1", **services,
        }  # fmt: skip
        self.runs("manage.py", "migrate", "-v0")
        self.runs("manage.py", "load_reference", "-v0")

    def runs(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=settings.ROOT, env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        self.said += done.stderr
        return done.stdout.decode()

    def files(self) -> dict[str, bytes]:
        """All that lies there but the keys, the database with its journal among it."""
        every = [place for place in self.folder.rglob("*") if place.is_file() and "keys" not in place.parts]
        return {str(place.relative_to(self.folder)): place.read_bytes() for place in every}


def spellings(word: str) -> list[bytes]:
    """How a word may stand in a dump: as it is, in UTF-16, in hexadecimal digits, in base64 wherever it begins."""
    plain = word.encode()
    packed = [base64.b64encode(b"\0" * at + plain)[4 if at else 0 : -4] for at in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *(each for each in packed if len(each) > 8)]


def found(words: list[str], places: dict[str, bytes]) -> list[tuple[str, str]]:
    wanted = {word: re.compile(b"|".join(map(re.escape, spellings(word))), re.IGNORECASE) for word in words}
    return [(word, name) for word, one in wanted.items() for name, content in places.items() if one.search(content)]


def test_the_embedded_site_holds_none_of_it(tmp_path):
    site = Site(tmp_path)
    code = site.runs("-c", RUN.format("plant")).split()[-1]
    secret = [*SECRET, code, code.replace("-", "")]
    everything = {**site.files(), "log": site.said}
    assert found([READABLE], everything), "what is there is found"
    assert any(name.startswith("files/") for name in everything)
    assert found(secret, everything) == []
    site.runs("-c", RUN.format("forget"))
    assert found(secret, {**site.files(), "log": site.said}) == []
    originals = [name for name in site.files() if re.fullmatch(r"files/[0-9a-f]{2}/.*", name) or "/parts/" in name]
    assert originals == []


@pytest.mark.postgres
@pytest.mark.skipif("SEARCH_URL" not in os.environ and "TEST_SEARCH_URL" not in os.environ, reason="needs the services")
def test_the_services_hold_none_of_it(tmp_path):
    name, index = f"tanam_{uuid.uuid4().hex[:8]}", os.environ.get("TEST_SEARCH_URL") or os.environ["SEARCH_URL"]
    _in_database(f"CREATE DATABASE {name}")
    base = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    database, cache = base._replace(path=f"/{name}").geturl(), re.sub(r"/\d*$", "/11", settings.REDIS_URL)
    try:
        site = Site(tmp_path, DATABASE_URL=database, REDIS_URL=cache, SEARCH_URL=index, SEARCH_PREFIX=name)
        _make_keys(site)
        code = site.runs("-c", RUN.format("plant")).split()[-1]
        site.runs("manage.py", "rebuild_index")
        secret = [*SECRET, code, code.replace("-", "")]
        everything = {**site.files(), "log": site.said, "dump": dumped(database), "redis": held(cache)}
        everything["index"] = indexed(index, name)
        assert found([READABLE], everything) and searched(index, name, READABLE), "what is there is found"
        assert found(secret, everything) == []
        assert [word for word in secret if searched(index, name, word)] == []
        site.runs("-c", RUN.format("forget"))
        assert found(secret, {**site.files(), "dump": dumped(database), "redis": held(cache)}) == []
    finally:
        for each in json.loads(asked(f"{index}/_cat/indices/{name}-v*?format=json")):
            asked(f"{index}/{each['index']}", "DELETE")
        _in_database(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _in_database(said: str) -> None:
    """Beside Django's test database, which a site of its own does not need."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        line.execute(said)


def _make_keys(site: Site) -> None:
    site.runs("manage.py", "key_ceremony")


def dumped(database: str) -> bytes:
    return subprocess.run(["pg_dump", database], capture_output=True, check=True).stdout


def held(cache: str) -> bytes:
    client = redis.Redis.from_url(cache)
    return b"\n".join(key + b" " + (client.dump(key) or b"") for key in client.scan_iter())


def asked(address: str, method: str = "GET", body: dict | None = None) -> bytes:
    content = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, content, {"Content-Type": "application/json"}, method=method)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the service of the tests
        return answer.read()


def indexed(service: str, prefix: str) -> bytes:
    """All documents of this site in the search service, as far as it keeps them."""
    asked(f"{service}/{prefix}-v*/_refresh", "POST")
    return asked(f"{service}/{prefix}-v*/_search?size=10000")


def searched(service: str, prefix: str, word: str) -> int:
    """How many documents have a term with the longest part of this word in any field, whatever its ending became."""
    part = max(re.findall(r"\w+", word), key=len)[:9].lower()
    query = {"query_string": {"query": f"*{part}*", "fields": ["*"], "lenient": True}}
    told = json.loads(asked(f"{service}/{prefix}-v*/_search", "POST", {"query": query, "size": 0}))
    return told["hits"]["total"]["value"]
