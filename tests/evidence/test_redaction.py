"""What is burnt out is gone: black in the picture, absent from the bytes, unreadable to a reader; the original is untouched."""

import io
import json
import subprocess

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from PIL import Image, ImageDraw

from evidence import redaction, shelf, vault
from evidence.marking import places_of
from evidence.models import Custody, Evidence, Page, Redaction
from evidence.redaction import BLOCKS, burn, redact
from tests.evidence import corpus, tainted
from workflow.models import Event, Job
from workflow.transitions import MovedOn
from workflow.worker import drain

SECRET = "198703122010011004"
WHOLE = {"page": 1, "left": 0.1, "top": 0.05, "right": 0.9, "bottom": 0.2}


@pytest.fixture
def ready(a_file):
    def make(name: str, content: bytes, **other) -> Evidence:
        evidence = a_file(name, content, **other)
        drain()
        return Evidence.objects.select_related("access").get(pk=evidence.pk)

    return make


@pytest.fixture
def done(pemeriksa):
    """Marks burnt in by the worker: the redaction and its bytes."""

    def make(evidence: Evidence, *marks: dict) -> tuple[Redaction, bytes]:
        made = redact(evidence, marks=list(marks), by=pemeriksa, at=timezone.now())
        drain()
        made.refresh_from_db()
        assert made.state == "DONE", made.reason
        return made, shelf.redacted_of(evidence.pk, made.pk).read_bytes()

    return make


def letter(text: str = SECRET) -> bytes:
    """A page with large words that any OCR reads."""
    return corpus.pdf(f"Surat tugas\nNIP {text}\nKepala seksi")


def recognised(picture: Image.Image, folder) -> str:
    place = folder / "lihat.png"
    picture.resize((picture.width * 2, picture.height * 2)).save(place)
    run = subprocess.run(["tesseract", str(place), "-", "--psm", "6"], capture_output=True, text=True, timeout=60)
    return run.stdout


def test_a_burnt_place_is_black_and_nothing_lies_below(ready, done, tmp_path):
    evidence = ready("surat.pdf", letter())
    with Image.open(shelf.picture_of(evidence.pk, 1)) as before:
        assert SECRET in recognised(before.convert("RGB"), tmp_path).replace(" ", ""), "OCR must be able to read it"
    found = places_of(evidence, SECRET)
    assert found.marks and not found.unplaced
    made, copy = done(evidence, *found.marks)
    document = pypdfium2.PdfDocument(copy)
    assert document[0].get_textpage().get_text_bounded() == ""
    drawn = document[0].render(scale=120 / 72).to_pil().convert("RGB")
    mark = made.marks[0]
    inside = drawn.crop([
        int(mark["left"] * drawn.width) + 3, int(mark["top"] * drawn.height) + 3,
        int(mark["right"] * drawn.width) - 3, int(mark["bottom"] * drawn.height) - 3,
    ]).convert("L")  # fmt: skip
    assert inside.getextrema()[1] < 12, "not black"
    read = recognised(drawn, tmp_path)
    assert SECRET[:8] not in read.replace(" ", "") and "Kepala" in read
    assert SECRET.encode() not in tainted.unpacked(copy)
    with pikepdf.open(io.BytesIO(copy)) as book:
        assert dict(book.docinfo) == {} and list(book.pages[0].Resources.keys()) == ["/XObject"]


def test_the_original_and_the_safe_copy_stay_as_they_were(ready, done):
    evidence = ready("surat.pdf", letter())
    before = (shelf.folder_of(evidence.pk) / "safe").read_bytes()
    done(evidence, WHOLE)
    assert vault.digest_of(evidence) == evidence.sha256
    assert (shelf.folder_of(evidence.pk) / "safe").read_bytes() == before
    assert {path.name for path in shelf.folder_of(evidence.pk).glob("r-*.*")} == set(), "no half-made pages stay"


def test_a_picture_is_burnt_as_a_picture(ready, done):
    out = io.BytesIO()
    picture = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(picture).text((60, 40), "Rahasia", fill="black")
    picture.save(out, "JPEG", quality=95)
    made, copy = done(ready("foto.jpg", out.getvalue()), WHOLE)
    with Image.open(io.BytesIO(copy)) as burnt:
        assert (made.content_type, burnt.size) == ("image/png", (600, 400))
        assert burnt.crop((64, 32, 536, 80)).convert("L").getextrema() == (0, 0)
        assert burnt.getpixel((20, 380)) > (240, 240, 240)


def test_in_text_kinds_words_become_blocks_of_one_length(ready, done):
    evidence = ready("catatan.txt", f"Saksi Budi NIP {SECRET} hadir. Budi pulang.".encode())
    marks = [*places_of(evidence, "budi").marks, *places_of(evidence, SECRET).marks]
    _made, copy = done(evidence, *marks)
    text = copy.decode()
    assert text == f"Saksi {BLOCKS} NIP {BLOCKS} hadir. {BLOCKS} pulang."


def test_numbers_are_found_with_any_separators(ready):
    evidence = ready("catatan.txt", b"Hubungi 0812-3456-7890 atau 0812 3456 7890.")
    assert len(places_of(evidence, "081234567890").marks) == 2
    assert places_of(evidence, "x").marks == [] and places_of(evidence, "tidak ada").marks == []


def test_a_text_without_a_place_on_the_picture_is_told_of(ready):
    evidence = ready("surat.pdf", letter())
    Page.objects.filter(evidence=evidence).update(words=None)
    found = places_of(evidence, SECRET)
    assert (found.marks, found.unplaced) == ([], [1])


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [{"page": 9, "left": 0, "top": 0, "right": 1, "bottom": 1}],
        [{"page": 1, "left": 0.5, "top": 0, "right": 0.5, "bottom": 1}],
        [{"page": 1}],
        ["x"],
        [{"page": 1, "left": "x", "top": 0, "right": 1, "bottom": 1}],
        [WHOLE] * 2001,
    ],
)
def test_marks_that_are_none_are_refused(marks, ready, pemeriksa):
    with pytest.raises(ValidationError):
        redact(ready("surat.pdf", letter()), marks=marks, by=pemeriksa, at=timezone.now())
    assert not Redaction.objects.exists()


def test_who_may_redact_what_and_when(ready, people, pemeriksa):
    evidence = ready("surat.pdf", letter())
    for name in ("intake", "komisioner", "bkd.kukar", "auditor"):
        with pytest.raises(PermissionDenied):
            redact(evidence, marks=[WHOLE], by=people[name], at=timezone.now())
    with pytest.raises(ValidationError):
        redact(ready("rekaman.mp3", tainted.song()), marks=[WHOLE], by=pemeriksa, at=timezone.now())
    Evidence.objects.filter(pk=evidence.pk).update(stage="FAILED")
    with pytest.raises(MovedOn):
        redact(Evidence.objects.get(pk=evidence.pk), marks=[WHOLE], by=pemeriksa, at=timezone.now())


def test_burning_twice_changes_nothing_and_a_failure_is_said(ready, done, pemeriksa):
    evidence = ready("surat.pdf", letter())
    made, copy = done(evidence, WHOLE)
    burn(str(made.pk))
    assert shelf.redacted_of(evidence.pk, made.pk).read_bytes() == copy
    broken = redact(evidence, marks=[WHOLE], by=pemeriksa, at=timezone.now())
    shelf.picture_of(evidence.pk, 1).unlink()
    drain()
    broken.refresh_from_db()
    assert (broken.state, bool(broken.reason)) == ("FAILED", True)


def test_a_long_file_is_burnt_in_parts_between_which_others_have_their_turn(ready, pemeriksa, monkeypatch):
    evidence = ready("surat.pdf", corpus.pdf(*(f"NIP {SECRET}" for _page in range(3))))
    monkeypatch.setattr(redaction, "PART", 0)
    made = redact(evidence, marks=[{**WHOLE, "page": page} for page in (1, 3)], by=pemeriksa, at=timezone.now())
    parts = []
    for _part in range(2):
        burn(str(made.pk))
        made.refresh_from_db()
        parts.append((made.state, {place.name for place in shelf.folder_of(evidence.pk).glob(f"r-{made.pk}*")}))
    name = f"r-{made.pk}"
    assert parts == [("WAITING", {f"{name}.h-1"}), ("WAITING", {f"{name}.h-1", f"{name}.h-3"})]
    assert Job.objects.filter(kind=redaction.JOB, key=str(made.pk)).exists()
    (shelf.folder_of(evidence.pk) / f"{name}.h-new").write_bytes(b"half a page, left by a crash")
    monkeypatch.setattr(redaction, "PART", 15)
    drain()
    made.refresh_from_db()
    assert made.state == "DONE" and [p.name for p in shelf.folder_of(evidence.pk).glob(f"{name}*")] == [name]
    document = pypdfium2.PdfDocument(shelf.redacted_of(evidence.pk, made.pk).read_bytes())
    darkest = [document[n].render(scale=1).to_pil().convert("L").getextrema()[0] for n in range(3)]
    assert len(document) == 3 and darkest[0] < 12 and darkest[2] < 12


def test_the_redacted_copy_is_taken_from_the_page_of_the_file(ready, done, client, people, pemeriksa):
    evidence = ready("Nama pelapor.pdf", letter())
    made, copy = done(evidence, WHOLE)
    address = f"/petugas/bukti/{evidence.pk}/samaran/{made.pk}/"
    client.force_login(pemeriksa)
    assert address in client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
    response = client.get(address)
    assert b"".join(response.streaming_content) == copy
    assert "pelapor" not in response["Content-Disposition"]
    assert Custody.objects.filter(what="REDACTED", by=pemeriksa).exists()
    assert client.get(f"/petugas/bukti/{evidence.pk}/samaran/99999/").status_code == 404
    for name in ("auditor", "bkd.kukar", "komisioner"):
        client.force_login(people[name])
        assert client.get(address).status_code == 404


def test_the_page_marks_step_by_step_without_script(ready, client, pemeriksa):
    evidence = ready("surat.pdf", letter())
    client.force_login(pemeriksa)
    address = f"/petugas/bukti/{evidence.pk}/samarkan/"
    assert client.get(address).status_code == 200
    sides = {"page": "1", "left": "10", "top": "5", "right": "90", "bottom": "20"}
    first = client.post(address, {"do": "box", "marks": "[]", **sides})
    marks = first.context["marks"]
    assert json.loads(marks) == [WHOLE] and '<rect class="burnt"' in first.content.decode()
    second = client.post(address, {"do": "text", "marks": marks, "text": SECRET})
    assert len(json.loads(second.context["marks"])) == 2
    third = client.post(address, {"do": "drop-0", "marks": second.context["marks"]})
    assert len(json.loads(third.context["marks"])) == 1
    assert not Redaction.objects.exists(), "nothing is kept before the copy is asked for"
    assert client.post(address, {"do": "burn", "marks": third.context["marks"]}).status_code == 302
    assert Redaction.objects.get().by == pemeriksa
    assert Event.objects.filter(verb="evidence.redact").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "burn", "marks": "[]"},
        {"do": "burn", "marks": "bukan json"},
        {"do": "text", "marks": "[]", "text": "tidak ada di sini"},
        {"do": "box", "marks": "[]", "page": "1", "left": "x"},
        {"do": "box", "marks": "[]", "page": "1", "left": "90", "top": "1", "right": "10", "bottom": "5"},
    ],
)
def test_what_cannot_be_marked_is_told_and_nothing_is_made(sent, ready, client, pemeriksa):
    evidence = ready("surat.pdf", letter())
    client.force_login(pemeriksa)
    response = client.post(f"/petugas/bukti/{evidence.pk}/samarkan/", sent)
    assert response.status_code == 422 and 'role="alert"' in response.content.decode()
    assert not Redaction.objects.exists()


def test_the_page_is_for_those_with_the_right(ready, client, people):
    evidence = ready("surat.pdf", letter())
    for name, status in {"intake": 403, "auditor": 404, "komisioner": 404, "bkd.kukar": 404}.items():
        client.force_login(people[name])
        assert client.get(f"/petugas/bukti/{evidence.pk}/samarkan/").status_code == status
