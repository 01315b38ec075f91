"""A client of the site's sockets for tests: speaks the protocol to the application itself, without a server."""

import asyncio
import json

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.utils import timezone

from agencies.models import ApiToken
from deploy.asgi import sockets

PATIENCE = 5  # seconds
HOST = [(b"host", b"localhost"), (b"origin", b"http://localhost")]


def played(scenario):
    """Runs a scenario in a loop of its own; the database stays in this thread, inside the test's transaction."""
    return async_to_sync(asyncio.wait_for)(scenario, 20)


class Socket(ApplicationCommunicator):
    """One connection to `path`, with these headers (lower-case names, bytes)."""

    def __init__(self, application, path: str, headers: list[tuple[bytes, bytes]]):
        place, _mark, query = path.partition("?")
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": place,
            "raw_path": place.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 40000),
            "server": ("127.0.0.1", 80),
            "subprotocols": [],
            "extensions": {},
        }
        super().__init__(application, scope)

    async def connect(self) -> bool:
        """True when the connection was accepted."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(PATIENCE))["type"] == "websocket.accept"

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def frame(self) -> dict:
        """The next frame; an AssertionError when the connection was closed instead."""
        output = await self.receive_output(PATIENCE)
        assert output["type"] == "websocket.send", output
        assert len(output["text"].encode()) <= 4096
        return json.loads(output["text"])

    async def heard(self, *, until: str = "system.ready") -> list[dict]:
        """Every frame up to a control frame, that one left out."""
        frames = []
        while (frame := await self.frame())["event"] != until:
            frames.append(frame)
        return frames

    async def rest(self, quiet: float = 0.1) -> list[dict]:
        """Every frame until nothing comes for `quiet` seconds."""
        frames = []
        while not await self.receive_nothing(timeout=quiet):
            frames.append(await self.frame())
        return frames

    async def end(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(PATIENCE)


def cookie_of(client, officer) -> list[tuple[bytes, bytes]]:
    client.force_login(officer)
    return [
        *HOST,
        (b"cookie", f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode()),
    ]


def bearer(officer) -> list[tuple[bytes, bytes]]:
    secret = ApiToken.issue(officer, at=timezone.now())
    return [(b"host", b"localhost"), (b"authorization", f"Bearer {secret}".encode())]


def knock(headers, query: str = "?after=0") -> Socket:
    return Socket(sockets, f"/ws/notifikasi/{query}", headers)
