"""The result page: hits with print, reader and certainty, boxes on the picture, what was not read, narrowing, help."""

import uuid

import pytest
from django.utils import timezone

from evidence.models import Evidence, Page
from search.backends import backend
from search.highlighting import boxes
from search.parsing import parse
from tests.search.test_permission import make_officer
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work

pytestmark = pytest.mark.django_db
PAGE = "/petugas/cari/"
WORDS = [[0.1, 0.2, 0.2, 0.23, 0, 5], [0.21, 0.2, 0.32, 0.23, 6, 12], [0.1, 0.3, 0.2, 0.33, 13, 18]]
TEXT = "Sekda rompun Sekda"


@pytest.fixture
def desk(client, intake, up_to_date):
    client.force_login(intake)

    def ask(**asked) -> str:
        up_to_date()
        answer = client.get(PAGE, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


@pytest.fixture
def scan(a_complaint):
    """A page that was recognised, with the places of its words and a picture."""
    access = a_complaint(narrative="x", people=[]).access
    facts = {"stage": "READY", "name": "pindaian.jpg", "size": 9, "sha256": "ab" * 32, "content_type": "image/jpeg"}
    with unit_of_work():
        file = Evidence.objects.create(id=uuid.uuid4(), access=access, **facts)
        Page.objects.create(
            evidence=file, number=1, text=TEXT, extractor="tesseract 5.3", confidence=0.62, words=WORDS, picture=True,
            width=1000, height=1400,
        )  # fmt: skip
        record("evidence.finish", file, by=SYSTEM, at=timezone.now())
    return file


def test_boxes_stand_where_the_words_do_and_neighbours_are_one():
    assert boxes(WORDS, TEXT, parse("sekda")) == [WORDS[0][:4], WORDS[2][:4]]
    assert boxes(WORDS, TEXT, parse('"sekda rompun"')) == [[0.1, 0.2, 0.32, 0.23]]
    assert boxes(WORDS, TEXT, parse("camat")) == boxes(None, TEXT, parse("sekda")) == []


def test_a_hit_tells_its_print_its_reader_and_how_sure_it_was(scan, desk):
    text = desk(q="sekda")
    assert f'title="{scan.sha256}"' in text and "sidik abab…abab" in text
    assert "dibaca dengan tesseract 5.3" in text and "keyakinan baca 62%" in text and "periksa gambarnya" in text
    assert f"/petugas/bukti/{scan.pk}/?hal=1&amp;q=sekda#hal-1" in text


def test_the_part_of_the_picture_with_the_word_is_shown_with_boxes(scan, desk):
    text = desk(q="sekda")
    assert f'href="/petugas/bukti/{scan.pk}/halaman/1/" width="1000" height="1400"' in text
    assert '<rect x="100" y="280" width="100" height="42"/>' in text
    assert 'class="strip"' in text and 'class="strip"' not in desk(q="pindaian")


def test_boxes_for_the_viewer_are_for_whom_may_see_the_file(scan, client, intake, komisioner):
    address = f"{PAGE}kotak/{scan.pk}/1/"
    client.force_login(intake)
    assert client.get(address, {"q": "rompun"}).json() == {"boxes": [WORDS[1][:4]]}
    assert client.get(address).json() == {"boxes": []}
    assert client.get(f"{PAGE}kotak/{scan.pk}/7/").status_code == 404
    client.force_login(make_officer("jauh", "intake", regions=["73"]))
    assert client.get(address, {"q": "rompun"}).status_code == 404
    client.force_login(komisioner)
    assert client.get(address, {"q": "rompun"}).status_code == 403


def test_every_file_that_was_not_read_and_why(desk, client, a_complaint, a_file):
    access = a_complaint(narrative="Sang camat.").access
    a_file(access, stage="FAILED", name="rusak.pdf", reason="Berkas ini rusak.")
    a_file(access, stage="QUARANTINED", name="baru.pdf")
    a_file(access, name="rekaman.mp3", content_type="audio/mpeg")
    a_file(access, "isi", name="terbaca.pdf")
    assert "3 dari 4 berkas belum terbaca" in desk(q="camat") and f'href="{PAGE}belum-terbaca/"' in desk(q="camat")
    text = client.get(f"{PAGE}belum-terbaca/").content.decode()
    for words in ("rusak.pdf", "Berkas ini rusak.", "Menunggu pemeriksaan", "Suara atau video", "3 dari 4"):
        assert words in text
    assert "terbaca.pdf" not in text
    client.force_login(make_officer("jauh", "intake", regions=["73"]))
    assert "rusak.pdf" not in client.get(f"{PAGE}belum-terbaca/").content.decode()


def test_sound_is_found_by_its_name_and_by_what_an_officer_wrote(desk, a_complaint, a_file):
    access = a_complaint(narrative="x", people=[]).access
    a_file(access, name="rekaman.mp3", content_type="audio/mpeg", note="Terdengar ajakan memilih nomor dua.")
    assert "<mark>ajakan</mark>" in desk(q="ajakan") and "<mark>rekaman</mark>.mp3" in desk(q="rekaman")


def test_who_wrote_in_a_chat_is_found(a_complaint, find, intake):
    access = a_complaint(narrative="x", people=[]).access
    with unit_of_work():
        file = Evidence.objects.create(
            id=uuid.uuid4(), access=access, stage="READY", name="wa.txt", size=1, sha256="c" * 64
        )
        messages = [{"sender": "Pak Gunarto", "at": "2024-10-01T08:00", "start": 0, "end": 4}]
        Page.objects.create(
            evidence=file, number=1, text="siap", extractor="chat 1", messages=messages, label="Grup RT"
        )
        record("evidence.finish", file, by=SYSTEM, at=timezone.now())
    assert find(intake, "gunarto").total == 1
    assert find(intake, '"grup rt"').total == 1


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("instansi", "64.02", "Kutai Kartanegara"),
        ("pelanggaran", "NET-D8", "NET-D8"),
        ("bulan", "2024-10", "Oktober 2024"),
        ("format", "PDF", "PDF"),
    ],
)
def test_new_ways_to_narrow(name, value, label, desk, a_complaint, a_file):
    a_file(a_complaint(narrative="Sembako.").access, "sembako", content_type="application/pdf")
    assert f"{name}={value}" in desk(q="sembako")
    text = desk(q="sembako", **{name: value})
    assert label in text and "Hapus saringan" in text
    assert "Tidak ada halaman" in desk(q="sembako", **{name: {"bulan": "2020-01", "format": "DOCX"}.get(name, "X")})


def test_a_note_stands_above_the_result(desk):
    assert "Tidak ada isian bernama" in desk(q="warna:merah")


def test_the_page_says_when_the_spare_index_answered(desk, monkeypatch, a_complaint):
    a_complaint(narrative="Sang camat.")
    ordinary = type(backend()).search

    def spare(self, *args, **more):
        found = ordinary(self, *args, **more)
        object.__setattr__(found, "fallback", True)
        return found

    monkeypatch.setattr(type(backend()), "search", spare)
    assert "Layanan pencarian sedang pulih" in desk(q="camat")


def test_who_sees_files_and_not_their_case_learns_no_names_from_them(a_complaint, a_file, find, intake):
    complaint = a_complaint(narrative="x")
    a_file(complaint.access, "sembako")
    name = complaint.people.get().name.split()[1]
    only_files = make_officer("berkas", rights=["search.use", "evidence.view"])
    assert find(intake, f"terlapor:{name} sembako").total == 1
    for asked in (f"terlapor:{name}", "terlapor:orang lain", "instansi:64.02", "nip:1234"):
        result = find(only_files, f"{asked} sembako")
        assert result.total == 1 and "withheld" in [note.code for note in result.query.notes]
    result = find(only_files, "sembako", agency="73.71", violation="NET-D1")
    assert result.total == 1 and not result.facets["agency"] and not result.facets["violation"]
    assert find(only_files, "berkas:lain sembako").total == 0
