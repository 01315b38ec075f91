"""Wakes sockets from any thread or process. A lost wake-up loses nothing: consumers read the database again."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger("netral.wakeup")
_loops: list[asyncio.AbstractEventLoop] = []


def use_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """The loop in which this process's sockets live (embedded server); None when it has ended."""
    _loops[:] = [loop] if loop else []


def send(group: str, message: dict) -> None:
    """Send a message to a group of the channel layer; called after commit, never raises."""
    layer = get_channel_layer()
    try:
        if _loops:
            asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _loops[0])
        else:
            async_to_sync(layer.group_send)(group, message)
    except Exception:  # the layer's libraries raise errors of several kinds; the row is already written
        logger.warning("wake-up of %s was lost", group, exc_info=True)
