"""Keeps parallel test processes apart where they share a service: Redis channels and cache keys."""

import os

from django.conf import settings


def pytest_configure(config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if settings.REDIS_URL:
        settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{worker}"
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{worker}"


def pytest_collection_modifyitems(items):
    """What only counts on PostgreSQL is left out elsewhere; `make test` runs it there."""
    if settings.EMBEDDED:
        for item in [item for item in items if item.get_closest_marker("postgres")]:
            items.remove(item)
