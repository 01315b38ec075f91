"""Pictures are read: how well, where the words lie, and what happens without Tesseract."""

import io
import shutil
import subprocess

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageDraw, ImageFont

from deploy.demo.pdf import Page, write
from evidence.extract import ocr
from evidence.reading import Reading, read
from tests.evidence import corpus, drawn

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
pillow_heif.register_heif_opener()
LINES = ["Kepala dinas mengajak staf", "memilih nomor dua", "pada 14 Oktober 2024"]


@pytest.fixture
def reading(tmp_path):
    """The pages of a picture or a scan, read by the real child."""

    def of(content: bytes, reader: str = "picture") -> Reading:
        path = tmp_path / "berkas"
        path.write_bytes(content)
        return read(path, reader, seconds=60)

    return of


def note(size=(900, 420), *, ink=20, paper=250) -> Image.Image:
    picture = Image.new("L", size, paper)
    for row, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((80, 90 + 80 * row), line, font=ImageFont.load_default(40), fill=ink)
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def words_of(page: dict) -> list[str]:
    return [page["text"][start:end] for *_box, start, end in page["words"]]


@pytest.mark.parametrize(("form", "options"), [("PNG", {}), ("JPEG", {"quality": 70}), ("WEBP", {}), ("HEIF", {})])
def test_every_kind_of_picture_is_read_with_its_confidence(reading, form, options):
    page = reading(saved(note(), form, **options)).pages[1]
    assert page["text"].split() == " ".join(LINES).split()
    assert page["confidence"] > 0.8
    assert page["extractor"].startswith("tesseract ") and "ind" in page["extractor"]


def test_words_lie_where_they_were_drawn(reading):
    page = reading(saved(note())).pages[1]
    assert words_of(page) == page["text"].split()
    left, top, right, bottom, *_place = page["words"][0]
    assert abs(left - 80 / 900) < 0.02 and 0.2 < top < bottom < 0.36 and right < 0.3


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_words_of_a_turned_picture_lie_where_they_are_seen(reading, quarters):
    """The first word in a corner of the page goes around with the page."""
    pixels = np.rot90(drawn.letter(5, lines=12).pixels, quarters)
    page = reading(saved(Image.fromarray(pixels))).pages[1]
    assert drawn.error_rate(page["text"], drawn.letter(5, lines=12).text) < 0.02
    left, top, right, bottom, *_place = page["words"][0]
    x, y = (left + right) / 2, (top + bottom) / 2
    assert {0: x < 0.3 and y < 0.2, 1: x < 0.2 and y > 0.7, 2: x > 0.7 and y > 0.8, 3: x > 0.8 and y < 0.3}[quarters]


def test_a_telephone_that_noted_how_it_was_held_is_believed(reading):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise by a quarter to see it upright
    page = reading(saved(note().rotate(90, expand=True), "JPEG", exif=exif)).pages[1]
    assert page["text"].split() == " ".join(LINES).split()
    assert page["words"][0][0] < 0.15 and page["words"][0][1] < 0.4


def test_transparency_is_paper(reading):
    picture = Image.new("RGBA", (900, 420), (0, 0, 0, 0))
    picture.paste((10, 10, 10, 255), mask=Image.eval(note(), lambda value: 255 - value))
    assert "Oktober 2024" in reading(saved(picture)).pages[1]["text"]


def test_a_picture_without_writing_has_no_words(reading):
    page = reading(corpus.picture("JPEG", size=(640, 480))).pages[1]
    assert (page.get("text", ""), page["words"], page["confidence"]) == ("", [], 0.0)


def test_a_scanned_page_is_read_and_a_written_one_beside_it_is_not(reading):
    scan = Page(jpeg=saved(Image.fromarray(drawn.letter(3, lines=8).pixels), "JPEG"), pixels=drawn.A4)
    pages = reading(write([scan], title="Pindaian"), "pdf").pages
    assert drawn.error_rate(pages[1]["text"], drawn.letter(3, lines=8).text) < 0.02
    assert words_of(pages[1]) == pages[1]["text"].split()
    assert reading(corpus.pdf("Surat tugas"), "pdf").pages[1]["extractor"].startswith("pypdfium2")


def test_a_page_may_be_blank_among_scans(reading):
    blank = Page(jpeg=saved(Image.new("L", (400, 560), 255), "JPEG"), pixels=(400, 560))
    page = reading(write([blank], title="Kosong"), "pdf").pages[1]
    assert page.get("text", "") == "" and "reason" not in page


@pytest.mark.parametrize(
    ("kind", "most"), [("clean", 0.01), ("noisy", 0.02), ("rotated", 0.01), ("photo", 0.02), ("dark", 0.05)]
)
def test_writing_is_read_in_spite_of_what_happened_to_it(kind, most):
    sheet = drawn.KINDS[kind](1)
    assert error_of(sheet) <= most


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["noisy", "rotated", "dark"])
def test_preparing_a_picture_at_least_halves_the_errors_of_tesseract_alone(kind):
    sheet = drawn.KINDS[kind](2)
    assert error_of(sheet) <= 0.5 * bare_error_of(sheet)


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(drawn.KINDS))
def test_quality_over_many_pages(kind):
    sheets = [drawn.KINDS[kind](seed) for seed in range(10, 18)]
    ours = sum(map(error_of, sheets)) / len(sheets)
    bare = sum(map(bare_error_of, sheets)) / len(sheets)
    assert ours <= max(0.01, bare * (0.5 if kind in ("noisy", "rotated", "dark") else 1.0))


def error_of(sheet: drawn.Drawn) -> float:
    pixels = sheet.pixels if sheet.pixels.ndim == 2 else cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY)
    return drawn.error_rate(ocr.recognised(pixels).text, sheet.text)


def bare_error_of(sheet: drawn.Drawn) -> float:
    command = ["tesseract", "-", "-", "-l", "ind+eng"]
    return drawn.error_rate(subprocess.run(command, input=sheet.png(), capture_output=True).stdout.decode(), sheet.text)
