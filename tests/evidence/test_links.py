"""Addresses as evidence: kept as text, never fetched."""

import socket

import pytest
from django.utils import timezone

from evidence import actions
from evidence.actions import LinkRefused, add_link
from evidence.models import Link

GOOD = "https://www.facebook.com/story.php?story_fbid=1&id=2"


@pytest.fixture
def add(a_complaint):
    complaint = a_complaint()

    def added(url: str, note: str = "") -> Link:
        return add_link(complaint.access, url=url, note=note, at=timezone.now())

    return added


def test_an_address_is_kept_as_it_is(add):
    link = add(f"  {GOOD} ", "Unggahan\ncamat")
    assert (link.url, link.note) == (GOOD, "Unggahan camat")


def test_what_people_type_without_a_scheme_is_understood(add):
    assert add("www.instagram.com/p/abc").url == "https://www.instagram.com/p/abc"


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/x", "http://", "https:///x",
        "http://a b.example", "lihat saja di grup", "http://[::1", "mailto:a@example.org", "x" * 30,
        "https://a.example/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_kindly(add, url):
    with pytest.raises(LinkRefused) as refused:
        add(url)
    assert str(refused.value).startswith("Tautan")
    assert not Link.objects.filter(url=url).exists() or url == ""


def test_no_direction_trick_survives(add):
    assert add("https://a.example/\u202egpj.exe").url == "https://a.example/gpj.exe"


def test_the_same_address_again_is_the_same_row(add):
    assert add(GOOD).pk == add(GOOD).pk


def test_there_is_an_end_to_addresses(add):
    for number in range(actions.MOST_LINKS):
        add(f"https://a.example/{number}")
    with pytest.raises(LinkRefused, match="paling banyak"):
        add("https://a.example/lagi")


def test_nothing_is_ever_fetched(add, monkeypatch):
    def connected(*args, **options):
        raise AssertionError("a link was fetched")

    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr(socket, "getaddrinfo", connected)
    assert add("http://169.254.169.254/latest/meta-data/")
