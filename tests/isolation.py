"""Keeps parallel test processes apart where they share a service, and what a run leaves out in sight."""

import os
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import TransactionTestCase
from pytest_django.plugin import blocking_manager_key

from identity.boxes import new_pair
from workflow import insert_only

# Most tests ask the embedded index, which answers at once; those of the search service ask for it by its own name.
if _search := os.environ.pop("SEARCH_URL", ""):
    os.environ["TEST_SEARCH_URL"] = _search


def make_keys() -> None:
    """A recovery key as a ceremony makes it, so that identities can be sealed on every database."""
    keys = apps.get_model("identity", "CustodianKey").objects
    if not keys.exists():
        keys.create(kind="RECOVERY", public=RECOVERY.public)


@contextmanager
def rewritable_log():
    """Without the triggers that keep the log insert-only: for emptying the database, and for those who forge."""
    insert_only.drop()
    try:
        yield
    finally:
        insert_only.make()


_empty = TransactionTestCase._fixture_teardown


def _empty_with_the_log(self):
    with rewritable_log():
        _empty(self)


TransactionTestCase._fixture_teardown = _empty_with_the_log
RECOVERY = new_pair()
_skipped: list[str] = []
_flushed = [False]  # did the test before empty the database?


def pytest_configure(config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    settings.DEMO_ACCOUNTS = True  # the people of the tests are the demo's, on every database
    if settings.REDIS_URL:
        settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{worker}"
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{worker}"


def pytest_collection_modifyitems(items):
    """What only counts on one database is left to the run on it; `make test` makes both."""
    elsewhere = {"postgres" if settings.EMBEDDED else "embedded"}
    if not os.environ.get("TEST_SEARCH_URL"):
        elsewhere.add("elastic")
    items[:] = [item for item in items if not elsewhere & {mark.name for mark in item.iter_markers()}]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Reference data stands in every test, also after one that emptied the database at its end."""
    if not _uses_database(item):
        return
    if _flushed[0]:
        with item.config.stash[blocking_manager_key].unblock():
            call_command("load_reference", verbosity=0)
            make_keys()
    _flushed[0] = _empties_database(item)


def _uses_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & set(item.fixturenames))


def _empties_database(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


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
