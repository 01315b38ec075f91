"""Keeps parallel test processes apart where they share a service: Redis channels and cache keys."""

import os

from django.conf import settings


def pytest_configure(config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if settings.REDIS_URL:
        settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{worker}"
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{worker}"


def pytest_collection_modifyitems(items):
    """What only counts on one database is left to the run on it; `make test` makes both."""
    elsewhere = "postgres" if settings.EMBEDDED else "embedded"
    items[:] = [item for item in items if not item.get_closest_marker(elsewhere)]
