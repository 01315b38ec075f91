"""Reading goes part by part: what is kept stays kept, one poisonous page or file stops nothing, no OCR means later."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from deploy.demo.pdf import Page as Paper
from deploy.demo.pdf import write
from evidence import pages
from evidence.models import Evidence, Step
from evidence.processing import process, read_waiting
from evidence.reading import PAGE_REASONS, REASONS, read
from tests.evidence import corpus, drawn
from tests.evidence.test_ocr import note, saved
from workflow.models import Event, Job
from workflow.worker import drain

SLIP = (1000, 1414)
with_ocr = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def scans(*texts: str) -> bytes:
    """A PDF of pictures, a word or two on each."""
    return write([Paper(jpeg=saved(_slip(text), "JPEG"), pixels=SLIP) for text in texts], title="Pindaian")


def _slip(text: str) -> Image.Image:
    picture = Image.new("L", SLIP, 250)
    drawn.ImageDraw.Draw(picture).text((160, 270), text, font=drawn.ImageFont.load_default(50), fill=10)
    return picture


def fresh(evidence: Evidence) -> Evidence:
    return Evidence.objects.get(pk=evidence.pk)


def step(evidence: Evidence, name=Step.Name.READ) -> Step:
    return evidence.steps.get(name=name)


@pytest.fixture
def poisoned(tmp_path, settings):
    """A Tesseract that kills who asked it when it reads the word RACUN, as a faulty library would."""
    path = tmp_path / "tesseract"
    path.write_text(
        textwrap.dedent(f"""\
        #!{shutil.which("python3", path="/usr/bin") or sys.executable}
        import os, signal, subprocess, sys
        picture = sys.stdin.buffer.read() if "-" in sys.argv else b""
        told = subprocess.run(["tesseract", *sys.argv[1:]], input=picture, stdout=subprocess.PIPE).stdout
        if b"RACUN" in told:
            os.kill(os.getppid(), signal.SIGKILL)
        sys.stdout.buffer.write(told)
        """)
    )
    path.chmod(0o755)
    settings.TESSERACT = str(path)


@with_ocr
def test_a_page_that_kills_its_reader_is_marked_and_the_others_are_kept(a_file, poisoned):
    evidence = a_file("pindaian.pdf", scans("Satu", "Dua", "RACUN", "Empat"))
    drain()
    assert (fresh(evidence).stage, fresh(evidence).reason) == ("READY", pages.PARTLY)
    assert list(evidence.pages.order_by("number").values_list("number", "text", "reason")) == [
        (1, "Satu", ""), (2, "Dua", ""), (3, "", PAGE_REASONS["large"]), (4, "Empat", ""),
    ]  # fmt: skip


@with_ocr
def test_a_file_whose_every_page_kills_its_reader_fails_and_the_next_file_is_read(a_file, a_complaint, poisoned):
    complaint = a_complaint()
    bad = a_file("racun.png", saved(_slip("RACUN")), complaint)
    good = a_file("catatan.txt", complaint=complaint)
    drain()
    assert (fresh(bad).stage, fresh(bad).reason) == ("FAILED", REASONS["large"])
    assert fresh(good).stage == "READY"


def test_what_is_wrong_with_one_member_of_a_zip_is_said_of_it_alone(a_file):
    content = corpus.zipped(("rusak.pdf", b"%PDF-1.7\nrusak"), ("catatan.txt", b"isi"))
    evidence = a_file("bukti.zip", content)
    drain()
    assert (fresh(evidence).stage, fresh(evidence).reason) == ("READY", pages.PARTLY)
    assert evidence.pages.get(label="rusak.pdf").reason == PAGE_REASONS["broken"]
    assert evidence.pages.get(label="catatan.txt").text == "isi"


def test_a_member_at_which_a_child_died_is_left_closed(tmp_path):
    path = tmp_path / "berkas"
    path.write_bytes(corpus.zipped(("mati.txt", b"x"), ("hidup.txt", b"isi")))
    told = read(path, "archive", avoid=[0]).pages
    assert [(each["label"], each.get("reason")) for each in told.values()][1:] == [
        ("mati.txt", "large"),
        ("hidup.txt", None),
    ]


def test_a_long_file_is_read_in_parts_between_which_others_have_their_turn(a_file, monkeypatch):
    monkeypatch.setattr(pages, "read", lambda *args, **options: read(*args, **options, seconds=0))
    evidence = a_file("laporan.pdf", corpus.pdf("Satu", "Dua", "Tiga"))
    seen = []
    for _part in range(3):
        process(str(evidence.pk))
        seen.append((step(evidence).state, step(evidence).done, step(evidence).total, evidence.pages.count()))
    assert seen == [("RUNNING", 1, 3, 1), ("RUNNING", 2, 3, 2), ("DONE", 3, 3, 3)]
    assert Job.objects.filter(kind="evidence", key=str(evidence.pk)).exists()


def test_a_worker_that_died_between_parts_is_followed_by_one_that_goes_on(a_file, monkeypatch):
    monkeypatch.setattr(pages, "read", lambda *args, **options: read(*args, **options, seconds=0))
    evidence = a_file("laporan.pdf", corpus.pdf("Satu", "Dua", "Tiga"))
    process(str(evidence.pk))
    first = evidence.pages.get(number=1).pk
    asked = []
    monkeypatch.setattr(
        pages, "read", lambda *args, **options: asked.append(options["start"]) or read(*args, **options)
    )
    drain()
    assert asked[0] == 2 and fresh(evidence).stage == "READY"
    assert evidence.pages.get(number=1).pk == first and evidence.pages.count() == 3


@pytest.mark.parametrize("name", ["laporan.pdf", "catatan.txt", "lampiran.zip"])
def test_the_same_bytes_are_not_read_twice(a_file, a_complaint, monkeypatch, name):
    content = corpus.pdf("Satu", "Dua") if name.endswith("pdf") else corpus.HONEST[name][0]
    first = a_file(name, content)
    drain()
    monkeypatch.setattr(pages, "read", None)
    second = a_file(name, content, a_complaint())
    drain()
    assert fresh(second).stage == "READY"
    shown = ("number", "label", "text", "extractor", "words", "confidence")
    assert list(second.pages.order_by("number").values_list(*shown)) == list(
        first.pages.order_by("number").values_list(*shown)
    )


def test_without_ocr_a_picture_is_ready_says_so_and_is_read_later(a_file, settings):
    settings.TESSERACT = ""
    evidence = a_file("foto.png", saved(note()))
    drain()
    assert (fresh(evidence).stage, fresh(evidence).reason) == ("READY", pages.NO_ENGINE)
    assert (step(evidence).state, step(evidence).reason) == ("DONE", pages.NO_ENGINE)
    assert evidence.pages.get().reason == pages.NO_OCR
    read_waiting()
    assert not Job.objects.filter(kind="evidence").exists()


@with_ocr
def test_what_waited_for_ocr_is_read_once_it_is_there(a_file, settings):
    settings.TESSERACT = ""
    evidence = a_file("foto.png", saved(note()))
    drain()
    settings.TESSERACT = "tesseract"
    read_waiting()
    drain()
    page = evidence.pages.get()
    assert "Oktober 2024" in page.text and page.reason == ""
    assert (fresh(evidence).stage, fresh(evidence).reason) == ("READY", "")
    assert Event.objects.filter(verb="evidence.reread", subject_reference=str(evidence.pk)).count() == 1
    read_waiting()
    assert not Job.objects.filter(kind="evidence").exists()


@with_ocr
def test_half_a_photograph_is_read_and_shown_as_far_as_it_goes_and_says_so(a_file, intake, client):
    whole = saved(Image.fromarray(drawn.letter(3, lines=30).pixels), "JPEG", quality=80)
    evidence = a_file("terputus.jpg", whole[: len(whole) * 6 // 10])
    drain()
    page = evidence.pages.get()
    assert drawn.letter(3, lines=30).text.splitlines()[0] in page.text and page.picture
    assert (fresh(evidence).stage, fresh(evidence).reason, page.reason) == ("READY", pages.HALF, pages.HALF)
    assert fresh(evidence).safe_type == "image/jpeg"
    client.force_login(intake)
    assert pages.HALF in client.get(reverse("evidence:evidence", args=[evidence.pk])).content.decode()


@with_ocr
def test_a_scan_beside_text_waits_for_ocr_with_its_text_kept(a_file, settings):
    settings.TESSERACT = ""
    evidence = a_file("campuran.pdf", scans("Satu"))
    drain()
    assert (fresh(evidence).stage, evidence.pages.get().reason) == ("READY", pages.NO_OCR)


def test_a_long_document_is_ready_before_the_places_of_its_words_are_known(a_file):
    evidence = a_file("panjang.pdf", corpus.pdf(*(f"Halaman nomor {n}" for n in range(1, 71))))
    while fresh(evidence).stage != "READY":
        process(str(evidence.pk))
    drain()
    assert step(evidence, Step.Name.PLACES).state == "DONE"
    page = evidence.pages.get(number=70)
    assert [page.text[word[4] : word[5]] for word in page.words] == ["Halaman", "nomor", "70"]


def test_a_retry_reads_a_failed_file_from_its_first_page(a_file, intake):
    from_the_start = a_file("rusak.pdf", b"%PDF-1.4\nini bukan apa-apa")
    drain()
    assert fresh(from_the_start).stage == "FAILED" and step(from_the_start).state == "FAILED"
    client = Client()
    client.force_login(intake)
    client.post(reverse("evidence:retry", args=[from_the_start.pk]))
    drain()
    assert fresh(from_the_start).reason == REASONS["broken"]


# On its page ------------------------------------------------------------------------------------------------------------
def test_the_page_says_how_far_the_worker_is(a_file, intake, client, monkeypatch):
    monkeypatch.setattr(pages, "read", lambda *args, **options: read(*args, **options, seconds=0))
    evidence = a_file("laporan.pdf", corpus.pdf("Satu", "Dua", "Tiga"))
    process(str(evidence.pk))
    client.force_login(intake)
    shown = client.get(reverse("evidence:evidence", args=[evidence.pk])).content.decode()
    assert "halaman 1 dari 3" in shown and 'data-going="' in shown
    drain()
    piece = client.get(reverse("evidence:steps", args=[evidence.pk])).content.decode()
    assert "dari 3" not in piece and "data-going" not in piece


def test_the_page_names_the_pages_that_were_not_read(a_file, intake, client):
    evidence = a_file("bukti.zip", corpus.zipped(("rusak.pdf", b"%PDF-1.7\nrusak"), ("catatan.txt", b"isi")))
    drain()
    client.force_login(intake)
    shown = client.get(reverse("evidence:evidence", args=[evidence.pk])).content.decode()
    assert "1 dari 3 halaman tidak terbaca" in shown and "rusak.pdf" in shown and PAGE_REASONS["broken"] in shown


def test_a_stranger_does_not_learn_how_far_it_is(a_file, client, bkd_kukar):
    evidence = a_file()
    address = reverse("evidence:steps", args=[evidence.pk])
    assert client.get(address).status_code == 302
    client.force_login(bkd_kukar)
    assert client.get(address).status_code == 404


# Killed -----------------------------------------------------------------------------------------------------------------
WORKER = """
import django
django.setup()
from workflow.worker import until_idle
print("begun", flush=True)
until_idle()
"""
SENDER = """
import sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from agencies.models import SupervisingAuthority
from evidence import actions
from workflow.actors import SYSTEM
from workflow.models import Access
access = Access.objects.create(authority=SupervisingAuthority.objects.first())
upload = SimpleUploadedFile("pindaian.pdf", open(sys.argv[1], "rb").read())
print(actions.add_file(access, upload=upload, by=SYSTEM, at=timezone.now()).pk)
"""
LOOK = """
import django
django.setup()
from evidence.models import Evidence
from workflow.models import Job
Job.objects.update(leased_until=None, leased_by="")
evidence = Evidence.objects.get()
print(evidence.stage, *evidence.pages.order_by("number").values_list("pk", "text"), sep="|")
"""


def _until_more_than(pages: int, database) -> None:
    """However slow the machine is: another part is kept."""
    until = time.monotonic() + 240
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as look:
        while look.execute("SELECT count(*) FROM evidence_page WHERE text <> ''").fetchone()[0] <= pages:
            assert time.monotonic() < until, "nothing more is read"
            time.sleep(0.3)


@pytest.mark.faults
@with_ocr
def test_a_worker_killed_while_it_reads_scans_loses_no_page_that_was_kept(tmp_path):
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path), "DEMO": "0", "DATABASE_URL": "", "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "deploy.settings",
    }  # fmt: skip

    def run(script: str, *arguments: str) -> str:
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(
            command, cwd=settings.ROOT, env=environment, capture_output=True, check=True, text=True
        ).stdout

    for command in (["migrate", "-v0"], ["load_reference", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=settings.ROOT, env=environment, check=True)
    scan = tmp_path / "scan.pdf"
    papers = [drawn.letter(seed) for seed in range(28)]
    scan.write_bytes(
        write([Paper(jpeg=saved(Image.fromarray(p.pixels), "JPEG"), pixels=drawn.A4) for p in papers], title="x")
    )
    run(SENDER, str(scan))
    kept: list[str] = []
    for seconds in (0, 3):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER], cwd=settings.ROOT, env=environment, stdout=subprocess.PIPE
        )
        worker.stdout.readline()
        _until_more_than(len(kept), tmp_path / "netral.sqlite3")
        time.sleep(seconds)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        shown = run(LOOK).strip().split("|")[1:]
        assert shown[: len(kept)] == kept
        kept = shown
    assert kept
    run(WORKER)
    stage, *shown = run(LOOK).strip().split("|")
    assert stage == "READY" and shown[: len(kept)] == kept and len(shown) == len(papers)
