"""One watch per process over all its sockets: asks the database for all of them at once, never one by one."""

import asyncio
import logging
import time

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import Error
from django.utils import timezone

from notifications import admission
from notifications.queries import last_numbers

logger = logging.getLogger("netral.sockets")
TICK = 2  # seconds
ADMISSION = 4  # seconds between looks at accounts: who is shut out is cut off within five
REREAD = 30 if settings.REDIS_URL else TICK  # seconds; without Redis another process's rows come no other way
HEARTBEAT = 25  # seconds; proxies cut silent connections after 30 to 60
_watches: dict[asyncio.AbstractEventLoop, "Watch"] = {}


def watch() -> "Watch":
    """The watch of the running loop."""
    loop = asyncio.get_running_loop()
    for ended in [known for known in _watches if known.is_closed()]:
        del _watches[ended]
    return _watches.setdefault(loop, Watch())


class Watch:
    """Runs while there are sockets; each is a NotificationConsumer."""

    def __init__(self):
        self.sockets: set = set()
        self.errands: set[asyncio.Task] = set()
        self.task: asyncio.Task | None = None
        self.admitted_at = time.monotonic()

    def join(self, socket) -> None:
        self.sockets.add(socket)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())

    def leave(self, socket) -> None:
        self.sockets.discard(socket)
        if not self.sockets and self.task:
            self.task.cancel()

    async def _run(self) -> None:
        while self.sockets:
            await asyncio.sleep(TICK)
            try:
                await self.look(time.monotonic())
            except Error:  # the database is away: the next look may find it again
                logger.warning("sockets could not be looked after", exc_info=True)

    async def look(self, now: float) -> None:
        """Cut off who may no longer listen, hand out rows that no wake-up brought, show the rest that we are alive."""
        if now - self.admitted_at >= ADMISSION:
            self.admitted_at = now
            await self._shut_out()
        await self._hand_out([s for s in self.sockets if now - s.read_at >= REREAD], now)
        for socket in [s for s in self.sockets if now - s.beat_at >= HEARTBEAT]:
            socket.beat_at = now
            self._send_off(socket.beat())

    async def _shut_out(self) -> None:
        tickets = {socket.ticket for socket in self.sockets}
        gone = await database_sync_to_async(admission.void)(tickets, at=timezone.now())
        for socket in [s for s in self.sockets if s.ticket in gone]:
            self._send_off(socket.shut_out())

    async def _hand_out(self, due: list, now: float) -> None:
        if not due:
            return
        newest = await database_sync_to_async(last_numbers)({s.ticket.officer.pk for s in due})
        for socket in due:
            socket.read_at = now
            if newest.get(socket.ticket.officer.pk, 0) > socket.last and not socket.lock.locked():
                self._send_off(socket.catch_up())

    def _send_off(self, errand) -> None:
        """Beside the watch: one slow or broken socket holds up nobody else."""
        task = asyncio.create_task(errand)
        self.errands.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task) -> None:
        self.errands.discard(task)
        if not task.cancelled() and task.exception():
            logger.info("a socket broke: %s", type(task.exception()).__name__)
