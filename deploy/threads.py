"""Serves a synchronous application from an asynchronous server: each request in one thread, start to end.

Django's own bridge changes threads at every middleware and costs several times as much; asgiref's forgets `close()`,
and with it Django's end of the request.
"""

import asyncio
import http
import json
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, BinaryIO

from deploy.bodies import is_piece, largest_body
from deploy.headers import of_refusal
from deploy.waiting import Waiting

CHUNK = 256 * 1024  # bytes of an answer sent at once

TOO_LARGE = (
    "Kiriman ini terlalu besar, batasnya 100 MB. Isian Anda yang lain sudah tersimpan.\n"
    "Kembali ke halaman sebelumnya, lalu kirim berkasnya sedikit demi sedikit.\n"
)
TOO_LARGE_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"}


class PagesInThreads:
    """An ASGI application for "http" that answers through a WSGI application, at most `threads` requests at a time."""

    def __init__(self, application: Callable, *, threads: int = 16, largest: Callable[[str], int] = largest_body):
        self.application = application
        self.largest = largest
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope, receive, send) -> None:
        kind = _header(scope, b"content-type")
        largest = self.largest(kind)
        if _announced(scope) > largest:
            await _too_large(scope, send)
            return
        with closing(Waiting()) as waiting:
            size, whole = await _read(receive, waiting, largest)
            if size > largest:
                await _too_large(scope, send)
                return
            if not (whole or is_piece(kind)):
                return
            loop = asyncio.get_running_loop()
            answer = Answer(self.application, loop, send)
            with closing(waiting.whole()) as body:
                await loop.run_in_executor(self.pool, answer.give, environ(scope, body, size))


class Answer:
    """One request's way through the WSGI application; `give` runs in a thread, `send` in the loop."""

    def __init__(self, application: Callable, loop: asyncio.AbstractEventLoop, send: Callable):
        self.application, self.loop, self.send = application, loop, send
        self.waiting: list[dict[str, Any]] = []
        self.size = 0

    def give(self, environment: dict) -> None:
        """Send the whole answer; a reader who has gone away ends it quietly."""
        chunks = self.application(environment, self._start)
        try:
            for chunk in chunks:
                self._add({"type": "http.response.body", "body": chunk, "more_body": True}, len(chunk))
            self._add({"type": "http.response.body", "body": b""}, CHUNK)
        except OSError:
            return
        finally:
            _close(chunks)

    def _start(self, status: str, headers: Iterable[tuple[str, str]], exc_info=None) -> None:
        named = [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
        self.waiting.append({"type": "http.response.start", "status": int(status[:3]), "headers": named})

    def _add(self, message: dict[str, Any], size: int) -> None:
        self.waiting.append(message)
        self.size += size
        if self.size >= CHUNK:
            messages, self.waiting, self.size = self.waiting, [], 0
            asyncio.run_coroutine_threadsafe(_send_all(self.send, messages), self.loop).result()


def environ(scope: dict, body: BinaryIO, size: int) -> dict[str, Any]:
    """The WSGI environment of an ASGI scope. A header with an underscore is dropped: it could pose as another one."""
    host, port = scope.get("server") or ("localhost", 80)
    environment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add_header(environment, name.decode("latin-1"), value.decode("latin-1"))
    environment["CONTENT_LENGTH"] = str(size)
    return environment


def _add_header(environment: dict[str, Any], name: str, value: str) -> None:
    key = "CONTENT_TYPE" if name == "content-type" else "HTTP_" + name.upper().replace("-", "_")
    separator = "; " if name == "cookie" else ","
    environment[key] = f"{environment[key]}{separator}{value}" if key in environment else value


def _header(scope: dict, name: bytes) -> str:
    return next((value.decode("latin-1").strip().lower() for key, value in scope["headers"] if key == name), "")


def _announced(scope: dict) -> int:
    """The length the sender tells; of a body in chunks nothing is told, and it is cut off while it is read."""
    told = _header(scope, b"content-length")
    return int(told) if told.isascii() and told.isdigit() else 0


async def _read(receive: Callable, body: Waiting, largest: int) -> tuple[int, bool]:
    """The size of what came, in bytes, and whether it is all: neither once `largest` is passed nor when the sender left."""
    size, more = 0, True
    while more and size <= largest:
        message = await receive()
        if message["type"] != "http.request":
            return size, False
        size += len(message.get("body", b""))
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    return size, not more


async def _too_large(scope: dict, send: Callable) -> None:
    status = http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": TOO_LARGE}
    is_call = scope["path"].startswith("/api/")
    kind = {"Content-Type": "application/problem+json"} if is_call else {}
    told = {**of_refusal(), **TOO_LARGE_HEADERS, **kind}
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": (json.dumps(problem) if is_call else TOO_LARGE).encode()})


async def _send_all(send: Callable, messages: list[dict[str, Any]]) -> None:
    for message in messages:
        await send(message)


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close:
        close()
