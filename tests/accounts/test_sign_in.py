"""Password, then a second factor; before that nothing opens."""

import time
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts import factors
from tests.accounts.signing import (
    PASSWORD,
    an_officer,
    code,
    code_from,
    code_of,
    come_in,
    is_in,
    password,
    seed_of,
    with_app,
)
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(reference_data):
    return with_app(an_officer())


def now() -> datetime:
    return datetime.now(UTC)


def verbs() -> list[str]:
    return list(Event.objects.filter(subject_kind="account").order_by("number").values_list("verb", flat=True))


def test_password_and_code_open_the_desk(client, officer):
    assert password(client, officer).url == "/masuk/faktor/"
    assert not is_in(client)
    assert code(client, code_of(officer)).url == "/petugas/"
    assert is_in(client)
    event = Event.objects.get(verb="account.sign_in")
    assert event.payload == {"factor": "totp"} and event.subject_reference == f"AKUN-{officer.pk}"


def test_after_the_door_comes_the_page_that_was_asked_for(client, officer):
    asked = client.get("/petugas/cari/?q=camat").url
    client.get(asked)
    client.post("/masuk/", {"username": "wening", "password": PASSWORD, "next": "/petugas/cari/?q=camat"})
    assert code(client, code_of(officer)).url == "/petugas/cari/?q=camat"


def test_another_site_is_never_where_the_door_leads(client, officer):
    client.post("/masuk/", {"username": "wening", "password": PASSWORD, "next": "https://example.org/"})
    assert code(client, code_of(officer)).url == "/petugas/"


def test_a_wrong_code_opens_nothing(client, officer):
    password(client, officer)
    wrong = f"{(int(code_of(officer)) + 1) % 10**6:06}"
    answer = code(client, wrong)
    assert answer.status_code == 200 and "Kode tidak cocok" in answer.content.decode()
    assert not is_in(client) and "account.sign_in" not in verbs()


def test_a_code_is_good_once(client, officer):
    shown = code_of(officer)
    password(client, officer)
    code(client, shown)
    client.post("/keluar/")
    password(client, officer)
    assert code(client, shown).status_code == 200
    assert not is_in(client)


def test_a_code_older_than_one_that_was_used_counts_no_more(officer):
    at, seed = time.time(), seed_of(officer)
    moment = datetime.fromtimestamp(at, UTC)
    assert factors.shows_code(officer, code_from(seed, at=at), at=moment) == "totp"
    assert factors.shows_code(officer, code_from(seed, at=at - 30), at=moment) == ""


def test_a_phone_whose_clock_is_half_a_minute_off_still_counts(officer):
    at = time.time()
    early = code_from(seed_of(officer), at=at + 30)
    assert factors.shows_code(officer, early, at=datetime.fromtimestamp(at, UTC)) == "totp"
    late = code_from(seed_of(officer), at=at + 120)
    assert factors.shows_code(officer, late, at=datetime.fromtimestamp(at, UTC)) == ""


@pytest.mark.parametrize("told", ["", "12345", "1234567", "٣٣٣٣٣٣", "abcdef", "0" * 40])
def test_what_is_no_code_is_none(officer, told):
    assert factors.shows_code(officer, told, at=now()) == ""


def test_a_recovery_code_is_good_once_for_ever(client, officer):
    factors.new_codes(officer, at=now())
    paper = factors.codes_to_show(officer)
    password(client, officer)
    assert code(client, f"{paper[0][:4]} {paper[0][4:]}").url == "/petugas/"
    client.post("/keluar/")
    password(client, officer)
    assert code(client, paper[0]).status_code == 200 and not is_in(client)
    assert code(client, paper[1]).url == "/petugas/"
    assert factors.codes_left(officer) == len(paper) - 2
    assert Event.objects.filter(verb="account.sign_in", payload__factor="recovery").count() == 2


def test_somebody_elses_code_opens_nothing(client, officer):
    other = with_app(an_officer("tirta"))
    password(client, officer)
    assert code(client, code_of(other)).status_code == 200
    assert not is_in(client)


def test_the_second_step_alone_leads_back_to_the_door(client, officer):
    assert client.get("/masuk/faktor/").url == "/masuk/"
    assert code(client, code_of(officer)).url == "/masuk/"


def test_seeds_and_recovery_codes_do_not_lie_in_the_database_in_clear(officer):
    factors.new_codes(officer, at=now())
    known = [seed_of(officer), *factors.codes_to_show(officer)]
    kept = " ".join(str(row.data) for row in factors.Authenticator.objects.filter(user=officer))
    assert not [secret for secret in known if secret in kept]


def test_the_session_gets_a_new_key_at_each_step(client, officer):
    client.get("/masuk/kunci/")
    keys = [client.cookies["sessionid"].value]
    password(client, officer)
    keys.append(client.cookies["sessionid"].value)
    code(client, code_of(officer))
    keys.append(client.cookies["sessionid"].value)
    assert len(set(keys)) == 3
    assert Session.objects.filter(session_key__in=keys).count() == 1


def test_a_closed_account_is_refused_like_a_wrong_password(client, officer):
    officer.is_active = False
    officer.save()
    closed = password(client, officer)
    wrong = client.post("/masuk/", {"username": "tiada", "password": "salah"})
    said = "Nama akun atau kata sandi tidak cocok"
    assert said in closed.content.decode() and said in wrong.content.decode()


def test_going_out_ends_the_session_on_both_sides(client, officer):
    come_in(client, officer)
    key = client.cookies["sessionid"].value
    assert client.post("/keluar/").url == "/"
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/keluar/").status_code == 405


def test_the_administration_has_no_door_of_its_own(client, reference_data):
    head = with_app(an_officer("kepala", "admin", is_staff=True))
    assert client.post("/sistem/login/", {"username": "kepala", "password": PASSWORD}).url.startswith("/masuk/")
    assert client.get("/sistem/", follow=True).redirect_chain[-1][0].startswith("/masuk/")
    come_in(client, head)
    assert client.get("/sistem/").status_code == 200


@pytest.mark.parametrize("path", ["accounts/", "accounts/login/", "accounts/signup/", "akun/email/", "masuk/2fa/"])
def test_nothing_of_the_library_has_an_address_of_its_own(client, path):
    assert client.get(f"/{path}").status_code == 404


def test_the_librarys_names_lead_nowhere():
    for name in ("account_login", "account_signup", "mfa_index", "socialaccount_signup", "openid_connect_login"):
        with pytest.raises(Exception, match="not found"):
            reverse(name)


# The first day ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def newcomer(client, reference_data):
    made = an_officer("baru")
    password(client, made)
    return made


def test_the_first_sign_in_leads_to_setting_up_a_factor_and_nowhere_else(client, newcomer):
    assert password(client, newcomer).url == "/masuk/daftar-faktor/"
    for path in (
        "/petugas/",
        "/instansi/",
        "/sistem/",
        "/akun/",
        "/akun/kata-sandi/",
        "/petugas/cari/",
        "/pemberitahuan/",
    ):
        assert client.get(path).status_code == 302, path
    assert client.get("/pemberitahuan/baru/").status_code == 403
    assert client.get("/api/v1/cases").status_code == 401


def test_the_door_leads_on_whoever_is_half_in(client, newcomer):
    assert client.get("/masuk/?next=/petugas/cari/").url == "/masuk/daftar-faktor/"
    seed = client.get("/akun/aplikasi/").content.decode().split('class="seed">')[1].split("<")[0].replace(" ", "")
    client.post("/akun/aplikasi/", {"code": code_from(seed)})
    assert client.post("/akun/kode/").url == "/petugas/cari/"


def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_are_shown_once(client, newcomer):
    page = client.get("/akun/aplikasi/").content.decode()
    seed = page.split('class="seed">')[1].split("<")[0].replace(" ", "")
    assert seed not in str(client.session.items())
    assert client.post("/akun/aplikasi/", {"code": "000000"}).status_code == 422
    assert not is_in(client)
    assert client.post("/akun/aplikasi/", {"code": code_from(seed)}).url == "/akun/kode/"
    assert is_in(client) and verbs()[-1] == "account.codes"
    shown = client.get("/akun/kode/").content.decode()
    paper = factors.codes_to_show(newcomer)
    assert len(paper) == 10 and all(one in shown for one in paper)
    file = client.get("/akun/kode/?unduh")
    assert file.headers["Content-Disposition"].startswith("attachment") and paper[9] in file.content.decode()
    client.post("/akun/kode/")
    assert client.get("/akun/kode/").url == "/akun/"
    assert client.get("/akun/kode/?unduh").url == "/akun/"


def test_the_first_code_does_not_count_again_at_the_door(client, newcomer):
    seed = client.get("/akun/aplikasi/").content.decode().split('class="seed">')[1].split("<")[0].replace(" ", "")
    first = code_from(seed)
    client.post("/akun/aplikasi/", {"code": first})
    client.post("/keluar/")
    password(client, newcomer)
    assert code(client, first).status_code == 200 and not is_in(client)


def test_a_password_alone_adds_no_factor_to_an_account_that_has_one(client, officer):
    password(client, officer)
    for path in ("/masuk/daftar-faktor/", "/akun/aplikasi/", "/akun/kunci/"):
        assert client.get(path).url == "/masuk/faktor/", path
    assert client.post("/akun/aplikasi/", {"code": "123456"}).url == "/masuk/faktor/"
    assert factors.Authenticator.objects.filter(user=officer).count() == 1


def test_a_stranger_sets_up_nothing(client, db):
    assert client.get("/masuk/daftar-faktor/").url == "/masuk/"
    assert client.get("/akun/aplikasi/").url.startswith("/masuk/")
    assert client.get("/akun/kunci/").url.startswith("/masuk/")
