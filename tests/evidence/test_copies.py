"""People see a safe copy: nothing of place, author, device or script is in it, and the original stays as it came (F5)."""

import hashlib
import io
import json

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image

from evidence import shelf, vault
from evidence.child import ask
from evidence.models import Evidence, Page, Step
from evidence.processing import process, purge
from tests.evidence import corpus, tainted
from workflow.worker import drain


@pytest.fixture
def ready(a_file):
    """Makes a file and lets the worker finish it."""

    def make(name: str, content: bytes, **other) -> Evidence:
        evidence = a_file(name, content, **other)
        drain()
        return Evidence.objects.select_related("access").get(pk=evidence.pk)

    return make


def copy_of(evidence: Evidence) -> bytes:
    return (shelf.folder_of(evidence.pk) / "safe").read_bytes()


PHOTOS = [("foto.jpg", "JPEG"), ("layar.png", "PNG"), ("stiker.webp", "WEBP"), ("IMG_1.HEIC", "HEIF")]


@pytest.mark.parametrize(("name", "form"), PHOTOS)
def test_the_copy_of_a_picture_tells_nothing_but_what_it_shows(name, form, ready):
    content = tainted.photo(form)
    assert tainted.told(content), "the planted words are not in the original: this test could not fail"
    evidence = ready(name, content)
    copy = copy_of(evidence)
    with Image.open(io.BytesIO(copy)) as opened:
        assert dict(opened.getexif()) == {} and not {"exif", "xmp", "comment", "Author", "Comment"} & set(opened.info)
        assert opened.size == (60, 90) or form == "HEIF"
    assert tainted.told(copy) == []
    for picture in shelf.folder_of(evidence.pk).iterdir():
        assert tainted.told(picture.read_bytes()) == [], picture.name
        assert not picture.read_bytes().count(b"Exif\0"), picture.name


def test_the_original_is_what_was_sent_whatever_was_made_of_it(ready):
    content = tainted.photo()
    evidence = ready("foto.jpg", content)
    assert vault.opened(evidence).read() == content
    assert vault.digest_of(evidence) == evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert evidence.safe_sha256 == hashlib.sha256(copy_of(evidence)).hexdigest() != evidence.sha256


def test_a_photograph_is_turned_the_right_way_up(ready):
    with Image.open(io.BytesIO(copy_of(ready("foto.jpg", tainted.photo())))) as opened:
        corner, opposite = opened.convert("RGB").getpixel((50, 10)), opened.convert("RGB").getpixel((10, 80))
    assert corner[0] > 200 > opposite[0], "the red quarter lies to the right above once it is turned"


def test_a_big_photograph_is_made_smaller(ready):
    evidence = ready("foto.jpg", corpus.picture("JPEG", (5000, 2500)))
    with Image.open(io.BytesIO(copy_of(evidence))) as opened:
        assert opened.size == (4000, 2000)


def test_half_a_photograph_is_shown_as_far_as_it_goes(tmp_path):
    out = io.BytesIO()
    Image.effect_noise((800, 800), 60).save(out, "JPEG")
    (tmp_path / "foto").write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    code, answer = ask("evidence.copying", "picture", str(tmp_path / "foto"), str(tmp_path))
    assert (code, json.loads(answer)["pages"]) == (0, [[1, 800, 800]])


def test_a_pdf_is_bound_anew_from_pictures(ready):
    content = tainted.document("Surat tugas", "Halaman dua")
    assert tainted.told(tainted.unpacked(content))
    evidence = ready("surat.pdf", content)
    copy = copy_of(evidence)
    assert tainted.told(tainted.unpacked(copy)) == []
    with pikepdf.open(io.BytesIO(copy)) as book:
        assert len(book.pages) == 2 and dict(book.docinfo) == {} and "/Metadata" not in book.Root
        assert not {"/OpenAction", "/Names", "/AcroForm", "/AA"} & set(book.Root.keys())
        assert len(book.attachments) == 0
        assert {str(image.Subtype) for page in book.pages for image in page.Resources.XObject.values()} == {"/Image"}
    document = pypdfium2.PdfDocument(copy)
    assert [page.get_textpage().get_text_bounded() for page in document] == ["", ""]
    drawn = document[0].render(scale=1).to_pil().convert("L")
    assert drawn.getextrema()[0] < 120, "the words are to be seen in the picture"


def test_every_page_has_its_picture_also_one_without_text(ready):
    evidence = ready("surat.pdf", corpus.pdf("Satu", "", "Tiga"))
    rows = list(Page.objects.filter(evidence=evidence).order_by("number"))
    assert [(row.number, row.picture) for row in rows] == [(1, True), (2, True), (3, True)]
    for row in rows:
        with Image.open(shelf.picture_of(evidence.pk, row.number)) as opened:
            assert opened.size == (row.width, row.height)


def test_a_long_pdf_is_drawn_in_parts_that_are_kept(a_file, monkeypatch):
    monkeypatch.setattr("evidence.copies.PART", 0)
    evidence = a_file("panjang.pdf", corpus.pdf("Satu", "Dua", "Tiga"))
    process(str(evidence.pk))
    step = Step.objects.get(evidence=evidence, name="COPY")
    assert (step.state, step.done, step.total) == ("RUNNING", 1, 3)
    first = shelf.picture_of(evidence.pk, 1).stat().st_mtime_ns
    drain()
    step.refresh_from_db()
    assert (step.state, step.done, step.total) == ("DONE", 3, 3)
    assert Evidence.objects.get(pk=evidence.pk).stage == "READY"
    assert shelf.picture_of(evidence.pk, 1).stat().st_mtime_ns == first


def test_text_kinds_get_their_text_as_the_copy(ready):
    content = corpus.word("Kronologi kejadian", "Camat mengajak")
    evidence = ready("kronologi.docx", content)
    assert evidence.safe_type == "text/plain"
    assert "Camat mengajak" in copy_of(evidence).decode()


def test_a_picture_that_cannot_be_drawn_has_no_copy_and_says_so(ready, client, pemeriksa):
    evidence = ready("foto.jpg", corpus.jpeg_header(800, 600))
    if evidence.stage != "READY":
        assert evidence.reason
        return
    assert evidence.safe_type == ""
    client.force_login(pemeriksa)
    assert "Tidak ada salinan aman" in client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
    assert client.get(f"/petugas/bukti/{evidence.pk}/berkas/").status_code == 404


def test_the_same_bytes_share_their_copies_and_nothing_else(ready, a_complaint, monkeypatch):
    content = tainted.photo()
    first = ready("foto.jpg", content)
    Evidence.objects.filter(pk=first.pk).update(note="Hanya untuk perkara pertama")
    (shelf.folder_of(first.pk) / "r-1").write_bytes(b"tersamar")
    monkeypatch.setattr("evidence.copies._made", lambda *given: pytest.fail("drawn a second time"))
    second = ready("lain.jpg", content)
    assert second.pk != first.pk and second.safe_sha256 == first.safe_sha256 and second.note == ""
    assert copy_of(second) == copy_of(first)
    assert not (shelf.folder_of(second.pk) / "r-1").exists()
    assert second.pages.get().picture and second.metadata == first.metadata
    shelf.discard(first.pk)
    assert copy_of(second), "the copy outlives the file that it was made for"


def test_an_altered_copy_is_not_shared(ready):
    content = tainted.photo()
    first = ready("foto.jpg", content)
    (shelf.folder_of(first.pk) / "safe").write_bytes(b"lain")
    second = ready("lain.jpg", content)
    assert second.safe_sha256 == first.safe_sha256 == hashlib.sha256(copy_of(second)).hexdigest()
    assert (shelf.folder_of(first.pk) / "safe").read_bytes() == b"lain", "what is linked is never written into"


def test_what_a_removed_file_left_behind_is_purged(ready, monkeypatch):
    evidence = ready("foto.jpg", tainted.photo())
    folder = shelf.folder_of(evidence.pk)
    evidence.custody.all().delete()
    Evidence.objects.filter(pk=evidence.pk).delete()
    purge()
    assert folder.exists(), "younger than a day"
    later = timezone.now() + shelf.ORPHAN_AFTER * 2
    monkeypatch.setattr(timezone, "now", lambda: later)
    purge()
    assert not folder.exists()


def test_the_hidden_facts_are_kept_for_those_with_the_right(ready):
    facts = ready("foto.jpg", tainted.photo()).metadata
    assert facts == {
        "taken_at": "2024-10-14T09:12:00",
        "latitude": -0.42,
        "longitude": 117.0,
        "device": "Kamera Uji X9",
        "software": "Olah 1.0",
        "author": tainted.AUTHOR,
    }
    facts = ready("surat.pdf", tainted.document("Surat")).metadata
    assert (facts["author"], facts["taken_at"]) == (tainted.AUTHOR, "2024-10-14T09:12:00")
