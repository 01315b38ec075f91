"""What may be said of a candidate, to whom, and what is never said."""

import io
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook

from agencies.models import ApiToken, Official
from clearance import actions
from clearance.models import Inquiry, Question
from clearance.queries import answers, asked_about
from complaints import actions as complaints
from investigations import actions as investigations
from investigations.models import Case, Respondent
from law.models import Sanction
from sanctions.models import Recommendation
from workflow.models import AccessRecord

pytestmark = pytest.mark.django_db
NIP, OTHER, RIVAL, CLEAR = "198609262015051001", "197501012000031002", "198001012005012003", "199001012015011004"


@pytest.fixture
def nip_case(a_case, kukar):
    def make(stage: str, nip: str = NIP, proven: bool = True) -> Case:
        person = complaints.Person(name="Calon Pejabat", nip=nip, position="Camat", agency=kukar)
        return a_case(stage, proven, people=[person])

    return make


@pytest.fixture
def call(client, merit):
    headers = {"Authorization": f"Bearer {ApiToken.issue(merit, at=timezone.now())}"}

    def get(nip: str, reason: str | None = "Seleksi JPT pratama"):
        more = {"X-Reason": reason} if reason else {}
        return client.get(f"/api/v1/clearance/{nip}", headers=headers | more)

    return get


@pytest.mark.parametrize("stage", ["OPEN", "CLARIFICATION"])
def test_a_case_before_the_examination_is_never_named(nip_case, call, stage):
    nip_case(stage)
    assert call(NIP).json()["open_cases"] == [] and not call(NIP).json()["known"]


def test_what_is_only_reported_or_rejected_is_never_named(a_complaint, intake, call):
    person = complaints.Person(name="Calon Pejabat", nip=NIP)
    a_complaint(people=[person])
    complaints.reject(a_complaint("VERIFYING", people=[person]), by=intake, reason="Bukan pelanggaran.")
    answer = call(NIP)
    assert answer.status_code == 200
    assert {"known": False, "sanctions": [], "open_cases": []}.items() <= answer.json().items()
    assert answer.json().keys() == call(CLEAR).json().keys()


def test_a_case_from_the_examination_on_is_named_with_stage_and_day_alone(nip_case, call):
    case = nip_case("EXAMINATION", nip="19860926 201505 1 001")
    told = call(NIP).json()
    assert told["open_cases"] == [{"stage": "EXAMINATION", "since": timezone.localdate(case.stage_since).isoformat()}]
    assert told["known"] and "bukan bukti" in told["note"]
    assert date.fromisoformat(told["expires_on"]) == timezone.localdate() + timedelta(days=30)
    assert case.reference not in json.dumps(told) and "Calon" not in json.dumps(told)


def test_what_was_not_proven_is_never_named(nip_case, call):
    nip_case("DECIDED", proven=False)
    assert call(NIP).json()["open_cases"] == []


def test_a_respondent_set_aside_is_not_named(nip_case, call, penyelia):
    case = nip_case("EXAMINATION")
    investigations.set_aside(case, by=penyelia, respondent=case.respondents.get(), reason="RETIRED")
    assert call(NIP).json()["open_cases"] == []


def sanctioned(case: Case, code: str, on: date) -> Recommendation:
    """As the follow-up leaves it."""
    found = Recommendation.objects.get(case=case)
    found.decree_sanction, found.decree_date, found.decree_number = Sanction.objects.get(pk=code), on, "SK/1"
    found.decree_months = found.decree_sanction.months
    found.save()
    Recommendation.objects.filter(pk=found.pk).update(stage=Recommendation.Stage.VERIFIED)
    return found


def test_a_sanction_is_named_while_it_holds_and_its_ended_case_no_more(nip_case, call):
    today = timezone.localdate()
    sanctioned(nip_case("FOLLOW_UP"), "HEAVY-DEMOTION-12M", today - timedelta(days=30))
    told = call(NIP).json()
    assert [s["sanction"] for s in told["sanctions"]] == ["HEAVY-DEMOTION-12M"] and told["open_cases"] == []
    Recommendation.objects.update(decree_date=today - timedelta(days=800))
    later = call(NIP).json()
    assert later["sanctions"] == [] and not later["known"]


def test_the_register_of_officials_makes_somebody_known_who_is_clear(call, kukar):
    Official.objects.create(name="Contoh", nip=CLEAR, position="Kepala dinas", agency=kukar, source="contoh")
    assert call(CLEAR).json()["known"] and not call(OTHER).json()["known"]


@pytest.mark.parametrize(
    "nip", ["123", "19860926201505100X", "198613262015051001", "1.98609E%2B17", "198609262015051000"]
)
def test_a_malformed_number_is_refused_and_nothing_is_kept(call, nip):
    answer = call(nip)
    assert answer.status_code == 422 and "nip" in answer.json()["errors"]
    assert not Question.objects.exists()


def test_without_a_reason_nothing_is_answered(call):
    assert call(NIP, reason=None).status_code == 422 and not Inquiry.objects.exists()


@pytest.mark.parametrize("username", ["penyelia", "pimpinan", "bkd.kukar", "auditor", "intake"])
def test_others_are_not_answered(client, people, username):
    headers = {
        "Authorization": f"Bearer {ApiToken.issue(people[username], at=timezone.now())}",
        "X-Reason": "Ingin tahu",
    }
    assert client.get(f"/api/v1/clearance/{NIP}", headers=headers).status_code == 403
    assert not Inquiry.objects.exists() and not Question.objects.exists()


def test_every_question_is_kept_with_who_when_why_and_the_number_in_clear_nowhere(nip_case, call, merit):
    nip_case("EXAMINATION")
    reference = call(NIP, reason="Seleksi terbuka Dinas Kesehatan").json()["reference"]
    kept = Inquiry.objects.get(reference=reference)
    assert (kept.asked_by, kept.purpose, kept.channel) == (merit, "Seleksi terbuka Dinas Kesehatan", "API")
    assert Question.objects.about(NIP).get().inquiry == kept
    record = AccessRecord.objects.get(what="clearance.ask")
    assert record.reference == reference and NIP not in str(record.codes)
    assert NIP.encode() not in bytes(kept.sealed)


def test_unknown_and_clear_cost_the_same_queries(call, nip_case, django_assert_num_queries, merit):
    nip_case("OPEN")
    call(CLEAR)
    counts = []
    for nip in (NIP, CLEAR, OTHER):
        with django_assert_num_queries(4) as asked:
            answers([nip], by=merit, on=date(2026, 1, 1))
        counts.append(len(asked))
    assert len(set(counts)) == 1


# The page ---------------------------------------------------------------------------------------------------------------
def workbook(rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.name, _ = "calon.xlsx", out.seek(0)
    return out


def numbers(count: int) -> list[str]:
    return [f"19800101200501{1 + n // 999:01d}{1 + n % 999:03d}" for n in range(count)]


def test_a_shortlist_is_answered_at_once_and_bad_rows_are_told(client, merit, nip_case):
    nip_case("EXAMINATION")
    client.force_login(merit)
    rows = [
        ["Daftar calon JPT"],
        ["No", "Nama", "NIP"],
        [1, "Calon Satu", NIP],
        [2, "Calon Dua", CLEAR],
        [3, "Calon Tiga", 1.98609262015051e17],
    ]
    sent = {"file": workbook(rows), "purpose": "Seleksi terbuka"}
    page = client.post("/petugas/keterangan/", sent, follow=True)
    text = page.content.decode()
    assert page.status_code == 200 and "Calon Satu" in text and "Pemeriksaan" in text and "baris 5" in text
    assert "dibulatkan Excel" in text and Inquiry.objects.get().count == 2


def test_a_thousand_in_one_request_with_few_queries(client, merit, django_assert_max_num_queries):
    client.force_login(merit)
    listed = workbook([["NIP"], *[[nip] for nip in numbers(1000)]])
    with django_assert_max_num_queries(60):
        answer = client.post("/petugas/keterangan/", {"file": listed, "purpose": "Kelompok rencana suksesi"})
    assert answer.status_code == 302 and Inquiry.objects.get().count == 1000 and Question.objects.count() == 1000
    more = client.post(
        "/petugas/keterangan/", {"file": workbook([["NIP"], *[[n] for n in numbers(1001)]]), "purpose": "x"}
    )
    assert more.status_code == 422


def test_the_answer_as_a_letter_is_written_once_and_expires(client, merit, people, nip_case):
    nip_case("EXAMINATION")
    client.force_login(merit)
    where = client.post("/petugas/keterangan/", {"nip": f"{NIP}\n{CLEAR}", "purpose": "Seleksi terbuka"})["Location"]
    for _twice in range(2):
        assert client.post(f"{where}surat/")["Location"] == f"{where}surat/"
    pdf = client.get(f"{where}surat/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    kept = Inquiry.objects.get()
    assert kept.letter.kind == "CLEARANCE" and Inquiry.objects.filter(letter=None).count() == 0
    actions.forget(at=timezone.now() + timedelta(days=31))
    assert "kedaluwarsa" in client.get(where).content.decode()
    assert Question.objects.about(NIP).exists()  # who asked stays known
    client.force_login(people["penyelia"])
    assert client.get(where).status_code == 404 and client.get(f"{where}surat/").status_code == 404


def test_the_person_concerned_is_told_who_asked(client, people, call):
    call(NIP, reason="Seleksi Sekda")
    client.force_login(people["penyelia"])
    page = client.post("/petugas/keterangan/penanya/", {"nip": NIP, "reason": "Surat 3 Mei"}).content.decode()
    assert "Galuh Prameswari" in page and "Seleksi Sekda" in page
    other = client.post("/petugas/keterangan/penanya/", {"nip": OTHER, "reason": "Surat 3 Mei"}).content.decode()
    assert "Seleksi Sekda" not in other
    assert [each["purpose"] for each in asked_about(NIP, by=people["penyelia"])] == ["Seleksi Sekda"]
    assert asked_about(NIP, by=people["merit"]) == [] == asked_about(OTHER, by=people["penyelia"])
    client.force_login(people["merit"])
    assert client.get("/petugas/keterangan/penanya/").status_code == 403


def test_who_is_kept_out_of_a_case_is_not_told_of_it(nip_case, merit):
    case = nip_case("EXAMINATION")
    case.access.excluded.add(merit)
    _inquiry, (answer,) = actions.ask(
        [actions.Candidate(NIP)], purpose="Seleksi", by=merit, at=timezone.now(), channel="PAGE"
    )
    assert answer.withheld and not answer.open_cases and not answer.clear
    assert Respondent.objects.filter(case=case).exists()
