"""A session ends by itself, by its owner's hand, and with what it rests on."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import devices, sessions
from accounts.models import SessionRecord
from tests.accounts.signing import PASSWORD, an_officer, come_in, is_in, with_app
from workflow.models import Event

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.fixture
def officer(reference_data):
    return with_app(an_officer())


@pytest.fixture
def later(monkeypatch):
    """The clock stands `minutes` ahead."""

    def ahead(minutes: float) -> None:
        moment = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return ahead


def other(officer, **told) -> Client:
    """The same officer in another browser."""
    client = Client(headers={"user-agent": told.get("agent", PHONE)})
    client.force_login(officer)
    return client


def handles(client) -> list[str]:
    return [line["handle"] for line in client.get("/akun/").context["sessions"]]


# By itself --------------------------------------------------------------------------------------------------------------
def test_half_an_hour_without_a_click_ends_it(client, officer, later):
    come_in(client, officer)
    later(29)
    assert is_in(client)
    later(58 - 29)
    assert is_in(client)
    later(31)
    assert not is_in(client)


def test_looking_for_news_is_no_click(client, officer, later):
    come_in(client, officer)
    later(20)
    client.get("/pemberitahuan/baru/?after=0", headers={"sec-fetch-mode": "cors"})
    later(15)
    assert not is_in(client)


def test_eight_hours_end_it_whatever_is_clicked(client, officer, later):
    come_in(client, officer)
    for _ in range(19):
        later(25)
        assert is_in(client)
    later(6)
    assert not is_in(client)


def test_the_end_of_the_day_is_in_the_sessions_own_row(client, officer, later):
    """Sockets look at nothing else."""
    come_in(client, officer)
    begun = timezone.now()
    for _ in range(19):
        later(25)
        client.get("/akun/")
    row = Session.objects.get(pk=client.session.session_key)
    assert row.expire_date <= begun + timedelta(seconds=settings.SESSION_LONGEST + 60)


def test_the_half_open_session_ends_after_a_quarter_of_an_hour(client, half_in, officer):
    client.post("/masuk/", {"username": officer.username, "password": PASSWORD})
    row = Session.objects.get(pk=client.session.session_key)
    assert row.expire_date <= timezone.now() + timedelta(minutes=15, seconds=5)


# With what it rests on --------------------------------------------------------------------------------------------------
def test_a_closed_account_is_out_with_the_next_click(client, officer):
    come_in(client, officer)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    assert not is_in(client)


def test_a_password_changed_elsewhere_is_the_end(client, officer):
    come_in(client, officer)
    officer.set_password("lain sama sekali")
    officer.save()
    assert not is_in(client)


def test_a_role_taken_away_counts_with_the_next_click(client, officer):
    come_in(client, officer)
    assert client.get("/petugas/").status_code == 200
    officer.roles.clear()
    assert client.get("/petugas/").status_code == 403


def test_changing_the_own_password_ends_every_other_session_and_keeps_this_one(client, officer):
    come_in(client, officer)
    phone = other(officer)
    assert client.post("/akun/kata-sandi/", {"password": "pendek", "again": "pendek"}).status_code == 422
    new = {"password": "tujuh belas pohon randu", "again": "tujuh belas pohon randu"}
    assert client.post("/akun/kata-sandi/", new).url == "/akun/"
    assert is_in(client) and not is_in(phone)
    assert handles(client) == [sessions.handle(client.session.session_key)]


# By its owner's hand ----------------------------------------------------------------------------------------------------
def test_the_list_says_where_one_is_signed_in(client, officer):
    come_in(client, officer, headers={"user-agent": DESK})
    page = client.get("/akun/").content.decode()
    assert "Firefox di Windows" in page and "peramban ini" in page


def test_no_browsers_whole_name_and_no_address_is_kept(client, officer):
    come_in(client, officer, headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    row = SessionRecord.objects.get()
    assert row.device == "chrome android"
    kept = f"{row.__dict__} {client.session.items()} {list(Event.objects.values_list('payload'))}"
    assert "SM-A546E" not in kept and "131" not in row.device and "203.0.113.7" not in kept


UNKNOWN = "Perangkat yang tidak dikenal"


@pytest.mark.parametrize(
    ("told", "words"), [(PHONE, "Chrome di Android"), (DESK, "Firefox di Windows"), ("", UNKNOWN), ("curl/8", UNKNOWN)]
)
def test_a_device_is_two_words(told, words):
    assert devices.in_words(devices.kind_of(told)) == words


def test_one_session_is_ended(client, officer):
    come_in(client, officer)
    phone = other(officer)
    theirs = sessions.handle(phone.session.session_key)
    assert theirs in handles(client)
    assert phone.session.session_key not in client.get("/akun/").content.decode()
    assert client.post(f"/akun/sesi/{theirs}/akhiri/").url == "/akun/"
    assert is_in(client) and not is_in(phone)
    assert Event.objects.filter(verb="account.session_end").count() == 1


def test_all_others_are_ended(client, officer):
    come_in(client, officer)
    phones = [other(officer), other(officer)]
    client.post("/akun/sesi/lain/akhiri/")
    assert is_in(client) and not any(is_in(phone) for phone in phones)


def test_ending_this_one_leads_to_the_door(client, officer):
    come_in(client, officer)
    assert client.post(f"/akun/sesi/{handles(client)[0]}/akhiri/").url == "/masuk/"
    assert not is_in(client)


def test_nobody_ends_somebody_elses_session(client, officer):
    come_in(client, officer)
    stranger = other(an_officer("tirta"))
    theirs = sessions.handle(stranger.session.session_key)
    assert client.post(f"/akun/sesi/{theirs}/akhiri/").status_code == 404
    assert is_in(stranger)


def test_an_ended_session_is_in_no_list(client, officer):
    come_in(client, officer)
    other(officer).post("/keluar/")
    assert len(handles(client)) == 1
