"""Who reported, and what they wrote, stands nowhere that somebody invited gets to see: no page, no receipt, no letter."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hearings import actions, outcomes, recording
from hearings.models import Answer, HearingRecord
from letters.models import Letter
from workflow.models import AccessRecord, Event
from workflow.worker import drain

pytestmark = pytest.mark.django_db
IDENTITY = {"name": "Sri Wahyuningsih Tirtakusuma", "email": "tirtakusuma@example.org", "phone": "+6281234509876"}
NARRATIVE = "Camat bendungan membagikan kaus. Saya melihatnya sendiri dari warung."
HIDDEN = ["Tirtakusuma", "tirtakusuma", "81234509876", "bendungan", "warung", "balai mercusuar", "LAP-26"]


def text_of(pdf: bytes) -> str:
    """Everything that the PDF says."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_no_page_and_no_receipt_knows_who_reported(a_case, pemeriksa):
    case = a_case("CLARIFICATION", identity=IDENTITY, narrative=NARRATIVE, incident_place="balai mercusuar")
    row = case.invitations.get()
    code = actions.renew_code(row, by=pemeriksa, at=timezone.now())
    said = recording.Heard("Terlapor", timezone.localdate(), "Kantor", ["Pemeriksa"], [["Di mana?", "Di rumah."]])
    recording.write_down(case, by=pemeriksa, said=said, invitation=row, at=timezone.now())
    browser = Client()
    seen = [browser.post("/tanggapan/", {"kode": code}, follow=True)]
    file = SimpleUploadedFile("surat.txt", b"Isi surat")
    seen.append(browser.post("/tanggapan/jawab/", {"jawab0": "Bukan saya.", "berkas": file}, follow=True))
    seen.append(browser.get(f"/tanggapan/tanda-terima/{Answer.objects.get().reference}/teks/"))
    seen.append(browser.post(f"/tanggapan/benar/{HearingRecord.objects.get().pk}/", follow=True))
    wish = {"until": timezone.localdate() + timedelta(days=60), "reason": "Dinas."}
    seen.append(browser.post("/tanggapan/waktu/", wish, follow=True))
    seen.append(browser.post("/tanggapan/jawab/", {}))
    drain()
    for answer in seen:
        told = answer.content.decode() + str(answer.headers)
        assert not [word for word in HIDDEN if word in told]
    assert "Bukan saya." not in str(list(Event.objects.values_list("payload", flat=True)))
    assert "Bukan saya." not in str(list(AccessRecord.objects.values_list("codes", flat=True)))


def test_no_letter_of_a_hearing_knows_who_reported_and_none_goes_to_the_agency(a_case, penyelia):
    case = a_case("DECIDED", proven=False, identity=IDENTITY, narrative=NARRATIVE, incident_place="balai mercusuar")
    outcomes.acquit(case.respondents.get(), by=penyelia, at=timezone.now())
    drain()
    letters = {letter.kind: letter for letter in Letter.objects.all()}
    assert {"INVITATION", "NOT_PROVEN"} <= set(letters)
    name = case.respondents.get().name
    for letter in letters.values():
        told = text_of(letter.pdf) + letter.addressee + letter.title
        assert name in told and letter.agency is None
        assert not [word for word in HIDDEN if word in told]
