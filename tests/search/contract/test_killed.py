"""A real Elasticsearch process, killed in the middle of a load and started again: nothing is missing, stale or orphaned."""

import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from search import queries, telling
from search.backends.elastic.client import breaker, client
from search.models import Document, Unheard

ROOT = Path(__file__).resolve().parents[3]
HEAP = "512m"
pytestmark = [pytest.mark.django_db, pytest.mark.elastic, pytest.mark.faults]


class Service:
    """An Elasticsearch of this test's own, from the programs that `make services` unpacked."""

    def __init__(self, place: Path):
        self.place = place
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        script = [str(ROOT / "deploy/services/elasticsearch"), str(self.place), str(self.port)]
        subprocess.run(
            ["bash", *script], check=True, timeout=120, env={**os.environ, "ES_HEAP": HEAP}, capture_output=True
        )
        client(self.url).options(request_timeout=60).cluster.health(wait_for_status="yellow", timeout="50s")

    def kill(self) -> None:
        pid = int((self.place / "pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        for _wait in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            time.sleep(0.1)
        (self.place / "data" / "node.lock").unlink(missing_ok=True)
        (self.place / "pid").unlink(missing_ok=True)


@pytest.fixture
def own_service(settings):
    service = Service(ROOT / "var" / "services" / f"elasticsearch-{uuid.uuid4().hex[:8]}")
    settings.SEARCH_URL = service.url
    breaker.reset()
    yield service
    client(service.url).close()
    service.kill()
    shutil.rmtree(service.place)


def test_killed_in_the_middle_of_a_load(own_service, a_complaint, a_file, intake, up_to_date):
    access = a_complaint().access
    a_file(access, *(f"halaman {number}" for number in range(80)))
    up_to_date()
    Document.objects.filter(page__lt=40).update(hidden="diubah")
    Document.objects.filter(page__gte=60).delete()
    telling.tell(limit=15)
    own_service.kill()
    telling.keep_up()
    assert queries.search(intake, "halaman").fallback and Unheard.objects.exists()
    own_service.start()
    breaker.reset()
    telling.keep_up()
    assert list(telling.differences()) == [] and not Unheard.objects.exists()
    result = queries.search(intake, "halaman")
    assert (result.total, result.fallback) == (59, False)
