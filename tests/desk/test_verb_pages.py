"""Every verb of the register has a page: asked, done, too late, wrong, not allowed, not visible."""

import pytest
from django.test import Client

from complaints.models import Complaint
from investigations.models import Case
from sanctions.models import Recommendation
from workflow.verbs import kinds

pytestmark = pytest.mark.django_db
ROOMS = {"complaint": "laporan", "case": "perkara", "recommendation": "rekomendasi"}
ALL = [(kind.name, verb) for kind in kinds() if kind.name in ROOMS for verb in kind.verbs]


def address(subject, verb: str = "") -> str:
    return f"/petugas/{ROOMS[subject.KIND]}/{subject.reference}/" + (f"{verb}/" if verb else "")


@pytest.fixture
def subjects(a_recommendation):
    recommendation = a_recommendation("DRAFT")
    case = recommendation.case
    return {"complaint": case.case_complaints.get().complaint, "case": case, "recommendation": recommendation}


@pytest.mark.parametrize(("kind", "verb"), ALL)
def test_every_page_answers_and_a_stranger_finds_none(subjects, at_desk, penyelia, bkd_kaltara, client, kind, verb):
    path = address(subjects[kind], verb)
    assert at_desk(penyelia).get(path).status_code in (200, 403, 409)
    assert at_desk(bkd_kaltara).get(path).status_code == 404
    assert client.get(path).status_code == 302


@pytest.mark.parametrize(("kind", "verb"), ALL)
def test_a_press_in_the_wrong_stage_or_by_the_wrong_person_changes_nothing(subjects, at_desk, intake, kind, verb):
    """Intake may do nothing to an accepted complaint, a case or a recommendation."""
    before = subjects[kind].stage
    answer = at_desk(intake).post(address(subjects[kind], verb), {})
    assert answer.status_code in (403, 409)
    assert type(subjects[kind]).objects.get(pk=subjects[kind].pk).stage == before


def test_a_press_does_the_verb_and_leads_back(a_complaint, at_desk, intake):
    complaint = a_complaint()
    answer = at_desk(intake).post(address(complaint, "verify") + "?antrean=masuk", follow=True)
    assert answer.redirect_chain == [(address(complaint) + "?antrean=masuk", 302)]
    assert "Mulai verifikasi: tercatat" in answer.content.decode()
    assert Complaint.objects.get(pk=complaint.pk).stage == "VERIFYING"


def test_a_second_press_is_told_where_it_stands_now(a_complaint, at_desk, intake):
    complaint = a_complaint("VERIFYING")
    answer = at_desk(intake).post(address(complaint, "verify"))
    assert answer.status_code == 409
    assert "Laporan ini sudah berpindah ke Diverifikasi pukul" in answer.content.decode()


def test_what_was_typed_is_kept_when_it_comes_too_late(a_complaint, at_desk, intake, penyelia):
    complaint = a_complaint("VERIFYING")
    at_desk(penyelia).post(address(complaint, "reject"), {"reason": "Bukan ASN."})
    answer = at_desk(intake).post(address(complaint, "reject"), {"reason": "Alasan <b>panjang</b> saya."})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Catatan Anda masih ada di bawah." in shown and "Alasan &lt;b&gt;panjang&lt;/b&gt; saya." in shown
    assert Complaint.objects.get(pk=complaint.pk).reason == "Bukan ASN."


def test_a_missing_detail_is_named_beside_its_field(a_complaint, at_desk, intake):
    complaint = a_complaint("VERIFYING")
    answer = at_desk(intake).post(address(complaint, "forward"), {"to": "Bawaslu Kota Bontang", "reason": ""})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Bawaslu Kota Bontang"' in shown and 'aria-invalid="true"' in shown
    assert Complaint.objects.get(pk=complaint.pk).stage == "VERIFYING"


def test_accepting_leads_to_the_new_case(a_complaint, at_desk, intake):
    answer = at_desk(intake).post(address(a_complaint("VERIFYING"), "accept"), {"case": ""})
    assert answer.url == address(Case.objects.get())


def test_accepting_joins_a_case_that_is_still_worked_on(a_complaint, a_case, at_desk, intake):
    case, complaint = a_case(), a_complaint("VERIFYING")
    answer = at_desk(intake).post(address(complaint, "accept"), {"case": case.reference.lower()})
    assert answer.url == address(case)
    assert case.case_complaints.count() == 2


def test_a_case_that_left_ones_sight_leads_to_the_queue(a_case, at_desk, penyelia):
    case = a_case()
    answer = at_desk(penyelia).post(address(case, "transfer"), {"to": "KASN", "reason": "Perkara lama."})
    assert answer.url == "/petugas/"
    assert at_desk(penyelia).get(address(case)).status_code == 404


def test_follow_up_drafts_recommendations_and_leads_to_the_case(a_case, at_desk, penyelia, page):
    case = a_case("DECIDED")
    assert at_desk(penyelia).post(address(case, "follow_up")).url == address(case)
    assert Recommendation.objects.get().reference in page(penyelia, address(case))


def test_assigning_offers_only_who_may_examine(a_case, page, penyelia, pemeriksa2, komisioner):
    shown = page(penyelia, address(a_case(), "assign"))
    assert str(pemeriksa2) in shown and str(komisioner) not in shown


def test_a_verb_that_waits_for_facts_says_which(a_case, at_desk, page, penyelia):
    case = a_case("DECIDED")
    shown = page(penyelia, address(case))
    assert 'aria-disabled="true"' in shown
    assert "Terbuka bila tidak ada yang terbukti" in shown
    answer = at_desk(penyelia).post(address(case, "close"), {"reason": "Selesai."})
    assert answer.status_code == 409
    assert "Terbuka bila tidak ada yang terbukti" in answer.content.decode()


def test_a_link_fills_in_only_fields_of_the_form(a_complaint, page, intake):
    shown = page(intake, address(a_complaint("VERIFYING"), "merge") + "?into=%22%3E%3Cscript%3E&csrfmiddlewaretoken=x")
    assert "&quot;&gt;&lt;script&gt;" in shown


@pytest.mark.parametrize("reference", ["KAS-26-000000", "kas", "'--"])
def test_an_unknown_reference_is_not_found(people, at_desk, penyelia, reference):
    assert at_desk(penyelia).get(f"/petugas/perkara/{reference}/").status_code == 404


def test_a_form_without_its_token_is_refused(a_complaint, intake):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(intake)
    complaint = a_complaint()
    assert browser.post(address(complaint, "verify")).status_code == 403
    assert Complaint.objects.get(pk=complaint.pk).stage == "RECEIVED"
