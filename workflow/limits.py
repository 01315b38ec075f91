"""Counting how often somebody tries, without keeping who: under HMAC(who, key of the day), in the cache alone.

The key is random, made anew each day and gone with it: nothing that was counted leads back to an address.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.utils import timezone

A_DAY = 24 * 3600


def unlinkable(who: str, *, at: datetime, store: BaseCache = cache) -> str:
    """A name for `who` that holds for this day (64 hex digits)."""
    key = store.get_or_set(f"limits-key:{timezone.localdate(at)}", lambda: secrets.token_hex(32), A_DAY)
    return hmac.new(key.encode(), who.encode(), hashlib.sha256).hexdigest()


def count(what: str, who: str, *, window: int, at: datetime) -> tuple[int, int]:
    """One more of `who` doing `what`: how many in this window of so many seconds, and the seconds until it ends."""
    name = _name(what, who, at)
    left = _left(name, window, at)
    return one_more(f"{name}:count", window=window), left


def one_more(name: str, *, window: int, store: BaseCache = cache) -> int:
    """Count one under a name for so many seconds; how many there are now."""
    store.add(name, 0, window)
    try:
        return store.incr(name)
    except ValueError:  # it ran out, or the cache was emptied, between the two calls
        store.set(name, 1, window)
        return 1


def counted(what: str, who: str, *, window: int, at: datetime) -> tuple[int, int]:
    """How many so far in this window, and the seconds until it ends; counts nothing."""
    name = _name(what, who, at)
    begun = cache.get(f"{name}:begun")
    if begun is None or at.timestamp() - begun >= window:
        return 0, window
    return cache.get(f"{name}:count", 0), max(1, int(window - (at.timestamp() - begun)))


def forget(what: str, who: str, *, at: datetime) -> None:
    """Start from nothing again."""
    name = _name(what, who, at)
    cache.delete_many([f"{name}:begun", f"{name}:count"])


def _name(what: str, who: str, at: datetime) -> str:
    return f"{what}:{unlinkable(who, at=at)}"


def _left(name: str, window: int, at: datetime) -> int:
    begun = cache.get_or_set(f"{name}:begun", at.timestamp(), window)
    if at.timestamp() - begun >= window:
        cache.delete_many([f"{name}:begun", f"{name}:count"])
        cache.set(f"{name}:begun", at.timestamp(), window)
        return window
    return max(1, int(window - (at.timestamp() - begun)))
