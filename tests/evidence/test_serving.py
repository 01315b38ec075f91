"""What leaves the house: the safe copy for its readers, pictures and sound for the page, the original for a reason (F7)."""

import hashlib

import pytest

from evidence import shelf, vault
from evidence.models import Custody, Evidence
from tests.evidence import corpus, tainted
from workflow.models import Event
from workflow.worker import drain

SHUT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WHY = "Ahli forensik meminta berkas utuh"


@pytest.fixture
def ready(a_file):
    def make(name: str, content: bytes, **other) -> Evidence:
        evidence = a_file(name, content, **other)
        drain()
        return Evidence.objects.select_related("access").get(pk=evidence.pk)

    return make


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def at(evidence, place: str) -> str:
    return f"/petugas/bukti/{evidence.pk}/{place}/"


def rows(evidence) -> list[tuple]:
    return list(Custody.objects.filter(evidence=evidence).order_by("pk").values_list("what", "by__username", "reason"))


def test_a_reader_gets_the_safe_copy_under_a_name_that_fits(ready, client, pemeriksa):
    evidence = ready("Rumah pelapor.HEIC", tainted.photo("HEIF"))
    client.force_login(pemeriksa)
    response = client.get(at(evidence, "berkas"))
    content = body_of(response)
    assert hashlib.sha256(content).hexdigest() == evidence.safe_sha256 and tainted.told(content) == []
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''Rumah%20pelapor.jpg"
    assert {name: response[name] for name in SHUT} == SHUT


@pytest.mark.parametrize("place", ["berkas", "halaman/1", "halaman/0"])
def test_every_way_out_is_shut(place, ready, client, pemeriksa):
    evidence = ready("foto.jpg", tainted.photo())
    client.force_login(pemeriksa)
    response = client.get(at(evidence, place))
    assert response.status_code == 200 and tainted.told(body_of(response)) == []
    assert {name: response[name] for name in SHUT} == SHUT


def test_page_pictures_are_pictures_and_others_are_not_found(ready, client, pemeriksa):
    evidence = ready("surat.pdf", corpus.pdf("Satu", "Dua"))
    client.force_login(pemeriksa)
    response = client.get(at(evidence, "halaman/2"))
    assert response["Content-Type"] == "image/jpeg" and body_of(response)[:3] == b"\xff\xd8\xff"
    for number in (3, 999999999):
        assert client.get(at(evidence, f"halaman/{number}")).status_code == 404


def test_sound_is_played_in_pieces(ready, client, pemeriksa):
    evidence = ready("rekaman.mp3", tainted.song())
    whole = (shelf.folder_of(evidence.pk) / "safe").read_bytes()
    client.force_login(pemeriksa)
    response = client.get(at(evidence, "putar"))
    assert (response.status_code, response["Content-Type"], body_of(response)) == (200, "audio/mpeg", whole)
    assert response["Content-Security-Policy"] == SHUT["Content-Security-Policy"]
    for asked, start, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(whole)),
        ("bytes=-50", len(whole) - 50, None),
    ):
        response = client.get(at(evidence, "putar"), headers={"Range": asked})
        assert (response.status_code, body_of(response)) == (206, whole[start:end])
        assert response["Content-Range"].startswith(f"bytes {start}-")
    for wrong in ("bytes=99999999-", "bytes=-", "bytes=5-2", "items=0-1", "bytes=0-1,5-6"):
        assert client.get(at(evidence, "putar"), headers={"Range": wrong}).status_code == 416
    html = client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
    assert f'<audio controls preload="metadata" src="{at(evidence, "putar")}"' in html
    assert "media-src 'self'" in client.get(f"/petugas/bukti/{evidence.pk}/")["Content-Security-Policy"]


def test_a_picture_is_not_played(ready, client, pemeriksa):
    client.force_login(pemeriksa)
    assert client.get(at(ready("foto.jpg", tainted.photo()), "putar")).status_code == 404


def test_the_original_comes_with_a_reason_and_a_note_of_it(ready, client, pemeriksa):
    content = tainted.photo()
    evidence = ready("foto.jpg", content)
    client.force_login(pemeriksa)
    assert client.get(at(evidence, "asli")).status_code == 200
    for reason in ("", "karena", "         x"):
        refused = client.post(at(evidence, "asli"), {"reason": reason})
        assert refused.status_code == 422 and "Tulis alasannya" in refused.content.decode()
    response = client.post(at(evidence, "asli"), {"reason": WHY})
    assert body_of(response) == content and {name: response[name] for name in SHUT} == SHUT
    assert rows(evidence)[-1] == ("ORIGINAL", "pemeriksa", WHY)
    event = Event.objects.get(verb="evidence.original")
    assert event.actor == pemeriksa and WHY not in str(event.payload)


def test_the_original_through_the_api(ready, call, pemeriksa):
    content = tainted.photo()
    evidence = ready("foto.jpg", content)
    for reason in (None, "singkat"):
        headers = {"X-Reason": reason} if reason else {}
        assert call(pemeriksa, "GET", f"evidence/{evidence.pk}/original", **headers).status_code == 422
    response = call(pemeriksa, "GET", f"evidence/{evidence.pk}/original", **{"X-Reason": WHY})
    assert body_of(response) == content
    assert rows(evidence)[-1] == ("ORIGINAL", "pemeriksa", WHY)
    assert vault.digest_of(evidence) == evidence.sha256


def test_the_original_is_for_those_with_the_right_alone(ready, a_complaint, client, call, people):
    complaint = a_complaint()
    complaint.access.partners.add(people["bawaslu"].agency)
    evidence = ready("foto.jpg", tainted.photo(), complaint=complaint)
    answers = {"intake": 403, "bawaslu": 403, "bkd.kukar": 404, "auditor": 404, "komisioner": 404, "admin": 404}
    for name, status in answers.items():
        client.force_login(people[name])
        assert client.get(at(evidence, "asli")).status_code == status, name
        assert client.post(at(evidence, "asli"), {"reason": WHY}).status_code == status, name
        response = call(people[name], "GET", f"evidence/{evidence.pk}/original", **{"X-Reason": WHY})
        assert response.status_code == status, name
    assert not Custody.objects.filter(what="ORIGINAL").exists()


def test_an_agency_never_gets_the_original_of_its_own_file(a_recommendation, send, client, call, people):
    bkd = people["bkd.kukar"]
    evidence = send(a_recommendation("ISSUED").access, "sk.pdf", corpus.pdf("SK"), by=bkd)
    drain()
    client.force_login(bkd)
    assert body_of(client.get(f"/instansi/bukti/{evidence.pk}/berkas/")).startswith(b"%PDF-")
    assert client.post(at(evidence, "asli"), {"reason": WHY}).status_code == 403
    assert call(bkd, "GET", f"evidence/{evidence.pk}/original", **{"X-Reason": WHY}).status_code == 403


def test_hidden_facts_are_for_those_with_the_right_alone(ready, a_complaint, client, call, people):
    complaint = a_complaint()
    complaint.access.partners.add(people["bawaslu"].agency)
    evidence = ready("foto.jpg", tainted.photo(), complaint=complaint)
    for name, sees in {"pemeriksa": True, "penyelia": True, "intake": False, "bawaslu": False}.items():
        client.force_login(people[name])
        html = client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
        body = call(people[name], "GET", f"evidence/{evidence.pk}").json()
        for planted in ("-0.42", "117.0", tainted.DEVICE, tainted.AUTHOR):
            assert (planted in html) == sees, (name, planted)
            assert (planted in str(body)) == sees, (name, planted)
        assert ("tempat tinggalnya" in html) == sees
        assert ("metadata" in body) == sees


@pytest.mark.parametrize("stage", ["QUARANTINED", "CLEAN", "REJECTED", "FAILED"])
def test_nothing_leaves_before_it_is_ready(stage, ready, client, call, pemeriksa):
    evidence = ready("foto.jpg", tainted.photo())
    Evidence.objects.filter(pk=evidence.pk).update(stage=stage)
    client.force_login(pemeriksa)
    for place in ("berkas", "halaman/1", "putar", "asli", "samarkan"):
        assert client.get(at(evidence, place)).status_code == 409, place
    assert client.post(at(evidence, "asli"), {"reason": WHY}).status_code == 409
    assert call(pemeriksa, "GET", f"evidence/{evidence.pk}/original", **{"X-Reason": WHY}).status_code == 409
