"""How many reports one address may send: counted under a keyed digest that changes every day, never stored or logged."""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from workflow.sealing import digest

WINDOW = 600  # seconds


def allow(address: str, *, at: datetime) -> int:
    """Seconds to wait before the next report of this address; 0: go on. INTAKE_FREE reports in ten minutes are free."""
    window = int(at.timestamp()) // WINDOW
    key = "intake:" + digest(f"{address} {at:%Y-%m-%d}", purpose="throttle") + f":{window}"
    cache.add(key, 0, timeout=WINDOW)
    if cache.incr(key) <= settings.INTAKE_FREE:
        return 0
    return WINDOW - int(at.timestamp()) % WINDOW
