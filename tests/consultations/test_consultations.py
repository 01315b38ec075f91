"""Another body is asked: it sees its question and what was attached, nothing else; clock, answer, what has to be asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint
from consultations import actions
from consultations.duties import unmet
from consultations.models import Consultation, ConsultationRule
from deadlines import keeping
from deadlines.models import Clock
from evidence.models import Evidence
from investigations import actions as investigations
from investigations.models import Case
from law.clocks import due
from letters.models import Letter
from notifications.routing import told
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db
BAWASLU = "Badan Pengawas Pemilihan Umum"


def page(officer, path: str, status: int = 200, data=None) -> str:
    browser = Client()
    browser.force_login(officer)
    answer = browser.get(path) if data is None else browser.post(path, data)
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-900:])
    return answer.content.decode()


def heard(verb: str) -> set[int]:
    return set(told(Event.objects.filter(verb=verb).latest("number")))


def ask(case, by, *, body="ELECTION_SUPERVISOR", **more) -> Consultation:
    facts = {"question": "Apakah kajian pelanggaran ini sudah selesai?", "body_name": "Bawaslu Kabupaten Lain"}
    return actions.ask(case, by=by, body=body, **facts | more)


def test_a_body_with_an_account_answers_its_question_and_sees_nothing_of_the_file(a_case, people):
    case, supervisor, partner = a_case("EXAMINATION"), people["penyelia"], people["bawaslu"]
    place = f"/petugas/perkara/{case.reference}/konsultasi/"
    shown = page(supervisor, f"/petugas/perkara/{case.reference}/")
    assert place in shown and "Pengawas pemilihan: belum ditanya (3 hari kerja)" in shown
    assert "Satuan tugas netralitas: belum ditanya (7 hari kalender)" in page(
        supervisor, f"/petugas/perkara/{case.reference}/deliberate/"
    )
    facts = {"body": "ELECTION_SUPERVISOR", "body_name": BAWASLU, "question": "Apakah kajian sudah selesai?"}
    page(supervisor, place, 422, facts | {"question": ""})
    page(supervisor, place, 302, facts)
    page(supervisor, place, 422, facts)  # asked already, not answered yet
    asked = Consultation.objects.get()
    assert asked.agency_id == "K.01" and asked.due_date == due(timezone.localdate(), 3, "WORKING")
    assert asked.letter.kind == "CONSULTATION" and asked.letter.pdf.startswith(b"%PDF")
    assert heard("consultation.ask") == {partner.pk}
    here = f"/petugas/konsultasi/{asked.reference}/"
    file = SimpleUploadedFile("kajian.txt", b"Ringkasan untuk Bawaslu.")
    browser = Client()
    browser.force_login(supervisor)
    assert browser.post(here + "berkas/", {"file": file}).status_code == 302
    seen = page(partner, here)
    assert "Apakah kajian sudah selesai?" in seen and "kajian.txt" in seen
    assert asked.reference in page(partner, "/petugas/konsultasi/")
    for secret in (case.title, case.respondents.get().name, str(supervisor), "Linimasa", place):
        assert secret not in seen
    for path in (f"/petugas/perkara/{case.reference}/", place):
        page(partner, path, 404)
    assert not Complaint.objects.visible_to(partner).exists() and not Case.objects.visible_to(partner).exists()
    assert [e.name for e in Evidence.objects.visible_to(partner)] == ["kajian.txt"]
    assert list(Letter.objects.visible_to(partner)) == [asked.letter]
    page(partner, here + "tarik/", 403, {})
    page(partner, here, 422, {"text": ""})
    page(partner, here, 302, {"text": "Kajian selesai, terbukti."})
    assert "Belum saya kirim" in page(partner, here, 409, {"text": "Belum saya kirim."})
    assert heard("consultation.answer") == {supervisor.pk, people["pemeriksa"].pk}
    shown = page(supervisor, f"/petugas/perkara/{case.reference}/")
    assert "Pengawas pemilihan: belum" not in shown and f"{asked.reference} dijawab." in shown
    for who in ("bkd.kukar", "merit", "auditor"):
        page(people[who], here, 404)


def test_an_officer_enters_the_answer_with_its_letter(a_case, people):
    case = a_case("EXAMINATION")
    asked = ask(case, people["pemeriksa"])
    here = f"/petugas/konsultasi/{asked.reference}/"
    page(people["intake"], here, 403, {"text": "Ya.", "answer_letter": "1/2026"})
    page(people["pemeriksa"], here, 422, {"text": "Ya."})
    page(people["pemeriksa"], here, 302, {"text": "Sudah selesai.", "answer_letter": "12/PM/2026, 3 November 2026"})
    assert "12/PM/2026" in page(people["penyelia"], here)
    with pytest.raises(ValidationError, match="sudah dijawab"):
        actions.recall(asked, by=people["pemeriksa"])


def test_strangers_ask_nothing_and_an_ended_case_nobody(a_case, people, call):
    case = a_case("EXAMINATION")
    for who in ("komisioner", "intake", "bawaslu"):
        with pytest.raises(PermissionDenied):
            ask(case, people[who])
    with pytest.raises(ValidationError, match="instansi terlapor"):
        ask(case, people["penyelia"], agency=case.respondents.get().agency)
    assert not Consultation.objects.exists() and not Letter.objects.filter(kind="CONSULTATION").exists()
    made = {"body": "INSPECTORATE", "question": "Sudahkah diperiksa?", "body_name": "Inspektorat Kukar"}
    answer = call(people["penyelia"], "POST", f"cases/{case.reference}/consultations", made)
    assert answer.status_code == 201 and answer.json()["body_name"] == "Inspektorat Kukar"
    assert len(call(people["pemeriksa"], "GET", f"cases/{case.reference}/consultations").json()["items"]) == 1
    assert call(people["intake"], "POST", f"cases/{case.reference}/consultations", made).status_code == 403
    assert call(people["bawaslu"], "GET", f"cases/{case.reference}/consultations").status_code == 404
    investigations.moot(Case.objects.get(pk=case.pk), by=people["penyelia"], reason="Pensiun.")
    with pytest.raises(MovedOn):
        ask(Case.objects.get(pk=case.pk), people["penyelia"])


def test_a_rule_may_hold_up_the_plenary_until_the_answer_or_the_last_day(a_case, people):
    rule = ConsultationRule.objects.get(code="BAWASLU-2024")
    rule.blocks = True
    rule.save()
    case, supervisor = a_case("EXAMINATION"), people["penyelia"]
    with pytest.raises(MovedOn):
        investigations.deliberate(Case.objects.get(pk=case.pk), by=supervisor)
    asked = ask(case, supervisor)
    with pytest.raises(MovedOn):
        investigations.deliberate(Case.objects.get(pk=case.pk), by=supervisor)
    after = asked.due_date + timedelta(days=1)
    assert "BAWASLU-2024" not in {duty.rule.code for duty in unmet(Case.objects.get(pk=case.pk), on=after)}
    actions.recall(asked, by=supervisor)  # nobody was asked, after all
    with pytest.raises(MovedOn):
        investigations.deliberate(Case.objects.get(pk=case.pk), by=supervisor)
    actions.answer(ask(case, supervisor), by=supervisor, text="Ya.", answer_letter="1/2026")
    investigations.deliberate(Case.objects.get(pk=case.pk), by=supervisor)


def test_a_case_rests_while_it_waits_where_the_rule_says_so(a_case, people):
    case, supervisor = a_case("EXAMINATION"), people["penyelia"]
    first = ask(case, supervisor, body="INSPECTORATE", body_name="Inspektorat Kukar")
    second = ask(case, supervisor, body="BKN_REGIONAL", body_name="Kanreg VIII")
    assert clock_of(case).paused
    actions.answer(first, by=supervisor, text="Ya.", answer_letter="1/2026")
    assert clock_of(case).paused
    late = timezone.now() + timedelta(days=30)
    assert actions.tell_overdue(at=late) == 1 and actions.tell_overdue(at=late) == 0
    assert heard("consultation.overdue") == {supervisor.pk, people["pemeriksa"].pk}
    assert not clock_of(case).paused
    assert not Consultation.objects.get(pk=second.pk).waiting


def clock_of(case) -> Clock:
    keeping.keep(case.reference, "case", at=timezone.now())
    return Clock.objects.get(subject_reference=case.reference, code="EXAMINATION", stopped_at__isnull=True)
