"""The page about a file and the file itself: for who may see it, as an attachment, once it is READY (F7)."""

import hashlib
from uuid import uuid4

import pytest

from evidence import storage
from evidence.models import Evidence
from evidence.processing import process
from evidence.queries import page_address
from tests.evidence import corpus
from workflow.models import Event


@pytest.fixture
def ready(a_file):
    def make(name="undangan.pdf", content=None, **other) -> Evidence:
        evidence = a_file(name, content, **other)
        process(str(evidence.pk))
        return Evidence.objects.select_related("access").get(pk=evidence.pk)

    return make


def page(evidence) -> str:
    return f"/petugas/bukti/{evidence.pk}/"


def file_of(evidence, desk="petugas") -> str:
    return f"/{desk}/bukti/{evidence.pk}/berkas/"


def body_of(response) -> bytes:
    """Read to the end, as a browser would; the test client closes it then."""
    return b"".join(response.streaming_content)


def test_the_page_tells_all_about_a_file(ready, client, pemeriksa):
    evidence = ready("undangan.pdf", corpus.pdf("Halaman satu", "Camat <b>mengajak</b>"))
    client.force_login(pemeriksa)
    html = client.get(page(evidence)).content.decode()
    assert "undangan.pdf" in html and evidence.sha256 in html and "PDF" in html
    assert 'id="hal-2"' in html and "Camat &lt;b&gt;mengajak&lt;/b&gt;" in html
    assert evidence.access.complaint.reference in html
    assert file_of(evidence) in html


def test_the_number_of_queries_does_not_grow_with_the_pages(ready, client, pemeriksa, django_assert_max_num_queries):
    evidence = ready("undangan.pdf", corpus.pdf(*(f"Halaman {n}" for n in range(1, 40))))
    client.force_login(pemeriksa)
    with django_assert_max_num_queries(26):
        client.get(page(evidence))


def test_a_hit_on_a_late_page_leads_to_it(ready, client, pemeriksa):
    evidence = ready("undangan.pdf", corpus.pdf(*(f"Halaman {n}" for n in range(1, 121))))
    client.force_login(pemeriksa)
    address = page_address(evidence.pk, 111)
    assert address.endswith("?hal=111#hal-111")
    html = client.get(address).content.decode()
    assert 'id="hal-111"' in html and 'id="hal-100"' not in html
    assert 'href="?hal=51"' in html


@pytest.mark.parametrize("asked", ["abc", "-3", "0", "99999999999999999999", "٣", "%00"])
def test_a_forged_page_number_is_no_error(asked, ready, client, pemeriksa):
    client.force_login(pemeriksa)
    assert client.get(page(ready("catatan.txt")) + f"?hal={asked}").status_code in (200, 400)


def test_the_download_has_every_header_that_keeps_it_shut(ready, client, pemeriksa):
    evidence = ready("surat tugas (1).pdf")
    client.force_login(pemeriksa)
    response = client.get(file_of(evidence), headers={"Accept-Encoding": "gzip"})
    content = body_of(response)
    assert hashlib.sha256(content).hexdigest() == evidence.safe_sha256 != evidence.sha256
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''surat%20tugas%20%281%29.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert int(response["Content-Length"]) == len(content)


@pytest.mark.parametrize("name", ["أ‮ .txt", "a\r\nSet-Cookie: x=1.txt", 'petik".txt', "x" * 900 + ".txt", "🙏.txt"])
def test_no_name_makes_a_header_of_its_own(name, ready, client, pemeriksa):
    client.force_login(pemeriksa)
    response = client.get(file_of(ready(name, b"isi")))
    assert body_of(response) == b"isi"
    assert response["Content-Disposition"].isascii()
    assert "Set-Cookie" not in response.headers
    assert '"' not in response["Content-Disposition"]


def test_every_download_is_noted(ready, client, pemeriksa):
    evidence = ready()
    client.force_login(pemeriksa)
    body_of(client.get(file_of(evidence)))
    event = Event.objects.get(verb="evidence.download")
    assert (event.actor, event.subject_reference, event.access) == (pemeriksa, str(evidence.pk), evidence.access)


@pytest.mark.parametrize("stage", ["QUARANTINED", "CLEAN", "REJECTED", "FAILED"])
def test_only_a_ready_file_is_handed_out(stage, ready, client, pemeriksa, db):
    evidence = ready()
    Evidence.objects.filter(pk=evidence.pk).update(stage=stage, reason="Berkas ini rusak, jadi isinya tidak terbaca.")
    client.force_login(pemeriksa)
    assert client.get(file_of(evidence)).status_code == 409
    html = client.get(page(evidence))
    assert html.status_code == 200 and file_of(evidence) not in html.content.decode()
    assert not Event.objects.filter(verb="evidence.download").exists()


def test_a_stranger_learns_nothing(ready, client, people):
    evidence = ready()
    for name in ("auditor", "admin", "bkd.kukar", "bkd.kaltara", "bawaslu", "kustodian", "merit", "komisioner"):
        client.force_login(people[name])
        for address in (page(evidence), file_of(evidence), file_of(evidence, "instansi")):
            hidden, absent = client.get(address), client.get(address.replace(str(evidence.pk), str(uuid4())))
            assert (hidden.status_code, absent.status_code) == (404, 404), (name, address)
        assert client.post(page(evidence) + "retry/").status_code == 404


def test_without_a_login_there_is_the_way_to_it(ready, client):
    evidence = ready()
    for address in (page(evidence), file_of(evidence), file_of(evidence, "instansi")):
        response = client.get(address)
        assert response.status_code == 302 and response["Location"].startswith("/masuk/")


def test_an_excluded_officer_and_a_sealed_file(ready, client, pemeriksa):
    evidence = ready()
    client.force_login(pemeriksa)
    assert client.get(page(evidence)).status_code == 200
    evidence.access.excluded.add(pemeriksa)
    assert client.get(page(evidence)).status_code == 404
    evidence.access.excluded.clear()
    evidence.access.sealed = True
    evidence.access.save()
    assert client.get(page(evidence)).status_code == 404


def test_an_agency_reads_what_was_issued_to_it_and_no_other_agency_does(a_recommendation, send, client, people):
    recommendation = a_recommendation("ISSUED")
    evidence = send(recommendation.access, "sk.pdf", corpus.pdf("SK"), by=people["bkd.kukar"])
    process(str(evidence.pk))
    client.force_login(people["bkd.kukar"])
    response = client.get(file_of(evidence, "instansi"))
    assert response.status_code == 200 and body_of(response).startswith(b"%PDF-")
    client.force_login(people["bkd.kaltara"])
    assert client.get(file_of(evidence, "instansi")).status_code == 404


def test_an_officer_tries_a_failed_file_again_from_its_page(a_file, client, intake):
    evidence = a_file()
    content = storage.path_of(evidence.pk).read_bytes()
    storage.discard(evidence.pk)
    process(str(evidence.pk))
    client.force_login(intake)
    assert "Coba baca lagi" in client.get(page(evidence)).content.decode()
    storage.path_of(evidence.pk).write_bytes(content)
    assert client.post(page(evidence) + "retry/").status_code == 302
    assert Evidence.objects.get(pk=evidence.pk).stage == "QUARANTINED"
    assert client.post(page(evidence) + "retry/").status_code == 409
    assert client.get(page(evidence) + "retry/").status_code == 405


def test_there_is_no_other_way_to_the_files(a_file, client, pemeriksa):
    evidence = a_file()
    client.force_login(pemeriksa)
    for address in (
        f"/media/{evidence.pk}",
        f"/files/{evidence.pk.hex[:2]}/{evidence.pk}",
        f"/static/../files/{evidence.pk}",
    ):
        assert client.get(address).status_code == 404


def test_a_file_that_the_disk_lost_is_not_found_and_not_noted(ready, client, pemeriksa, caplog):
    evidence = ready()
    storage.discard(evidence.pk)
    client.force_login(pemeriksa)
    assert client.get(file_of(evidence)).status_code == 404
    assert not Event.objects.filter(verb="evidence.download").exists()
