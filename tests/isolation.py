"""Keeps parallel test processes apart where they share a service, and what a run leaves out in sight."""

import os

from django.conf import settings

_skipped: list[str] = []


def pytest_configure(config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if settings.REDIS_URL:
        settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{worker}"
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{worker}"


def pytest_collection_modifyitems(items):
    """What only counts on one database is left to the run on it; `make test` makes both."""
    elsewhere = "postgres" if settings.EMBEDDED else "embedded"
    items[:] = [item for item in items if not item.get_closest_marker(elsewhere)]


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session):
    """Where everything has to run (CI), a skipped test is a failed run."""
    if _skipped and os.environ.get("CI") == "true" and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    if _skipped:
        terminalreporter.section("left out by a skip")
        terminalreporter.write_line("\n".join(_skipped))
