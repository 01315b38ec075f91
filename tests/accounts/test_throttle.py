"""Guessing is slow; nobody is locked out by somebody else; nothing is kept of where a try came from."""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache

from tests.accounts.signing import an_officer, code, code_of, is_in, password, with_app
from workflow.models import Event

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.9"}


@pytest.fixture
def officer(reference_data):
    return with_app(an_officer())


def fail(client, officer, times: int, **where) -> None:
    for _ in range(times):
        assert password(client, officer, word="salah", **where).status_code == 200


def test_after_five_failures_in_a_minute_even_the_right_password_waits(client, officer):
    fail(client, officer, 5, **HERE)
    answer = password(client, officer, **HERE)
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 60
    assert Event.objects.get(verb="account.limit").payload == {"what": "password"}


def test_the_right_password_from_another_address_still_opens(client, officer):
    fail(client, officer, 5, **HERE)
    assert password(client, officer, **ELSEWHERE).url == "/masuk/faktor/"


def test_a_colleague_behind_the_same_address_still_comes_in(client, officer):
    fail(client, officer, 5, **HERE)
    assert password(client, with_app(an_officer("rekan")), **HERE).url == "/masuk/faktor/"


def test_the_minute_ends(client, officer, monkeypatch):
    fail(client, officer, 5, **HERE)
    cache.clear()
    assert password(client, officer, **HERE).url == "/masuk/faktor/"


def test_an_address_that_tries_account_after_account_waits(client, reference_data):
    for number in range(30):
        client.post("/masuk/", {"username": f"orang{number}", "password": "salah"}, **HERE)
    assert client.post("/masuk/", {"username": "lain", "password": "salah"}, **HERE).status_code == 429
    assert client.post("/masuk/", {"username": "lain", "password": "salah"}, **ELSEWHERE).status_code == 200


def test_an_account_that_does_not_exist_waits_like_one_that_does(client, officer):
    for _ in range(5):
        client.post("/masuk/", {"username": "tiada", "password": "salah"}, **HERE)
    assert client.post("/masuk/", {"username": "tiada", "password": "salah"}, **HERE).status_code == 429
    assert not Event.objects.filter(verb="account.limit").exists()


def test_codes_are_guessed_as_slowly(client, officer):
    password(client, officer, **HERE)
    right = code_of(officer)
    wrong = f"{(int(right) + 7) % 10**6:06}"
    for _ in range(5):
        assert code(client, wrong, **HERE).status_code == 200
    assert code(client, right, **HERE).status_code == 429
    assert not is_in(client)
    password(client, officer, **ELSEWHERE)
    assert code(client, code_of(officer), **ELSEWHERE).url == "/petugas/"


def test_an_unknown_account_costs_as_much_work_as_a_known_one(client, officer, monkeypatch):
    hasher, hashed = type(get_hasher()), []
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *a, **k: hashed.append(1) or encode(self, *a, **k))
    work = []
    for name in ("wening", "tiada"):
        hashed.clear()
        client.post("/masuk/", {"username": name, "password": "salah"}, **ELSEWHERE)
        work.append(len(hashed))
    assert work == [1, 1]


def test_no_address_is_kept_or_logged(client, officer, caplog, settings):
    fail(client, officer, 5, **HERE)
    password(client, officer, **HERE)
    assert HERE["REMOTE_ADDR"] not in caplog.text
    assert not Event.objects.filter(payload__icontains="203.0").exists()
    if not settings.REDIS_URL:
        assert HERE["REMOTE_ADDR"] not in f"{cache._cache.keys()}"
