"""One address may send INTAKE_FREE reports in ten minutes; the address itself is kept nowhere."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from complaints.throttle import WINDOW, allow

ADDRESS = "203.0.113.77"


@pytest.fixture
def now(settings):
    settings.INTAKE_FREE = 3
    return timezone.now()


def test_the_free_reports_pass_and_the_next_one_waits(now):
    assert [allow(ADDRESS, at=now) for _ in range(3)] == [0, 0, 0]
    assert allow(ADDRESS, at=now + timedelta(seconds=100)) == WINDOW - 100


def test_another_address_is_not_held_up(now):
    [allow(ADDRESS, at=now) for _ in range(9)]
    assert allow("203.0.113.78", at=now) == 0


def test_after_ten_minutes_it_goes_on(now):
    [allow(ADDRESS, at=now) for _ in range(9)]
    assert allow(ADDRESS, at=now + timedelta(seconds=WINDOW)) == 0


def test_the_address_stands_in_no_key_and_no_value(now, monkeypatch):
    seen = []
    for name in ("add", "set", "get_or_set", "incr"):
        original = getattr(cache, name)
        monkeypatch.setattr(cache, name, lambda *args, _f=original, **kw: (seen.append(str(args)), _f(*args, **kw))[1])
    allow(ADDRESS, at=now)
    assert seen and ADDRESS not in "".join(seen)


def test_the_key_changes_with_the_day(now):
    assert allow(ADDRESS, at=now) == 0
    [allow(ADDRESS, at=now) for _ in range(5)]
    assert allow(ADDRESS, at=now + timedelta(days=1)) == 0
