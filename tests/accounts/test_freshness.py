"""What is delicate asks once more who is there, and loses nothing of what was typed."""

import time

import pytest
from django.conf import settings as site
from django.utils import timezone

from accounts.sessions import CONFIRMED
from agencies.models import ApiToken
from identity import keys
from tests.accounts.signing import PASSWORD, an_officer, come_in, with_app

pytestmark = pytest.mark.django_db
REASON = "Pelapor perlu didengar sebagai saksi di pemeriksaan."


@pytest.fixture
def stale(client):
    """The browser of an officer who came in more than ten minutes ago: stale(officer)."""

    def grow_old(officer):
        client.force_login(officer)
        session = client.session
        session[CONFIRMED] = time.time() - site.FRESH - 1
        session.save()
        officer.set_password(PASSWORD)
        return client

    return grow_old


@pytest.fixture
def known(people):
    """Demo people with a password of their own; their sessions are made after it."""
    for officer in people.values():
        officer.set_password(PASSWORD)
        officer.save(update_fields=["password"])
    return people


def fields(page) -> dict[str, str]:
    return dict(page.context["kept"])


def test_right_after_coming_in_nobody_is_asked(client, reference_data):
    come_in(client, with_app(an_officer()))
    assert client.get("/akun/kata-sandi/").status_code == 200


def test_later_the_page_asks_first_and_then_opens(stale, known):
    client = stale(known["pemeriksa"])
    asked = client.get("/akun/kata-sandi/")
    assert asked.status_code == 403 and "Apakah ini masih Anda" in asked.content.decode()
    answer = client.post("/akun/kata-sandi/", {"konfirmasi": "GET", "konfirmasi_sandi": PASSWORD})
    assert answer.url == "/akun/kata-sandi/"
    assert client.get(answer.url).status_code == 200


def test_a_form_survives_the_question_whole(stale, known, a_complaint):
    complaint = a_complaint("VERIFYING")
    keys.make_custodian_key(known["kustodian"], passphrase="kata sandi kustodian", at=timezone.now())
    client = stale(known["pemeriksa"])
    path = f"/petugas/laporan/{complaint.reference}/identitas/"
    typed = {"reason": REASON, "hours": "2", "phrase": "frasa yang panjang"}
    asked = client.post(path, typed)
    assert asked.status_code == 403 and fields(asked) == typed
    assert not str(client.session.items()).count("frasa yang panjang")
    done = client.post(path, {**fields(asked), "konfirmasi": "POST", "konfirmasi_sandi": PASSWORD})
    assert done.status_code == 302 and done.url.startswith("/petugas/identitas/BKA-")


def test_a_wrong_password_is_told_and_still_nothing_is_lost(stale, known, a_complaint):
    complaint = a_complaint("VERIFYING")
    client = stale(known["pemeriksa"])
    path = f"/petugas/laporan/{complaint.reference}/identitas/"
    typed = {"reason": REASON, "hours": "2", "phrase": "frasa yang panjang"}
    wrong = client.post(path, {**typed, "konfirmasi": "POST", "konfirmasi_sandi": "salah"})
    assert wrong.status_code == 422 and fields(wrong) == typed
    assert not complaint.access.unsealings.exists()


def test_guessing_there_is_slow_too(stale, known):
    client = stale(known["pemeriksa"])
    for _ in range(5):
        client.post("/akun/kata-sandi/", {"konfirmasi": "GET", "konfirmasi_sandi": "salah"})
    told = client.post("/akun/kata-sandi/", {"konfirmasi": "GET", "konfirmasi_sandi": PASSWORD})
    assert told.status_code == 422 and "Terlalu sering" in told.content.decode()


def test_the_question_is_no_way_around_the_right(stale, known, a_complaint):
    complaint = a_complaint("VERIFYING")
    client = stale(known["bkd.kaltara"])
    path = f"/petugas/laporan/{complaint.reference}/identitas/"
    answer = client.post(path, {"konfirmasi": "POST", "konfirmasi_sandi": PASSWORD, "reason": REASON})
    assert answer.status_code == 404


def test_a_stranger_is_led_to_the_door(client, db):
    assert client.get("/akun/kata-sandi/").url.startswith("/masuk/")
    assert client.post("/akun/kata-sandi/", {"konfirmasi": "GET", "konfirmasi_sandi": "x"}).url.startswith("/masuk/")


GUARDED = [
    ("GET", "/akun/aplikasi/", "pemeriksa"),
    ("POST", "/akun/aplikasi/hapus/", "pemeriksa"),
    ("GET", "/akun/kunci/", "pemeriksa"),
    ("GET", "/akun/kunci/tambah/", "pemeriksa"),
    ("POST", "/akun/kunci/7/hapus/", "pemeriksa"),
    ("POST", "/akun/kode/baru/", "pemeriksa"),
    ("POST", "/akun/token/7/cabut/", "pemeriksa"),
    ("GET", "/petugas/laporan/LAP-26-000000/identitas/", "pemeriksa"),
    ("POST", "/petugas/identitas/BKA-26-000000/grant/", "kustodian"),
    ("POST", "/petugas/identitas/BKA-26-000000/look/", "pemeriksa"),
    ("GET", "/petugas/identitas/kunci/", "kustodian"),
    ("GET", "/petugas/cari/beku/7/csv/", "pemeriksa"),
    ("GET", "/petugas/audit/csv/", "auditor"),
    ("POST", "/sistem/agencies/role/bkd/change/", "admin"),
    ("POST", "/sistem/agencies/apitoken/1/change/", "admin"),
    ("GET", "/sistem/accounts/provider/add/", "admin"),
]


@pytest.mark.parametrize(("method", "path", "who"), GUARDED)
def test_what_is_delicate_asks(stale, known, method, path, who):
    answer = getattr(stale(known[who]), method.lower())(path)
    assert answer.status_code == 403 and "Apakah ini masih Anda" in answer.content.decode()


def test_an_own_token_is_seen_and_revoked(client, people, call):
    officer = people["pemeriksa"]
    call(officer, "GET", "cases")
    token = ApiToken.objects.get(officer=officer)
    client.force_login(people["intake"])
    assert client.post(f"/akun/token/{token.pk}/cabut/").status_code == 404
    client.force_login(officer)
    assert "membaca dan mengubah" in client.get("/akun/").content.decode()
    assert client.post(f"/akun/token/{token.pk}/cabut/").url == "/akun/"
    token.refresh_from_db()
    assert token.revoked_at is not None
