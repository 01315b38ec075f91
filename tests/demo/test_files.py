"""Each of the demo's files is what its name says, and the same every time."""

import hashlib
import io

import docx
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from deploy.demo.files import MAKERS, content
from deploy.demo.registry import create_registers
from evidence import corners
from evidence.extract import html, text
from evidence.facts import facts_in
from evidence.registers import book, provinces
from evidence.sniff import sniff

CHATS = ("tangkapan_obrolan.png", "obrolan_dipotong.jpg")


def pages(name: str) -> list[str]:
    document = pypdfium2.PdfDocument(content(name))
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("name", MAKERS)
def test_the_intake_takes_it(name):
    assert sniff(io.BytesIO(content(name)), name=name).name


@pytest.mark.parametrize("name", MAKERS)
def test_made_again_it_is_the_same(name):
    assert hashlib.sha256(MAKERS[name]()).digest() == hashlib.sha256(content(name)).digest()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("undangan.pdf", ["silaturahmi", "DAFTAR HADIR"]),
        ("penerusan_bawaslu.pdf", ["keberpihakan", "KAJIAN DUGAAN PELANGGARAN"]),
        ("sk_hukuman.pdf", ["MEMUTUSKAN", "TANDA TERIMA"]),
    ],
)
def test_a_paper_has_its_text_on_two_pages(name, words):
    first, second = pages(name)
    assert words[0] in first
    assert words[1] in second


def test_a_scan_has_a_picture_and_no_text():
    assert pages("pindaian_surat.pdf") == [""]
    page = pypdfium2.PdfDocument(content("pindaian_surat.pdf"))[0]
    darkest, lightest = page.render(scale=0.5).to_pil().convert("L").getextrema()
    assert darkest < 120 < 200 < lightest


@pytest.mark.parametrize("name", ["foto_acara.jpg", "foto_spanduk.jpg"])
def test_a_photo_says_when_it_was_taken(name):
    exif = Image.open(io.BytesIO(content(name))).getexif()
    assert exif[Base.Model] == "Kamera Peragaan 1"
    assert exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal].startswith("202")


def test_a_chat_is_as_high_as_a_telephone():
    picture = Image.open(io.BytesIO(content("tangkapan_obrolan.png")))
    assert picture.format == "PNG"
    assert picture.height == 2 * picture.width


def test_another_reader_reads_the_document():
    document = docx.Document(io.BytesIO(content("kronologi.docx")))
    assert any("kaus dan stiker" in paragraph.text for paragraph in document.paragraphs)


def test_page_and_notes_are_read(tmp_path):
    for name, reader, words in (("halaman_medsos.html", html, "satukan suara"), ("catatan.txt", text, "satu perahu")):
        (tmp_path / name).write_bytes(content(name))
        assert words in "".join(task().text for task in reader.tasks(str(tmp_path / name)))


def test_the_chat_sent_on_is_known_again():
    whole, cut = (np.asarray(Image.open(io.BytesIO(content(name))).convert("L")) for name in CHATS)
    assert corners.compare(corners.corners_of(cut), corners.corners_of(whole)).alike


def test_the_list_holds_numbers_and_names_that_are_recognised(reference_data):
    create_registers()
    text = content("daftar_hadir.txt").decode()
    found = {(fact.kind, fact.value) for fact in facts_in(text, names=book(), known_provinces=provinces())}
    assert {("NIP", "197510252003121909"), ("NIP", "199108082020122907"), ("AGENCY", "64.02")} <= found
    assert {("OFFICIAL", "suparman contohraya"), ("CANDIDATE", "awang contohperdana")} <= found
