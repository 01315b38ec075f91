"""Whoever is invited answers by a one-time code: sees the questions alone, adds and never changes, gets a receipt."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evidence.models import Custody, Evidence
from hearings import actions
from hearings.models import Answer, Invitation
from hearings.sealing import words_of
from investigations import actions as investigations
from investigations.models import Case
from workflow.models import Event

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    answer = client.get("/tanggapan/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_code_opens_the_questions_and_nothing_else_of_the_case(inside, invitation):
    row = invitation()
    shown = page(inside(row))
    complaint = row.case.case_complaints.get().complaint
    assert all(question in shown for question in row.questions)
    for hidden in (
        complaint.narrative,
        row.case.title,
        complaint.reference,
        "Pelapor Rahasia",
        "Tenggarong",
        "pemeriksa",
    ):
        assert hidden not in shown, hidden


@pytest.mark.parametrize("typed", ["", "0" * 24, "bukan kode", "\x00", "x" * 5000])
def test_a_wrong_code_opens_nothing(visitor, invitation, typed):
    invitation()
    answer = visitor.post("/tanggapan/", {"kode": typed})
    assert answer.status_code == 422 and "diundang" not in visitor.cookies
    assert "no-store" in answer["Cache-Control"]


def test_the_code_is_kept_as_a_digest_and_a_new_one_closes_what_the_old_one_opened(inside, invitation, pemeriksa):
    row = invitation()
    browser = inside(row)
    assert row.code.replace("-", "") not in str(Invitation.objects.filter(pk=row.pk).values().get())
    assert browser.get("/tanggapan/").context["invitation"].pk == row.pk
    renewed = actions.renew_code(row, by=pemeriksa, at=timezone.now() + timedelta(seconds=1))
    assert "invitation" not in browser.get("/tanggapan/").context
    assert browser.post("/tanggapan/", {"kode": row.code}).status_code == 422
    assert browser.post("/tanggapan/", {"kode": renewed.lower().replace("-", " ")}).status_code == 302


def test_too_many_wrong_codes_wait(visitor, invitation):
    row = invitation()
    for _ in range(20):
        visitor.post("/tanggapan/", {"kode": "1" * 24})
    answer = visitor.post("/tanggapan/", {"kode": row.code})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def test_an_answer_gets_a_receipt_whose_digest_anybody_can_reckon(inside, invitation):
    row = invitation()
    browser = inside(row)
    sent = {
        "jawab0": "Saya di rumah.",
        "lain": "Ada saksi.",
        "berkas": SimpleUploadedFile("surat tugas.txt", b"Isi surat"),
    }
    answer = browser.post("/tanggapan/jawab/", sent)
    kept = Answer.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/tanggapan/tanda-terima/{kept.reference}/"
    shown = browser.get(answer["Location"]).content.decode()
    assert kept.sha256 in shown and "surat tugas.txt" in shown
    text = browser.get(f"{answer['Location']}teks/").content
    assert hashlib.sha256(text).hexdigest() == kept.sha256
    assert b"Saya di rumah." in text and b"Pelapor" not in text
    assert b"rumah" not in bytes(kept.sealed) + bytes(kept.paper)
    assert words_of(kept)["answers"][0] == "Saya di rumah."


def test_a_file_is_quarantined_under_the_case_and_its_custody_says_who_gave_it(inside, invitation):
    row = invitation()
    inside(row).post("/tanggapan/jawab/", {"berkas": SimpleUploadedFile("foto.txt", b"Isi foto")})
    file = Evidence.objects.get(access=row.case.access_id)
    assert (file.stage, file.added_by) == ("QUARANTINED", None)
    assert Custody.objects.get(evidence=file).what == "GIVEN"
    added = Event.objects.get(verb="evidence.add", subject_reference=str(file.pk))
    assert (added.actor_kind, added.actor) == ("invited", None)


def test_it_is_added_to_and_never_altered(inside, invitation):
    row = invitation()
    browser = inside(row)
    browser.post("/tanggapan/jawab/", {"jawab0": "Yang pertama."})
    first = Answer.objects.get()
    browser.post("/tanggapan/jawab/", {"jawab0": "Yang kedua."})
    browser.post("/tanggapan/jawab/", {"jawab0": "Yang kedua."})  # pressed twice
    assert Answer.objects.count() == 2
    assert words_of(Answer.objects.get(pk=first.pk))["answers"][0] == "Yang pertama."
    assert Answer.objects.get(pk=first.pk).sha256 == first.sha256


def test_an_empty_answer_is_none_and_a_refused_file_keeps_what_was_typed(inside, invitation):
    browser = inside(invitation())
    assert browser.post("/tanggapan/jawab/", {"jawab0": "  "}).status_code == 422
    sent = {"jawab0": "Panjang ceritanya.", "berkas": SimpleUploadedFile("program.exe", b"MZ" + b"\0" * 200)}
    answer = browser.post("/tanggapan/jawab/", sent)
    assert answer.status_code == 422 and "Panjang ceritanya." in answer.content.decode()
    assert not Answer.objects.exists()


def test_after_the_last_day_it_is_read_and_not_answered(inside, invitation):
    row = invitation()
    row.due_date = timezone.localdate() - timedelta(days=2)
    row.save()
    browser = inside(row)
    assert "sudah lewat" in page(browser) and 'name="jawab0"' not in page(browser)
    answer = browser.post("/tanggapan/jawab/", {"jawab0": "Terlambat sekali."})
    assert answer.status_code == 422 and "Terlambat sekali." in answer.content.decode()
    assert not Answer.objects.exists()


def test_an_ended_case_opens_for_no_code(visitor, invitation, penyelia):
    row = invitation()
    investigations.moot(Case.objects.get(pk=row.case_id), by=penyelia, reason="Pensiun.")
    assert visitor.post("/tanggapan/", {"kode": row.code}).status_code == 422


def test_time_is_asked_for_once_and_granted_with_a_new_day(inside, invitation, pemeriksa):
    row = invitation()
    browser, later = inside(row), row.due_date + timedelta(days=5)
    assert browser.post("/tanggapan/waktu/", {"until": row.due_date, "reason": "Dinas luar."}).status_code == 422
    assert browser.post("/tanggapan/waktu/", {"until": later, "reason": "Dinas luar."}).status_code == 302
    assert browser.post("/tanggapan/waktu/", {"until": later, "reason": "Lagi."}).status_code == 422
    wish = row.extensions.get()
    actions.decide_wish(wish, by=pemeriksa, granted=True, until=None, answer="", at=timezone.now())
    assert Invitation.objects.get(pk=row.pk).due_date == later
    assert b"Dinas luar" not in bytes(wish.sealed)


def test_who_speaks_for_them_is_sealed_and_shown_to_them(inside, invitation):
    row = invitation()
    browser = inside(row)
    named = {"name": "Advokat Sembilan", "relation": "kuasa hukum", "contact": "0812"}
    assert browser.post("/tanggapan/wakil/", named).status_code == 302
    assert "Advokat Sembilan, kuasa hukum" in page(browser)
    assert b"Sembilan" not in bytes(row.representations.get().sealed)


def test_the_receipt_of_another_does_not_exist(inside, invitation, a_case):
    first = invitation()
    inside(first).post("/tanggapan/jawab/", {"jawab0": "Rahasia saya."})
    kept = Answer.objects.get()
    stranger, second = Client(), invitation(a_case("CLARIFICATION"))
    stranger.post("/tanggapan/", {"kode": second.code})
    for path in (f"/tanggapan/tanda-terima/{kept.reference}/", f"/tanggapan/tanda-terima/{kept.reference}/teks/"):
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 404


def test_what_was_typed_waits_behind_the_code_when_the_time_is_up(visitor, invitation):
    row = invitation()
    answer = visitor.post("/tanggapan/jawab/", {"jawab0": "Belum terkirim."})
    assert answer.status_code == 403 and "Belum terkirim." in answer.content.decode()
    answer = visitor.post("/tanggapan/", {"kode": row.code, "jawab0": "Belum terkirim."})
    assert answer.status_code == 200 and "Belum terkirim." in answer.content.decode()
    assert not Answer.objects.exists()
    assert visitor.post("/tanggapan/jawab/", {"jawab0": "Belum terkirim."}).status_code == 302


def test_leaving_closes_it(inside, invitation):
    browser = inside(invitation())
    assert browser.post("/tanggapan/tutup/")["Clear-Site-Data"]
    assert "invitation" not in browser.get("/tanggapan/").context
