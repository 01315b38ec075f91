"""The pages: who sees which form, what a stranger gets, and that an identity stands on one answer alone."""

import pytest
from django.utils import timezone

from identity import actions, keys
from identity.models import CustodianKey, Unsealing
from tests.identity.conftest import ASKED, PHRASE, REASON

SECRETS = ("Pelapor Rahasia", "pelapor@example.org", "+628110000001")


@pytest.fixture
def asked(told, pemeriksa):
    return actions.ask(
        told.access, about=told.reference, by=pemeriksa, reason=REASON, hours=4, phrase=ASKED, at=timezone.now()
    )


def address(unsealing, act=""):
    return f"/petugas/identitas/{unsealing.reference}/{act}"


def tells(response) -> bool:
    return any(word in response.content.decode() for word in SECRETS)


def test_the_whole_way_through_the_pages(client, told, pemeriksa, keyed):
    client.force_login(pemeriksa)
    page = client.get(f"/petugas/laporan/{told.reference}/").content.decode()
    assert f"/petugas/laporan/{told.reference}/identitas/" in page
    sent = {"reason": REASON, "hours": "2", "phrase": ASKED}
    answer = client.post(f"/petugas/laporan/{told.reference}/identitas/", sent)
    unsealing = Unsealing.objects.get()
    assert answer.url == address(unsealing)
    client.force_login(keyed[0])
    assert unsealing.reference in client.get("/petugas/identitas/").content.decode()
    granted = client.post(address(unsealing, "grant/"), {"passphrase": PHRASE}, follow=True)
    assert granted.status_code == 200 and not tells(granted)
    client.force_login(pemeriksa)
    before = client.get(address(unsealing))
    assert not tells(before)
    seen = client.post(address(unsealing, "look/"), {"phrase": ASKED})
    assert all(word in seen.content.decode() for word in SECRETS)
    assert "no-store" in seen["Cache-Control"]
    assert not tells(client.get(address(unsealing)))


def test_a_wrong_phrase_is_told_beside_its_field(client, asked, pemeriksa, keyed):
    client.force_login(keyed[0])
    wrong = client.post(address(asked, "grant/"), {"passphrase": "bukan ini"})
    assert wrong.status_code == 422 and "tidak cocok" in wrong.content.decode()
    actions.grant(asked, by=keyed[0], passphrase=PHRASE, at=timezone.now())
    client.force_login(pemeriksa)
    wrong = client.post(address(asked, "look/"), {"phrase": "bukan ini"})
    assert wrong.status_code == 422 and not tells(wrong)


def test_a_request_with_mistakes_keeps_what_was_typed(client, told, pemeriksa):
    client.force_login(pemeriksa)
    sent = {"reason": "Terlalu singkat", "hours": "99", "phrase": "pendek"}
    answer = client.post(f"/petugas/laporan/{told.reference}/identitas/", sent)
    assert answer.status_code == 422
    assert "Terlalu singkat" in answer.content.decode() and "pendek" not in answer.content.decode()
    assert not Unsealing.objects.exists()


@pytest.mark.parametrize(
    "who", ["intake", "pemeriksa2", "penyelia", "komisioner", "bkd.kukar", "bawaslu", "auditor", "admin"]
)
def test_a_stranger_finds_no_request(client, asked, people, who):
    client.force_login(people[who])
    assert client.get(address(asked)).status_code == 404
    for act in ("grant/", "refuse/", "look/", "end/"):
        assert client.post(address(asked, act), {}).status_code == 404


@pytest.mark.parametrize("path", ["", "kunci/", "BKA-26-000000/"])
def test_who_is_not_logged_in_is_sent_to_the_door(client, db, path):
    assert client.get(f"/petugas/identitas/{path}").url.startswith("/masuk/")


@pytest.mark.parametrize("who", ["penyelia", "admin", "bkd.kukar", "auditor"])
def test_only_custodians_have_a_page_of_keys(client, people, who):
    client.force_login(people[who])
    assert client.get("/petugas/identitas/kunci/").status_code == 403
    assert client.post("/petugas/identitas/kunci/1/bagi/", {}).status_code == 403


def test_a_custodian_makes_a_key_and_is_told_when_the_phrases_differ(client, kustodian):
    client.force_login(kustodian)
    wrong = client.post("/petugas/identitas/kunci/", {"passphrase": PHRASE, "again": PHRASE + "x"})
    assert wrong.status_code == 422 and "berbeda" in wrong.content.decode()
    right = client.post("/petugas/identitas/kunci/", {"passphrase": PHRASE, "again": PHRASE}, follow=True)
    assert "Baru 1 kustodian" in right.content.decode()
    assert CustodianKey.objects.filter(officer=kustodian).count() == 1


def test_a_custodian_shares_older_envelopes_from_the_page(client, kustodian, people, a_complaint):
    client.force_login(kustodian)
    client.post("/petugas/identitas/kunci/", {"passphrase": PHRASE, "again": PHRASE})
    a_complaint("VERIFYING")
    client.force_login(people["kustodian2"])
    client.post("/petugas/identitas/kunci/", {"passphrase": PHRASE, "again": PHRASE})
    newcomer = CustodianKey.objects.get(officer=people["kustodian2"])
    client.force_login(kustodian)
    assert "1 amplop" in client.get("/petugas/identitas/kunci/").content.decode()
    wrong = client.post(f"/petugas/identitas/kunci/{newcomer.pk}/bagi/", {"passphrase": "salah"})
    assert wrong.status_code == 422
    done = client.post(f"/petugas/identitas/kunci/{newcomer.pk}/bagi/", {"passphrase": PHRASE}, follow=True)
    assert "1 amplop sekarang" in done.content.decode()
    assert newcomer.lids.count() == 1


def test_a_custodian_without_a_key_is_told_what_to_do(client, asked, people):
    CustodianKey.objects.filter(officer=people["kustodian"]).update(retired_at=timezone.now())
    client.force_login(people["kustodian"])
    assert "/petugas/identitas/kunci/" in client.get(address(asked)).content.decode()


def test_refusing_tells_the_asker_why(client, asked, keyed, pemeriksa):
    client.force_login(keyed[1])
    client.post(address(asked, "refuse/"), {"answer": "Cukup lewat pesan di halaman lacak."})
    client.force_login(pemeriksa)
    assert "Cukup lewat pesan" in client.get(address(asked)).content.decode()


def test_too_late_is_told_as_a_conflict(client, asked, keyed):
    client.force_login(keyed[0])
    client.post(address(asked, "refuse/"), {"answer": "Tidak."})
    assert client.post(address(asked, "grant/"), {"passphrase": PHRASE}).status_code == 409
    assert client.post(address(asked, "end/")).status_code == 409


def test_a_custodian_lands_on_the_requests(client, kustodian):
    client.force_login(kustodian)
    assert client.get("/petugas/").url == "/petugas/identitas/"


def test_a_custodian_changes_the_passphrase_on_the_page_of_the_key(client, keyed):
    client.force_login(keyed[0])
    fresh = "kata sandi yang lain sama sekali"
    wrong = client.post("/petugas/identitas/kunci/", {"old": "bukan ini", "passphrase": fresh, "again": fresh})
    assert wrong.status_code == 422 and "tidak cocok" in wrong.content.decode()
    done = client.post("/petugas/identitas/kunci/", {"old": PHRASE, "passphrase": fresh, "again": fresh}, follow=True)
    assert "sudah diganti" in done.content.decode()
    assert keys.opened(keyed[0], fresh)
