"""The socket of one recipient: what was missed from the database, then what happens, each once and in order."""

import asyncio
import json
import logging
import time
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone, translation

from notifications.admission import ticket_of
from notifications.presenting import present
from notifications.queries import last_number, rows_after, unseen
from notifications.wakeup import group_of
from notifications.watch import watch

logger = logging.getLogger("netral.sockets")
LARGEST = 4096  # bytes of a frame, either way
FASTEST = 20  # frames a second from a client; none has anything to say
NO_ENTRY, TOO_LARGE, TOO_FAST = 4403, 1009, 4429
LARGEST_NUMBER = 2**63 - 1


class NotificationConsumer(AsyncWebsocketConsumer):
    """`/ws/notifikasi/?after=NUMBER`. Subscribes first, reads the database next: nothing falls between the two."""

    ticket = None

    async def connect(self):
        self.ticket = await database_sync_to_async(ticket_of)(self.scope, at=timezone.now())
        if self.ticket is None:
            await self.close(code=NO_ENTRY)
            return
        self.lock, self.heard, self.language = asyncio.Lock(), [], _language(self.scope)
        self.read_at = self.beat_at = time.monotonic()
        self.last = min(_after(self.scope), await database_sync_to_async(last_number)(self.ticket.officer.pk))
        await self._subscribe()
        await self.accept()
        await self.catch_up()
        await self._tell_unseen("system.ready", await database_sync_to_async(unseen)(self.ticket.officer.pk))
        watch().join(self)

    async def disconnect(self, code):
        if self.ticket is not None:
            await self._leave()

    async def _leave(self) -> None:
        watch().leave(self)
        try:
            await self.channel_layer.group_discard(group_of(self.ticket.officer.pk), self.channel_name)
        except Exception:  # the layer may be away; the channel ends with this socket anyway
            logger.debug("could not leave the group", exc_info=True)

    async def receive(self, text_data=None, bytes_data=None):
        """Clients have nothing to say. Chatter is ignored, too much of it ends the connection."""
        now = time.monotonic()
        self.heard = [at for at in self.heard if now - at < 1] + [now]
        if len(text_data.encode() if text_data else bytes_data or b"") > LARGEST:
            await self.close(code=TOO_LARGE)
        elif len(self.heard) > FASTEST:
            await self.close(code=TOO_FAST)

    async def notification(self, message):
        """A row from a wake-up: sent when it is the next one, else the database knows better."""
        row = message["row"]
        if row["number"] == self.last + 1 and not self.lock.locked():
            async with self.lock:
                await self._send(row)
        elif row["number"] > self.last:
            await self.catch_up()

    async def unseen(self, message):
        await self._tell_unseen("system.unseen", message["count"])

    async def catch_up(self):
        """Send every row beyond the last one sent."""
        async with self.lock:
            while rows := await database_sync_to_async(rows_after)(self.ticket.officer.pk, self.last):
                for row in rows:
                    await self._send(row)

    async def beat(self):
        await self.send(json.dumps({"event": "system.heartbeat"}))

    async def shut_out(self):
        await self._leave()
        await self.close(code=NO_ENTRY)

    async def _subscribe(self) -> None:
        try:
            await self.channel_layer.group_add(group_of(self.ticket.officer.pk), self.channel_name)
        except Exception:  # without the layer the watch still brings every row, only later
            logger.warning("a socket could not subscribe", exc_info=True)

    async def _send(self, row: dict) -> None:
        with translation.override(self.language):
            text = json.dumps(present(row, self.ticket.officer), ensure_ascii=False)
        await self.send(text)
        self.last = row["number"]

    async def _tell_unseen(self, event: str, count: int) -> None:
        await self.send(json.dumps({"event": event, "unseen": count, "last": self.last}))


def _after(scope) -> int:
    given = parse_qs(scope["query_string"].decode("latin1")).get("after", [""])[0]
    return min(int(given), LARGEST_NUMBER) if given.isascii() and given.isdigit() and len(given) < 20 else 0


def _language(scope) -> str:
    asked = scope.get("cookies", {}).get(settings.LANGUAGE_COOKIE_NAME)
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
