"""What strangers can cause fills no log, and repeats nothing of what they sent."""

import logging

import pytest
from django.test import Client

from deploy import logs


@pytest.fixture
def lines(caplog):
    """What the console of a site would say, through a filter of its own."""
    caplog.handler.addFilter(bounded := logs.Bounded(most=5))
    yield lambda: [record.getMessage() for record in caplog.records]
    caplog.handler.removeFilter(bounded)


def test_a_flood_of_made_up_hosts_is_a_few_lines_without_the_hosts(lines, caplog):
    for number in range(200):
        assert Client().get("/", headers={"host": f"jahat{number}.example"}).status_code == 400
    assert len(lines()) == 5
    assert "jahat" not in caplog.text and "Traceback" not in caplog.text


def test_after_a_minute_it_says_how_many_were_left_out(lines, monkeypatch):
    for _ in range(9):
        logging.getLogger("django.security.csrf").warning("Forbidden")
    later = logs.time.monotonic() + 61
    monkeypatch.setattr(logs.time, "monotonic", lambda: later)
    logging.getLogger("django.security.csrf").warning("Forbidden")
    assert lines()[-1] == "Forbidden (and 4 more like it)"


def test_our_own_lines_are_never_left_out(lines):
    for _ in range(50):
        logging.getLogger("netral.jobs").warning("a job failed")
    assert len(lines()) == 50


def test_a_very_long_line_is_cut(lines):
    logging.getLogger("uvicorn.error").warning("%s", "x" * 10_000)
    assert len(lines()[0]) == logs.LONGEST


def test_no_request_is_mailed_to_administrators():
    handlers = logging.getLogger("django").handlers
    assert not any(type(handler).__name__ == "AdminEmailHandler" for handler in handlers)
