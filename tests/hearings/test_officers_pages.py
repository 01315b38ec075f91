"""At the desk: invitations made and answered for, a second summons, hearing records, and what follows the plenary."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint
from evidence.actions import add_file
from evidence.models import Evidence
from evidence.redaction import redact
from hearings import actions, outcomes
from hearings.models import Acquittal, Enclosure, FalseReport, HearingRecord, Invitation
from hearings.sealing import record_of
from investigations.models import Case
from letters.models import Letter
from workflow.models import Event
from workflow.worker import drain

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture
def desk():
    def browser(officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return browser


def base(case) -> str:
    return f"/petugas/perkara/{case.reference}/"


def form(case, **other) -> dict:
    facts = {
        "role": "RESPONDENT",
        "respondent": case.respondents.first().pk,
        "questions": "Di mana Anda hari itu?\nSiapa yang menyuruh?",
        "way": "WRITTEN",
        "due_date": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }
    return {**facts, **other}


def test_when_the_clarification_begins_every_respondent_is_invited_and_gets_a_letter(a_case):
    case = a_case("CLARIFICATION")
    row = case.invitations.get()
    assert (row.number, row.role, row.automatic) == (1, "RESPONDENT", True)
    assert row.due_date > timezone.localdate() and row.code_digest is None
    drain()
    row.refresh_from_db()
    assert row.letter.kind == "INVITATION" and row.letter.pdf.startswith(b"%PDF")


def test_an_officer_invites_a_witness_with_a_letter_and_hands_out_a_code_once(a_case, pemeriksa, desk):
    case, browser = a_case("CLARIFICATION"), desk(pemeriksa)
    assert browser.get(f"{base(case)}undangan/").status_code == 200
    sent = form(
        case,
        role="WITNESS",
        name="Saksi Mata",
        respondent="",
        way="IN_PERSON",
        place="Kantor",
        meets_at="2030-01-02T09:00",
    )
    answer = browser.post(f"{base(case)}undangan/", sent)
    row = case.invitations.get(role="WITNESS")
    assert answer.status_code == 302 and row.letter.number and row.questions[1] == "Siapa yang menyuruh?"
    told = browser.post(f"{answer['Location']}kode/").content.decode()
    row.refresh_from_db()
    code = next(word for word in told.replace("<", " ").replace(">", " ").split() if word.count("-") == 5)
    assert code not in browser.get(answer["Location"]).content.decode()
    assert Client().post("/tanggapan/", {"kode": code}).status_code == 302
    assert "Saksi Mata" in browser.get(base(case)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"questions": "  "},
        {"due_date": "2020-01-01"},
        {"role": "WITNESS", "name": ""},
        {"way": "IN_PERSON"},
        {"respondent": ""},
        {"questions": "\n".join("Ya?" * 1 for _ in range(30))},
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field_and_kept(a_case, pemeriksa, desk, wrong):
    case = a_case("CLARIFICATION")
    answer = desk(pemeriksa).post(f"{base(case)}undangan/", form(case, **wrong))
    assert answer.status_code == 422 and answer.context["form"].errors
    assert case.invitations.count() == 1


def test_absence_is_recorded_with_its_reason_and_the_second_summons_names_the_first(a_case, pemeriksa, desk):
    case, browser = a_case("CLARIFICATION"), desk(pemeriksa)
    drain()
    first = case.invitations.get()
    assert browser.get(f"{base(case)}undangan/?susulan={first.reference}").status_code == 200
    assert browser.post(f"{base(case)}undangan/?susulan={first.reference}", form(case)).status_code == 422
    there = f"{base(case)}undangan/{first.reference}/tidak-hadir/"
    future = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert browser.post(there, {"on": future, "reason": "x"}).status_code == 422
    assert browser.post(there, {"on": timezone.localdate().isoformat(), "reason": "Tanpa kabar."}).status_code == 302
    assert browser.post(f"{base(case)}undangan/?susulan={first.reference}", form(case)).status_code == 302
    second = Invitation.objects.get(number=2)
    assert second.previous == first and second.letter.kind == "SECOND_INVITATION"
    assert browser.post(f"{base(case)}undangan/?susulan={first.reference}", form(case)).status_code == 422
    assert "Tanpa kabar." in browser.get(f"{base(case)}undangan/{first.reference}/").content.decode()


def test_nobody_else_invites_and_a_stranger_sees_nothing(a_case, people, desk):
    case = a_case("CLARIFICATION")
    row = case.invitations.get()
    for name, status in (("intake", 403), ("pimpinan", 403), ("bkd.kukar", 404), ("bawaslu", 404), ("auditor", 404)):
        browser = desk(people[name])
        assert browser.get(f"{base(case)}undangan/").status_code == status, name
        assert browser.post(f"{base(case)}undangan/{row.reference}/kode/").status_code == status, name


def test_the_answer_is_read_by_the_team_and_not_by_leadership(invitation, inside, pemeriksa, people, desk):
    row = invitation()
    inside(row).post("/tanggapan/jawab/", {"jawab0": "Saya tidak di sana."})
    there = f"{base(row.case)}undangan/{row.reference}/"
    assert "Saya tidak di sana." in desk(pemeriksa).get(there).content.decode()
    assert "Saya tidak di sana." in desk(people["intake"]).get(there).content.decode()
    assert "Saya tidak di sana." not in desk(people["pimpinan"]).get(there).content.decode()


RECORD = {
    "heard": "Terlapor", "held_on": "2025-02-03", "begun": "09:00", "place": "Ruang 2", "present": "Pemeriksa\nNotulis",
    "items": "T: Di mana Anda?\nJ: Di rumah\ndengan anak.\nT: Dengan siapa?\nJ: Sendiri.", "note": "",
}  # fmt: skip


def test_a_record_is_confirmed_by_code_and_a_correction_keeps_the_first(invitation, inside, pemeriksa, desk):
    row, browser = invitation(), desk(pemeriksa)
    assert browser.get(f"{base(row.case)}berita-acara/?undangan={row.reference}").status_code == 200
    answer = browser.post(f"{base(row.case)}berita-acara/?undangan={row.reference}", RECORD)
    first = HearingRecord.objects.get()
    assert answer.status_code == 302 and first.letter.kind == "HEARING_RECORD"
    assert record_of(first)["items"] == [["Di mana Anda?", "Di rumah dengan anak."], ["Dengan siapa?", "Sendiri."]]
    assert b"anak" not in bytes(first.sealed)
    invited = inside(row)
    assert "Di rumah dengan anak." in invited.get("/tanggapan/").content.decode()
    assert invited.post(f"/tanggapan/benar/{first.pk}/").status_code == 302
    first.refresh_from_db()
    assert first.signed == "CODE" and Letter.objects.filter(kind="HEARING_RECORD").count() == 2
    changed = {**RECORD, "items": "T: Di mana Anda?\nJ: Di kantor.", "reason": "Salah tulis."}
    assert browser.post(f"{answer['Location']}perbaiki/", changed).status_code == 302
    second = HearingRecord.objects.get(version=2)
    assert second.signed == "" and record_of(HearingRecord.objects.get(version=1))["items"][0][1].startswith("Di rumah")
    assert browser.post(f"{answer['Location']}perbaiki/", changed).status_code == 409
    assert "Di kantor." in invited.get("/tanggapan/").content.decode()


def test_a_record_is_signed_on_paper_or_refused(a_case, pemeriksa, desk):
    case, browser = a_case("CLARIFICATION"), desk(pemeriksa)
    there = browser.post(f"{base(case)}berita-acara/", RECORD)["Location"]
    assert browser.post(f"{there}tanda-tangan/", {"how": "REFUSED"}).status_code == 422
    scan = SimpleUploadedFile("pindaian.txt", b"ditandatangani")
    assert browser.post(f"{there}tanda-tangan/", {"how": "PAPER", "file": scan}).status_code == 302
    assert HearingRecord.objects.get().scan.added_by == pemeriksa
    assert browser.post(f"{there}tanda-tangan/", {"how": "REFUSED", "refusal": "Tidak mau."}).status_code == 409


def test_of_whom_nothing_was_proven_a_letter_says_so_once(a_case, penyelia, pemeriksa, desk):
    case = a_case("DECIDED", proven=False)
    person, there = case.respondents.get(), f"{base(case)}terlapor/{case.respondents.get().pk}/tidak-terbukti/"
    assert desk(pemeriksa).post(there).status_code == 403
    assert desk(penyelia).post(there).status_code == 302
    assert desk(penyelia).post(there).status_code == 302
    given = Acquittal.objects.get()
    assert given.letter.kind == "NOT_PROVEN" and person.name in given.letter.addressee
    assert given.letter.number in desk(penyelia).get(base(case)).content.decode()


def test_of_whom_something_was_proven_no_letter_says_otherwise(a_case, penyelia, desk):
    case = a_case("DECIDED")
    desk(penyelia).post(f"{base(case)}terlapor/{case.respondents.get().pk}/tidak-terbukti/")
    assert not Acquittal.objects.exists()


def test_a_report_is_found_a_lie_by_two_people_or_not_at_all(a_case, pemeriksa, penyelia, intake, desk):
    case = a_case("CLARIFICATION")
    complaint = Complaint.objects.get()
    there = f"/petugas/laporan/{complaint.reference}/tidak-benar/"
    assert desk(intake).post(there, {"reason": "x"}).status_code == 403
    assert desk(pemeriksa).post(there, {"reason": ""}).status_code == 302 and not FalseReport.objects.exists()
    desk(penyelia).post(there, {"reason": "Fotonya rekaan."})
    assert desk(penyelia).post(f"{there}benarkan/").status_code == 403
    assert desk(penyelia).post(f"{there}batalkan/").status_code == 302
    desk(pemeriksa).post(there, {"reason": "Fotonya rekaan."})
    row = FalseReport.objects.get()
    assert row.confirmed_at is None and b"rekaan" not in bytes(row.sealed)
    assert desk(penyelia).post(f"{there}benarkan/").status_code == 302
    row.refresh_from_db()
    assert (row.proposed_by, row.confirmed_by) == (pemeriksa, penyelia)
    assert outcomes.reason_of(row) == "Fotonya rekaan."
    assert "Fotonya rekaan." in desk(penyelia).get(f"/petugas/laporan/{complaint.reference}/").content.decode()
    assert Event.objects.filter(verb="complaint.confirm_false").count() == 1
    assert case.pk


def test_time_is_granted_or_refused_once_and_the_case_page_lists_it(invitation, inside, pemeriksa, desk):
    row, browser = invitation(), desk(pemeriksa)
    inside(row).post("/tanggapan/waktu/", {"until": row.due_date + timedelta(days=4), "reason": "Dinas luar."})
    assert "minta waktu" in browser.get(base(row.case)).content.decode()
    there = f"{base(row.case)}undangan/{row.reference}/"
    assert "Dinas luar." in browser.get(there).content.decode()
    assert browser.post(f"{there}beri-waktu/", {"granted": "no"}).status_code == 422
    assert browser.post(f"{there}beri-waktu/", {"granted": "yes", "answer": "Baik."}).status_code == 302
    assert browser.post(f"{there}beri-waktu/", {"granted": "yes"}).status_code == 422
    assert Invitation.objects.get(pk=row.pk).due_date == row.due_date + timedelta(days=4)


def test_when_the_plenary_has_the_case_nobody_is_invited_any_more(a_case, pemeriksa, wanted, desk):
    case = a_case("DELIBERATION")
    assert desk(pemeriksa).post(f"{base(case)}undangan/", form(case)).status_code == 409
    with pytest.raises(actions.MovedOn):
        actions.invite(Case.objects.get(pk=case.pk), by=pemeriksa, wanted=wanted(case), at=timezone.now())


def test_a_search_says_of_a_case_that_nothing_was_proven(a_case, pemeriksa, desk, call):
    case, other = (
        a_case("DECIDED", proven=False, narrative="Pembagian wuzwuz."),
        a_case("DECIDED", narrative="Lagi wuzwuz."),
    )
    drain()
    shown = desk(pemeriksa).get("/petugas/cari/?q=wuzwuz").content.decode()
    assert shown.count("Tidak terbukti</span>") == 1
    hits = call(pemeriksa, "GET", "search?q=wuzwuz").json()["hits"]
    told = {hit["reference"]: hit["not_proven"] for hit in hits}
    assert told[case.reference] and not told[other.reference]


def test_a_redacted_copy_goes_along_under_a_neutral_name_until_it_is_taken_back(invitation, inside, pemeriksa, desk):
    row = invitation()
    access, browser = row.case.case_complaints.get().complaint.access, desk(pemeriksa)
    file = add_file(
        access, upload=SimpleUploadedFile("kata Sri.txt", b"Sri melihat camat."), by=pemeriksa, at=timezone.now()
    )
    drain()
    made = redact(
        Evidence.objects.get(pk=file.pk), marks=[{"page": 1, "start": 0, "end": 3}], by=pemeriksa, at=timezone.now()
    )
    drain()
    there, invited = f"{base(row.case)}undangan/{row.reference}/", inside(row)
    assert browser.post(f"{there}salinan/", {"redaction": ""}).status_code == 422
    assert browser.post(f"{there}salinan/", {"redaction": made.pk}).status_code == 302
    given = Enclosure.objects.get()
    assert given.name.startswith("Lampiran 1.") and "kata Sri" not in invited.get("/tanggapan/").content.decode()
    answer = invited.get(f"/tanggapan/lampiran/{given.pk}/")
    taken = b"".join(answer.streaming_content)
    assert answer.status_code == 200 and taken and b"Sri" not in taken
    assert Client().get(f"/tanggapan/lampiran/{given.pk}/").status_code == 404
    assert browser.post(f"{there}salinan/{given.pk}/tarik/").status_code == 302
    assert invited.get(f"/tanggapan/lampiran/{given.pk}/").status_code == 404
