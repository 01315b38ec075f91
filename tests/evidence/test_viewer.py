"""The page of a file: pictures beside their text, a chat as a conversation, an officer's note, boxes where words were found."""

import pytest

from evidence import shelf
from evidence.models import Evidence, Page
from tests.evidence import corpus, tainted
from workflow.models import Event
from workflow.worker import drain


@pytest.fixture
def ready(a_file):
    def make(name: str = "undangan.pdf", content: bytes | None = None, **other) -> Evidence:
        evidence = a_file(name, content, **other)
        drain()
        return Evidence.objects.select_related("access").get(pk=evidence.pk)

    return make


@pytest.fixture
def look(client, people):
    """The page as somebody sees it."""

    def at(evidence, who="pemeriksa", query="") -> str:
        client.force_login(people[who])
        return client.get(f"/petugas/bukti/{evidence.pk}/{query}").content.decode()

    return at


def test_a_page_stands_as_picture_and_as_text(ready, look):
    evidence = ready(content=corpus.pdf("Camat mengajak warga"))
    page = evidence.pages.get()
    html = look(evidence)
    assert f'src="/petugas/bukti/{evidence.pk}/halaman/1/" width="{page.width}" height="{page.height}"' in html
    assert "Camat mengajak warga" in html and 'alt="Gambar halaman 1"' in html
    assert " style=" not in html and "<script>" not in html


def test_what_was_looked_for_goes_along_to_the_boxes_and_the_other_pages(ready, look):
    evidence = ready(content=corpus.pdf(*(f"Halaman {n}" for n in range(1, 61))))
    html = look(evidence, query="?hal=2&q=kaus%22%3E")
    assert f'data-boxes="/petugas/cari/kotak/{evidence.pk}/2/?q=kaus%22%3E"' in html
    assert 'href="?hal=51&amp;q=kaus%22%3E"' in html and "<mark>kaus&quot;&gt;</mark>" in html
    assert "data-boxes" not in look(evidence)


def test_a_chat_is_a_conversation(ready, look):
    evidence = ready("catatan.txt", b"Budi: dukung nomor dua\nSri: siap <b>")
    messages = [
        {"sender": "Budi", "at": "2024-10-14T09:12", "start": 6, "end": 22},
        {"sender": "Sri", "at": "2024-10-14T09:13", "start": 28, "end": 36},
    ]
    Page.objects.filter(evidence=evidence).update(messages=messages)
    html = look(evidence)
    assert '<ol class="chat"' in html and "2024-10-14 09:12" in html
    assert "dukung nomor dua" in html and "siap &lt;b&gt;" in html


def test_how_sure_recognition_was_is_said(ready, look):
    evidence = ready()
    Page.objects.filter(evidence=evidence).update(confidence=0.874)
    assert "keyakinan 87%" in look(evidence)


def test_the_number_of_queries_does_not_grow_with_the_pages(ready, client, pemeriksa, django_assert_max_num_queries):
    client.force_login(pemeriksa)
    evidence = ready(content=corpus.pdf(*(f"Halaman {n}" for n in range(1, 40))))
    client.get(f"/petugas/bukti/{evidence.pk}/")
    with django_assert_max_num_queries(40):
        client.get(f"/petugas/bukti/{evidence.pk}/")


def test_an_officers_note_is_kept_and_told_to_the_index(ready, client, look, intake):
    evidence = ready("rekaman.mp3", tainted.song())
    client.force_login(intake)
    response = client.post(f"/petugas/bukti/{evidence.pk}/catatan/", {"note": "Suara camat menyebut nomor dua"})
    assert response.status_code == 302
    assert "Suara camat menyebut nomor dua" in look(evidence)
    event = Event.objects.get(verb="evidence.note")
    assert (event.actor, event.subject_reference) == (intake, str(evidence.pk)) and "camat" not in str(event.payload)


def test_a_note_that_is_too_long_is_kept_in_the_form(ready, client, intake):
    evidence = ready()
    client.force_login(intake)
    response = client.post(f"/petugas/bukti/{evidence.pk}/catatan/", {"note": "x" * 4001})
    assert response.status_code == 422 and "x" * 4001 in response.content.decode()
    assert Evidence.objects.get(pk=evidence.pk).note == ""


def test_strangers_write_no_note(ready, a_complaint, client, people):
    complaint = a_complaint()
    complaint.access.partners.add(people["bawaslu"].agency)
    evidence = ready(complaint=complaint)
    for name, status in {"bawaslu": 403, "auditor": 404, "komisioner": 404, "bkd.kukar": 404}.items():
        client.force_login(people[name])
        assert client.post(f"/petugas/bukti/{evidence.pk}/catatan/", {"note": "x"}).status_code == status
        assert client.post(f"/petugas/bukti/{evidence.pk}/periksa/").status_code == status
    assert client.get(f"/petugas/bukti/{evidence.pk}/catatan/").status_code == 405


def test_the_list_at_the_desk_shows_a_small_picture_and_the_pages(ready, client, pemeriksa):
    evidence = ready(content=corpus.pdf("Satu", "Dua"))
    client.force_login(pemeriksa)
    html = client.get(f"/petugas/laporan/{evidence.access.complaint.reference}/").content.decode()
    assert f'src="/petugas/bukti/{evidence.pk}/halaman/0/"' in html and "2 halaman" in html
    assert (shelf.folder_of(evidence.pk) / "kecil").stat().st_size < 40_000


def test_what_was_looked_for_is_marked_in_the_text_and_nothing_of_it_is_html(ready, client, pemeriksa):
    evidence = ready("catatan.txt", b"Camat <script>alert(1)</script> melanggar netralitas")
    client.force_login(pemeriksa)
    address = f"/petugas/bukti/{evidence.pk}/"
    html = client.get(address, {"q": "pelanggaran"}).content.decode()
    assert "<mark>melanggar</mark>" in html
    assert "<script>alert(1)" not in html and "&lt;script&gt;alert(1)" in html
    assert "<mark>melanggar" not in client.get(address).content.decode()
