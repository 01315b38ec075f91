"""Pages answered in threads, against Django's own asynchronous handler; the middlewares of the site, a trivial view."""

import asyncio
import time

from deploy.asgi import pages as asynchronous
from deploy.threads import PagesInThreads
from deploy.wsgi import application

AT_ONCE = 8
SCOPE = {
    "type": "http", "method": "GET", "path": "/healthz", "raw_path": b"/healthz", "query_string": b"", "scheme": "http",
    "http_version": "1.1", "headers": [(b"host", b"testserver")], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
}  # fmt: skip


def measure(scale: int) -> dict:
    requests = max(200, min(4000, scale // 50))
    asyncio.run(rate(PagesInThreads(application), 50))
    threads = asyncio.run(rate(PagesInThreads(application), requests))
    asynchronously = asyncio.run(rate(asynchronous, requests // 4))
    return {"value": round(threads), "baseline": round(asynchronously), "unit": "requests/s"}


async def rate(app, requests: int) -> float:
    """Requests a second, AT_ONCE in flight."""
    begun = time.perf_counter()
    await asyncio.gather(*(series(app, requests // AT_ONCE) for _ in range(AT_ONCE)))
    return requests / (time.perf_counter() - begun)


async def series(app, requests: int) -> None:
    for _ in range(requests):
        incoming: asyncio.Queue = asyncio.Queue()
        incoming.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        messages: list[dict] = []
        await app(dict(SCOPE), incoming.get, lambda message, kept=messages: keep(kept, message))
        assert messages[0]["status"] == 200, messages


async def keep(messages: list[dict], message: dict) -> None:
    messages.append(message)
