"""The embedded site as a person starts it: `manage.py serve` in a process of its own, on a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import websockets.exceptions
import websockets.sync.client

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.embedded
FOREIGN = {
    "DATABASE_URL",
    "REDIS_URL",
    "SEARCH_URL",
    "CLAMD_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "LOG_KEY",
    "ALLOWED_HOSTS",
    "VISITED_DIR",
}
PATIENCE = 90  # seconds for a first start on a busy machine


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Site:
    """One running site; `said` is what it printed."""

    def __init__(self, folder, **env):
        self.port, self.folder, self.output = env.pop("PORT", None) or free_port(), folder, folder / "output"
        own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env={**own, "DATA_DIR": str(folder), "PORT": str(self.port), **env},
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def get(self, path: str, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        return urllib.request.urlopen(request, timeout=5)  # noqa: S310

    def ready(self, patience: float = PATIENCE) -> "Site":
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/healthz").close()
                return self
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"no site: {self.said}")

    def end(self) -> tuple[int, float]:
        """Exit code, and the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20), time.monotonic() - begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def manage(folder, *arguments) -> str:
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env={**own, "DATA_DIR": str(folder)}, capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    return done.stdout


def test_a_first_start_leads_to_a_site_that_ends_cleanly_and_starts_again(tmp_path):
    with Site(tmp_path) as site:
        site.ready()
        assert f"http://localhost:{site.port}/" in site.said
        assert "netral-demo" in site.said and "bkd.kukar" in site.said
        with site.get("/static/public.css", **{"Accept-Encoding": "gzip"}) as style:
            assert style.headers["Content-Encoding"] == "gzip"
        with site.get("/lapor/") as first_page:
            assert first_page.headers["Set-Cookie"], "the draft is on the server from the first page"
        assert manage(tmp_path, "create_token", "intake").split()[-1]
        code, seconds = site.end()
        assert code == 0 and seconds < 6
    with Site(tmp_path) as again:
        again.ready()
        assert "Traceback" not in again.said
        assert again.end()[0] == 0


def test_nobody_is_let_in_before_the_site_is_ready(tmp_path):
    with Site(tmp_path, DEMO="0") as site:
        while site.process.poll() is None and not (tmp_path / "netral.sqlite3").exists():
            time.sleep(0.02)
        with pytest.raises(urllib.error.URLError):
            site.get("/healthz")
        site.ready()
        assert "Tanpa akun demo" in site.said


def test_an_end_during_the_start_is_heard(tmp_path):
    with Site(tmp_path) as site:
        while site.process.poll() is None and not (tmp_path / "netral.sqlite3").exists():
            time.sleep(0.02)
        code, seconds = site.end()
        assert code in (0, -signal.SIGTERM) and seconds < 5
    with Site(tmp_path) as again:
        again.ready()
        assert "bkd.kukar" in again.said, "the demo that was cut short comes with the next start"


def test_a_taken_port_is_told_at_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with Site(tmp_path, PORT=str(taken.getsockname()[1])) as site:
            assert site.process.wait(30) == 1
            assert "cannot be used" in site.said
    assert not (tmp_path / "netral.sqlite3").exists()


def test_sockets_live_on_the_same_port_and_a_stranger_gets_none(tmp_path):
    with Site(tmp_path, DEMO="0") as site:
        site.ready()
        address = f"ws://127.0.0.1:{site.port}/ws/notifikasi/"
        knock = websockets.sync.client.connect
        with (
            pytest.raises(websockets.exceptions.WebSocketException),
            knock(address, origin=f"http://127.0.0.1:{site.port}") as door,
        ):
            door.recv(timeout=5)
        assert site.end()[0] == 0
