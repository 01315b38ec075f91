"""How many reports one address may send, forms and files it may begin, before it waits. The address is never kept or logged.

Counted under HMAC(address, key of the day); the key is random, lives in the cache alone and is gone after a day. When the
cache is away, this process counts by itself: a report is worth more than an exact limit.
"""

import hashlib
import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

from workflow.limits import one_more, unlinkable

logger = logging.getLogger("netral.intake")
WINDOW = 600  # seconds, begun by an address's first report
FILES = 10  # of each report, pieces of a file not counted
PATIENCE = 30  # seconds that whoever stands in line waits
AT_ONCE = 10  # of those in line may go on together; everybody after them one after another
PACE = 2  # seconds between two of them, and between two files of a crowded address
NEIGHBOURS = 64  # bits of an IPv6 address that belong to one connection
_own = LocMemCache("intake", {})


@dataclass(frozen=True)
class Turn:
    """Seconds until this one may go on (0: now), and how many of its address stand in line before it, itself included."""

    wait: int = 0
    place: int = 0


def allow(address: str, *, at: datetime) -> int:
    """Count one report of this address. 0: it may be sent; otherwise the seconds to wait. INTAKE_FREE per ten minutes."""
    return _either(lambda store: _Address(store, address, at).rest("intake", settings.INTAKE_FREE))


def report_turn(address: str, who: str, *, at: datetime) -> Turn:
    """When a report typed here may be filed. `who` is the draft's: pressing again neither counts again nor loses its place."""
    return _either(lambda store: _Address(store, address, at).turn("intake", who, settings.INTAKE_FREE))


def draft_turn(address: str, who: str, *, at: datetime) -> Turn:
    """When a form may be begun: at once for two times as many as may be sent, since not all are."""
    return _either(lambda store: _Address(store, address, at).turn("draft", who, 2 * settings.INTAKE_FREE))


def allow_file(address: str, *, at: datetime) -> int:
    """Count one file begun: as many as so many reports may carry, after that one every other second."""
    return _either(lambda store: _Address(store, address, at).drip("file", FILES * settings.INTAKE_FREE))


class _Address:
    """What one address did in its ten minutes."""

    def __init__(self, store, address: str, at: datetime):
        self.store, self.now, self.name = store, at.timestamp(), unlinkable(connection_of(address), at=at, store=store)

    def rest(self, what: str, most: int) -> int:
        begun = self._begun(what)
        return 0 if self._count(what, begun) <= most else self._left(begun)

    def turn(self, what: str, who: str, most: int) -> Turn:
        begun = self._begun(what)
        asked = f"{what}:{self.name}:{hashlib.sha256(who.encode()).hexdigest()}:{begun}"
        number = self.store.get(asked) or self._count(what, begun)
        if number <= most:
            return Turn()
        self.store.set(asked, number, 2 * WINDOW)
        place = number - most
        ready = begun + PATIENCE + PACE * max(0, place - AT_ONCE)
        return Turn(max(PATIENCE, round(ready - self.now)), place)

    def drip(self, what: str, most: int) -> int:
        begun = self._begun(what)
        if self._count(what, begun) <= most:
            return 0
        return 0 if self.store.add(f"{what}:{self.name}:drip", 1, PACE) else PACE

    def _begun(self, what: str) -> float:
        """When this address's ten minutes began; they are named by it, so that two of them never mix."""
        key = f"{what}:{self.name}:begun"
        begun = self.store.get_or_set(key, self.now, WINDOW)
        if self.now - begun < WINDOW:
            return begun
        self.store.set(key, self.now, WINDOW)
        return self.now

    def _count(self, what: str, begun: float) -> int:
        return one_more(f"{what}:{self.name}:{begun}", window=WINDOW + 60, store=self.store)

    def _left(self, begun: float) -> int:
        return max(1, int(WINDOW - (self.now - begun)))


def connection_of(address: str) -> str:
    """What counts as one address: an IPv4 address as it is, of an IPv6 address the part that one connection owns."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network((known, NEIGHBOURS if known.version == 6 else 32), strict=False))


def _either(count):
    try:
        return count(cache)
    except (RedisError, OSError):
        logger.warning("the cache is away: reports are counted by this process alone")
        return count(_own)
