"""Wakes sockets from any thread or process. A lost wake-up loses nothing: consumers read the database again."""

import asyncio
import logging
import os
import threading
from collections.abc import Sequence

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger("netral.wakeup")
PATIENCE = 2  # seconds a silent channel layer may hold up the worker
SLOWEST = 500  # wake-ups a second that a layer must manage at least
_staying: dict[int, asyncio.AbstractEventLoop] = {}
_starting = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def use_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """The loop in which this process's sockets live (embedded server); None when it has ended."""
    _loops[:] = [loop] if loop else []


def group_of(recipient_id: int) -> str:
    """The group of one recipient's sockets. Only the server makes this name, never a client."""
    return f"officer.{recipient_id}"


def send(group: str, message: dict) -> None:
    """Send a message to a group of the channel layer; called after commit, never raises."""
    send_all([(group, message)])


def send_all(messages: Sequence[tuple[str, dict]]) -> None:
    """Several messages over one connection; called after commit, never raises."""
    if _loops:
        _hand_over(messages, _loops[0])
    else:
        try:
            _publish_now(messages)
        except Exception:  # the layer's libraries raise errors of several kinds; the rows are already written
            logger.warning("%s wake-ups were lost", len(messages), exc_info=True)


def _publish_now(messages: Sequence[tuple[str, dict]]) -> None:
    """Over Redis by a loop that stays, with its connection; the layer in memory belongs to the caller's own loop."""
    if "redis" not in settings.CHANNEL_LAYERS["default"]["BACKEND"]:
        async_to_sync(_publish)(messages)
        return
    publishing = asyncio.run_coroutine_threadsafe(_publish(messages), _staying_loop())
    publishing.result(2 * _patience(messages))


def _staying_loop() -> asyncio.AbstractEventLoop:
    """One per process: a child that was forked starts its own."""
    with _starting:
        if os.getpid() not in _staying:
            _staying.clear()
            loop = _staying[os.getpid()] = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="wake-ups", daemon=True).start()
        return _staying[os.getpid()]


def _patience(messages: Sequence) -> float:
    return PATIENCE + len(messages) / SLOWEST


def _hand_over(messages: Sequence[tuple[str, dict]], loop: asyncio.AbstractEventLoop) -> None:
    publishing = _publish(messages)
    try:
        asyncio.run_coroutine_threadsafe(publishing, loop).add_done_callback(_note)
    except RuntimeError:  # the loop has just ended
        publishing.close()
        logger.warning("%s wake-ups came after the end", len(messages))


def _note(future) -> None:
    if not future.cancelled() and future.exception():
        logger.warning("wake-ups were lost", exc_info=future.exception())


async def _publish(messages: Sequence[tuple[str, dict]]) -> None:
    layer = get_channel_layer()
    async with asyncio.timeout(_patience(messages)):
        for group, message in messages:
            await layer.group_send(group, message)
