"""26 MB over a line that breaks ten times: the same bytes at the end, by a program and by the page's own script (F9)."""

import contextlib
import hashlib
import http.client
import json
import os
import random
import socket
import threading
import time

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.platform.test_server import Site

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
MB = 1024 * 1024
SIZE = 26 * MB
BREAKS = 10
RETRIES = (OSError, http.client.HTTPException)


def recording() -> bytes:
    """A sound file of 26 MB that no other file equals."""
    return b"RIFF" + (SIZE - 8).to_bytes(4, "little") + b"WAVEfmt " + random.randbytes(SIZE - 16)


class Line:
    """Stands between browser and site and breaks: after each two and a half megabytes sent, `breaks` times."""

    def __init__(self, port: int, *, breaks: int):
        self.target, self.left, self.broken, self.passed = port, breaks, 0, 0
        self.due = SIZE // (breaks + 1)
        self.lock = threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                near, _address = self.listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket, counted: bool) -> None:
        try:
            while piece := source.recv(16 * 1024):
                if counted and self._breaks(len(piece)):
                    break
                to.sendall(piece)
        except OSError:
            pass
        for end in (source, to):
            _end(end)

    def _breaks(self, size: int) -> bool:
        with self.lock:
            self.passed += size
            if self.left and self.passed > self.due * (self.broken + 1):
                self.left, self.broken = self.left - 1, self.broken + 1
                return True
        return False

    def close(self) -> None:
        self.listening.close()


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class Sender:
    """A program that speaks tus and tries again whatever happens."""

    def __init__(self, port: int, code: str):
        self.port, self.headers = port, {"X-Receipt-Code": code, "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, path: str, body: bytes = b"", **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body or None, {**self.headers, **headers})
            answer = line.getresponse()
            return answer, answer.read()
        finally:
            line.close()

    def again(self, *asked, **headers):
        while True:
            try:
                return self.ask(*asked, **headers)
            except RETRIES:
                time.sleep(0.1)

    def send(self, place: str, content: bytes, *, piece: int) -> int:
        """Send it all; how many times it had to ask where to go on."""
        offset, asked = 0, 0
        while offset < len(content):
            try:
                kind = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
                answer, _body = self.ask("PATCH", place, content[offset : offset + piece], **kind)
                assert answer.status in (204, 409), _body
            except RETRIES:
                answer, _body = self.again("HEAD", place)
                asked += 1
            offset = int(answer.headers["Upload-Offset"])
        return asked


@pytest.mark.parametrize("piece", [512 * 1024, SIZE], ids=["small pieces", "all at once"])
def test_a_program_brings_its_file_through(tmp_path, piece):
    content = recording()
    with Site(tmp_path, DEMO="0") as site:
        site.ready()
        report = {"kind": "MERIT", "narrative": "Rekaman rapat.", "reporter": {"mode": "ANONYMOUS"}}
        direct = Sender(site.port, "")
        _answer, body = direct.ask("POST", "/api/v1/complaints", json.dumps(report).encode())
        filed = json.loads(body)
        line = Line(site.port, breaks=BREAKS)
        sender = Sender(line.port, filed["receipt_code"])
        begun = {"Upload-Length": str(SIZE), "Upload-Metadata": "filename cmFwYXQud2F2"}
        answer, _body = sender.again("POST", f"/api/v1/complaints/{filed['reference']}/uploads", **begun)
        asked = sender.send(answer.headers["Location"], content, piece=piece)
        _answer, body = sender.again("GET", answer.headers["Location"])
        line.close()
    evidence = json.loads(body)["evidence"]
    assert (line.broken, asked >= BREAKS) == (BREAKS, True)
    assert evidence["sha256"] == hashlib.sha256(content).hexdigest()
    kept = tmp_path / "files" / evidence["id"][:2] / evidence["id"]
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == evidence["sha256"]
    assert not list((tmp_path / "files" / "parts").iterdir())


def test_the_page_brings_its_file_through_and_goes_on_after_a_reload(tmp_path):
    content = recording()
    (tmp_path / "rapat.wav").write_bytes(content)
    (tmp_path / "site").mkdir()
    with Site(tmp_path / "site", DEMO="0") as site, sync_playwright() as play:
        site.ready()
        line = Line(site.port, breaks=BREAKS)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(base_url=f"http://127.0.0.1:{line.port}", viewport={"width": 360, "height": 740})
        page.set_default_timeout(60_000)
        page.goto("/lapor/")
        page.fill("textarea[name=narrative]", "Rekaman rapat di rumah dinas.")
        page.locator("form[data-keep] .row .btn").click()
        page.wait_for_selector("#galat")  # the kind is still to be chosen; the draft is there
        page.goto("/lapor/bukti/")
        page.set_input_files("#berkas", tmp_path / "rapat.wav")
        wait_until_sent(page, 3 * MB)
        picture(page, "sending")
        page.reload()
        assert "Pilih berkas yang sama untuk melanjutkan" in page.locator(".up").inner_text()
        picture(page, "unfinished")
        before = page.locator(".up li").count()
        page.set_input_files("#berkas", tmp_path / "rapat.wav")
        wait_until_sent(page, 3 * MB)
        assert page.locator(".up li").count() == before, "it goes on; it does not begin anew"
        page.locator("form[data-keep] .row .btn").click()
        picture(page, "waiting")
        page.wait_for_url("**/lapor/kontak/", timeout=180_000)
        page.goto("/lapor/bukti/")
        assert "rapat.wav" in page.locator("#berkas-diterima + ul").inner_text()
        picture(page, "arrived")
        browser.close()
        line.close()
    assert line.broken == BREAKS
    kept = [path for path in (tmp_path / "site" / "files").glob("??/*") if path.is_file()]
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in kept] == [hashlib.sha256(content).hexdigest()]


def wait_until_sent(page, size: int) -> None:
    """Asks from outside: the page's own policy forbids scripts that are made of text."""
    until = time.monotonic() + 60
    while (page.evaluate("document.querySelector('.up progress')?.value") or 0) < size:
        assert time.monotonic() < until
        page.wait_for_timeout(100)


def picture(page, name: str) -> None:
    """Into the folder JOURNEY_PICTURES names, if it names one."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
