"""A site as `make run` serves it, on a folder of its own, and a browser with one context per person."""

import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",  # the tests run as root on a machine of their own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVED_ALONE = (
    "DATABASE_URL",
    "REDIS_URL",
    "SEARCH_URL",
    "CLAMD_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "LOG_KEY",
    "ALLOWED_HOSTS",
)


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> pathlib.Path:
    """The folder of the site's database, keys and files."""
    return tmp_path_factory.mktemp("site")


def environment(data: pathlib.Path, **more: str) -> dict[str, str]:
    """What a process of this site is told."""
    env = {k: v for k, v in os.environ.items() if k not in SERVED_ALONE}
    return env | {"DATA_DIR": str(data), "DEMO": "0"} | more


@pytest.fixture(scope="session")
def site(data):
    """The address of the embedded site with the demo's accounts and no cases."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = environment(data, PORT=str(port))
    for command in (["migrate"], ["load_reference"], ["seed_demo", "--accounts-only"]):
        subprocess.run([sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=env, check=True)
    with (data / "serve.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    _wait(address, process, data / "serve.log")
    yield address
    process.terminate()
    process.wait(20)


def _wait(address: str, process: subprocess.Popen, log: pathlib.Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(log.read_text()[-2000:])


@pytest.fixture(scope="module")
def chromium():
    """One browser a file: while it is there, its event loop runs in this thread, and no later test could use the database."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def someone(chromium, site):
    """Opens a browser context of its own: someone(width) → page; nothing leaves this machine."""
    contexts = []

    def enter(width: int = 1280):
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 800}, locale="id-ID", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        context.foreign = []
        context.on("request", lambda r: r.url.startswith(site) or context.foreign.append(r.url))
        contexts.append(context)
        return context.new_page()

    yield enter
    keep_pictures(contexts)
    foreign = [url for context in contexts for url in context.foreign]
    for context in contexts:
        context.close()
    assert foreign == []


def keep_pictures(contexts) -> None:
    """The last page of every person, into the folder JOURNEY_PICTURES names, if it names one."""
    folder = os.environ.get("JOURNEY_PICTURES")
    if not folder:
        return
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=f"{folder}/{number}.png", full_page=True)
