"""Wakes sockets from any thread or process. A lost wake-up loses nothing: consumers read the database again."""

import asyncio
import logging
from collections.abc import Sequence

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger("netral.wakeup")
PATIENCE = 2  # seconds a silent channel layer may hold up the worker
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
            async_to_sync(_publish)(messages)
        except Exception:  # the layer's libraries raise errors of several kinds; the rows are already written
            logger.warning("%s wake-ups were lost", len(messages), exc_info=True)


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
    async with asyncio.timeout(PATIENCE):
        for group, message in messages:
            await layer.group_send(group, message)
