"""How many reports one address may send, forms and files it may begin, before it waits. The address is never kept or logged.

Counted under HMAC(address, key of the day); the key is random, lives in the cache alone and is gone after a day.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

WINDOW = 600  # seconds, begun by an address's first report
A_DAY = 24 * 3600


FILES = 10  # of each report, pieces of a file not counted


def allow(address: str, *, at: datetime) -> int:
    """Count one report of this address. 0: it may be sent; otherwise the seconds to wait. INTAKE_FREE per ten minutes."""
    return _counted("intake", address, settings.INTAKE_FREE, at)


def allow_draft(address: str, *, at: datetime) -> int:
    """Count one form begun: two for each report that may be sent, since not all are."""
    return _counted("draft", address, 2 * settings.INTAKE_FREE, at)


def allow_file(address: str, *, at: datetime) -> int:
    """Count one file begun: as many as so many reports may carry."""
    return _counted("file", address, FILES * settings.INTAKE_FREE, at)


def _counted(what: str, address: str, most: int, at: datetime) -> int:
    name = f"{what}:{_unlinkable(address, at)}"
    begun = cache.get_or_set(f"{name}:begun", at.timestamp(), WINDOW)
    if at.timestamp() - begun >= WINDOW:
        cache.delete_many([f"{name}:begun", f"{name}:count"])
        return _counted(what, address, most, at)
    cache.add(f"{name}:count", 0, WINDOW)
    if _one_more(f"{name}:count") <= most:
        return 0
    return max(1, int(WINDOW - (at.timestamp() - begun)))


def _one_more(name: str) -> int:
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two calls: a new window
        cache.set(name, 1, WINDOW)
        return 1


def _unlinkable(address: str, at: datetime) -> str:
    key = cache.get_or_set(f"intake-key:{timezone.localdate(at)}", lambda: secrets.token_hex(32), A_DAY)
    return hmac.new(key.encode(), address.encode(), hashlib.sha256).hexdigest()
