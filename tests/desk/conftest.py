"""Somebody at a desk: `at_desk(officer)` is a browser in which that officer is logged in."""

import pytest
from django.test import Client


@pytest.fixture
def at_desk():
    def browser(officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return browser


@pytest.fixture
def page(at_desk):
    """The text of a page that must open (200)."""

    def text(officer, path: str) -> str:
        answer = at_desk(officer).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    return text
