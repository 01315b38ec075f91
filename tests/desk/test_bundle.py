"""The case file as one PDF: index with hashes, numbered exhibits, in full or made safe; for who asked, never the reporter."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from desk import bundle as bundles
from evidence.actions import add_file
from evidence.models import Evidence
from letters.models import Bundle, Letter
from tests.letters.test_writing import words_of
from workflow.models import AccessRecord, Job
from workflow.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(a_case, people):
    """A case with a photograph and a written note, both read by the worker."""
    case = a_case("EXAMINATION")
    written = io.BytesIO()
    Image.effect_mandelbrot((300, 200), (-2, -1.5, 1, 1.5), 40).convert("RGB").save(written, "JPEG")
    for name, content in {"baliho.jpg": written.getvalue(), "catatan.txt": b"Kaus dibagikan di balai desa."}.items():
        add_file(case.access, upload=SimpleUploadedFile(name, content), by=people["pemeriksa"], at=timezone.now())
    drain()
    assert set(Evidence.objects.values_list("stage", flat=True)) == {"READY"}
    return case


def page(case) -> str:
    return reverse("desk:case-bundle", args=[case.reference])


def made(case, by, form) -> Letter:
    asked = bundles.ask(case, by=by, form=form, purpose="Sidang pleno", at=timezone.now())
    bundles.make(str(asked.pk))
    return Bundle.objects.get(pk=asked.pk).letter


def test_in_full_it_holds_index_hashes_pictures_and_words_but_no_reporter(case, people):
    letter = made(case, people["penyelia"], "FULL")
    text = words_of(letter.pdf)
    for file in Evidence.objects.filter(access=case.access):
        assert file.sha256[:20] in text.replace(" ", "") and file.name in text
    assert "Bukti 1" in text and "Bukti 2" in text and "Kaus dibagikan di balai desa." in text
    assert case.reference in text and "Sidang pleno" in text and case.respondents.get().name in text
    assert "Pelapor Rahasia" not in text and "pelapor@example.org" not in text
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert sum(len(sheet.get_images()) for sheet in pdf.pages) == 1


def test_made_safe_it_holds_no_original_and_no_name_of_a_file(case, people):
    letter = made(case, people["penyelia"], "REDACTED")
    text = words_of(letter.pdf)
    assert "baliho" not in text and "Kaus dibagikan" not in text and "Belum ada salinan tersamar" in text
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf:
        assert not any(len(sheet.get_images()) for sheet in pdf.pages)


def test_it_is_asked_for_on_its_page_recorded_and_opened_by_who_asked_alone(client, case, people):
    client.force_login(people["pemeriksa"])
    assert page(case) in client.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert client.post(page(case), {"form": "FULL"}).status_code == 422
    assert client.post(page(case), {"form": "FULL", "purpose": "Pengadilan"}).status_code == 302
    look = AccessRecord.objects.filter(what="export.bundle").get()
    assert (look.reference, look.actor_id) == (case.reference, people["pemeriksa"].pk)
    assert "Menunggu" in client.get(page(case)).content.decode()
    bundles.make(Job.objects.get(kind="bundle").key)
    letter = Letter.objects.get(kind="BUNDLE")
    assert letter.number in client.get(page(case)).content.decode()
    pdf = reverse("letters:pdf", args=[letter.pk])
    assert client.get(pdf).status_code == 200
    for name in ("penyelia", "pimpinan", "intake", "bkd.kukar"):
        client.force_login(people[name])
        assert client.get(pdf).status_code == 404, name


def test_who_reads_no_evidence_gets_no_bundle(client, case, people):
    for name, status in {"pimpinan": 403, "bkd.kukar": 404, "bawaslu": 404, "merit": 404}.items():
        client.force_login(people[name])
        assert client.get(page(case)).status_code == status, name


def test_who_lost_the_case_meanwhile_gets_nothing(case, people):
    asked = bundles.ask(case, by=people["pemeriksa"], form="FULL", purpose="Sidang", at=timezone.now())
    case.access.excluded.add(people["pemeriksa"])
    bundles.make(str(asked.pk))
    assert Bundle.objects.get(pk=asked.pk).state == Bundle.State.FAILED and not Letter.objects.filter(kind="BUNDLE")
