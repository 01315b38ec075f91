"""The embedded site in one process: pages in threads, sockets in the loop, the worker in a thread of its own."""

import asyncio
import logging
import os
import signal
import socket
import threading
from pathlib import Path

import uvicorn
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from agencies.models import Officer
from deploy.asgi import sockets
from deploy.demo.accounts import ACCOUNTS, PASSWORD, PHRASE, create_accounts, create_keys
from deploy.threads import PagesInThreads
from deploy.wsgi import application as pages
from notifications import wakeup
from workflow.worker import run_forever

logger = logging.getLogger("netral.server")
PATIENCE = 3  # seconds that running requests, sockets and the worker are given at the end
WELCOME = """
Netral  {address}
Lapor   {address}lapor/
Lacak   {address}lacak/
Masuk   {address}masuk/
{accounts}
Ctrl+C menghentikan."""
application = ProtocolTypeRouter({"http": PagesInThreads(pages), "websocket": sockets})


def prepare(*, demo: bool) -> bool:
    """Migrate, load reference data and, on a new database, the demo's accounts. True when the demo's cases are still due."""
    marker = settings.DATA_DIR / "demo.due"
    if demo and settings.EMBEDDED and not connection.introspection.table_names():
        marker.touch()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    if marker.exists():
        create_accounts()
        create_keys()
    return marker.exists()


def fill(marker: Path) -> None:
    """Load the demo's cases; a start that was cut short goes on with them at the next one."""
    try:
        call_command("seed_demo", verbosity=0)
        marker.unlink(missing_ok=True)
    except Exception:  # the site itself stands without its demo
        logger.exception("the demo could not be loaded")
    finally:
        connection.close()


def open_socket(host: str, port: int) -> socket.socket:
    """A bound socket that does not listen yet: a taken port is told at once, nobody gets in before the site is ready."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((host, port))
    return opened


def serve(opened: socket.socket, *, demo_due: bool) -> None:
    """Answer on the opened socket until SIGTERM or Ctrl+C; a due demo, then the worker run beside it."""
    stop = threading.Event()
    beside = threading.Thread(target=work, args=(stop,), kwargs={"demo_due": demo_due}, name="worker", daemon=True)
    words = welcome(opened)
    connection.close()
    try:
        asyncio.run(_answer(opened, beside, words))
    finally:
        stop.set()
        wakeup.use_loop(None)
        beside.join(PATIENCE)


def work(stop: threading.Event, *, demo_due: bool) -> None:
    """The demo first, alone, because two writers would slow each other down; then whatever is due, until `stop`."""
    if demo_due:
        fill(settings.DATA_DIR / "demo.due")
    run_forever(stop)


async def _answer(opened: socket.socket, beside: threading.Thread, words: str) -> None:
    wakeup.use_loop(asyncio.get_running_loop())
    server = uvicorn.Server(_config())
    beside.start()
    print(words, flush=True)
    await server.serve(sockets=[opened])


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        application,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
        timeout_graceful_shutdown=PATIENCE,
    )


def welcome(opened: socket.socket) -> str:
    """Where the site is, and the demo's accounts if there are any."""
    host, port = opened.getsockname()[:2]
    address = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}/"
    present = set(Officer.objects.filter(demo=True, is_active=True).values_list("username", flat=True))
    demo = [f"  {each.username:<12} {each.home:<12} {each.full_name}" for each in ACCOUNTS if each.username in present]
    accounts = "\n".join(
        [f"Akun demo, kata sandi {PASSWORD}; kunci kustodian: {PHRASE}", *demo] if demo else ["Tanpa akun demo."]
    )
    return WELCOME.format(address=address, accounts=accounts)


def end(signum: int, frame) -> None:
    """SIGTERM before serving: what is committed is on disk, what is not begins anew at the next start."""
    os._exit(0)


def run(*, host: str, port: int, demo: bool) -> None:
    """Prepare the site and serve it until it is ended. Raises OSError when the address is taken."""
    signal.signal(signal.SIGTERM, end)
    opened = open_socket(host, port)
    demo_due = prepare(demo=demo)
    try:
        serve(opened, demo_due=demo_due)
    except (KeyboardInterrupt, SystemExit):
        logger.info("ended")
    logging.shutdown()
    os._exit(0)  # a request still running in a thread must not hold up the end; commits are already on disk
