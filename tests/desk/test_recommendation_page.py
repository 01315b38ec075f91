"""The page of one recommendation: the draft being written, its letter, what the agency did with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evidence.models import Evidence
from law.models import Sanction
from sanctions import actions
from sanctions.models import Recommendation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def address(recommendation, rest: str = "") -> str:
    return f"/petugas/rekomendasi/{recommendation.reference}/{rest}"


def fresh(recommendation) -> Recommendation:
    return Recommendation.objects.get(pk=recommendation.pk)


def test_it_shows_whom_it_is_about_what_is_recommended_and_why(a_recommendation, page, penyelia):
    draft = a_recommendation("DRAFT")
    shown = page(penyelia, address(draft))
    for words in (draft.respondent.name, draft.sanction.title, "NET-D8", "Foto dan dua saksi.", draft.case.reference):
        assert words in shown
    assert "Giliran Anda" in shown and address(draft, "submit/") in shown


def test_the_draft_is_changed_while_it_is_one(a_recommendation, at_desk, page, penyelia):
    draft = a_recommendation("DRAFT")
    other = Sanction.objects.get(pk="HEAVY-RELEASE-12M")
    assert f'value="{other.pk}"' in page(penyelia, address(draft, "revise/"))
    answer = at_desk(penyelia).post(
        address(draft, "revise/"), {"sanction": other.pk, "considerations": "Pertimbangan baru."}
    )
    assert answer.status_code == 302
    assert (fresh(draft).sanction, fresh(draft).considerations) == (other, "Pertimbangan baru.")


def test_only_sanctions_permitted_for_what_was_proven_are_taken(a_recommendation, at_desk, page, penyelia):
    draft = a_recommendation("DRAFT")
    light = Sanction.objects.filter(level="LIGHT").first()
    assert f'value="{light.pk}"' not in page(penyelia, address(draft, "revise/"))
    answer = at_desk(penyelia).post(address(draft, "revise/"), {"sanction": light.pk, "considerations": "x"})
    assert answer.status_code == 422
    assert fresh(draft).sanction == draft.sanction


def test_a_draft_under_review_is_not_changed_and_the_words_are_kept(a_recommendation, at_desk, penyelia):
    draft = a_recommendation("REVIEW")
    answer = at_desk(penyelia).post(
        address(draft, "revise/"), {"sanction": draft.sanction_id, "considerations": "Terlambat."}
    )
    assert answer.status_code == 409
    assert "Rekomendasi ini sudah berpindah ke Telaah pukul" in answer.content.decode()
    assert "Terlambat." in answer.content.decode()


def test_only_the_drafter_changes_it(a_recommendation, at_desk, komisioner, intake):
    draft = a_recommendation("DRAFT")
    assert at_desk(komisioner).get(address(draft, "revise/")).status_code == 403
    assert at_desk(intake).get(address(draft, "revise/")).status_code == 403


def test_review_approval_and_issue_are_pressed_one_after_the_other(
    a_recommendation, at_desk, page, penyelia, komisioner
):
    draft = a_recommendation("DRAFT")
    for person, verb in ((penyelia, "submit"), (komisioner, "approve"), (penyelia, "issue")):
        assert f'href="{address(draft, verb)}/"' in page(person, address(draft))
        assert at_desk(person).post(address(draft, f"{verb}/")).status_code == 302
    issued = Recommendation.objects.select_related("letter").get(pk=draft.pk)
    shown = page(penyelia, address(draft))
    assert issued.letter.number in shown and issued.letter.code in shown


def test_what_only_the_facts_forbid_is_told_on_the_page(a_recommendation, at_desk, penyelia):
    approved = a_recommendation("APPROVED")
    approved.respondent.agency = None
    approved.respondent.save()
    answer = at_desk(penyelia).post(address(approved, "issue/"))
    assert answer.status_code == 422
    assert "Instansi terlapor belum diketahui" in answer.content.decode()
    assert fresh(approved).stage == "APPROVED"


def test_the_agencys_decree_is_shown_and_what_is_odd_about_it_marked(a_recommendation, page, penyelia, bkd_kukar):
    issued = a_recommendation("ACKNOWLEDGED")
    other = Sanction.objects.filter(level="LIGHT").first()
    day = timezone.localdate() - timezone.timedelta(days=400)
    actions.implement(issued, by=bkd_kukar, decree_number="800/77", decree_date=day, sanction=other)
    shown = page(penyelia, address(issued))
    for words in (
        "800/77",
        other.title,
        "lebih awal daripada tanggal surat rekomendasi",
    ):
        assert words in shown
    assert address(issued, "verify/") in shown and address(issued, "contest/") in shown


def test_steps_of_the_ladder_are_listed_with_their_dates(a_recommendation, at_desk, page, penyelia):
    issued = a_recommendation("ISSUED")
    assert at_desk(penyelia).post(address(issued, "escalate/"), {"step": "REMINDER"}).status_code == 302
    shown = page(penyelia, address(issued))
    assert "Pengingat" in shown and "naik jenjang: pengingat" in shown


def test_replacing_it_leads_to_the_new_draft(a_recommendation, at_desk, penyelia, bkd_kukar):
    issued = a_recommendation("ISSUED")
    actions.rebut(issued, by=bkd_kukar, note="Sudah dihukum.")
    answer = at_desk(penyelia).post(address(issued, "supersede/"), {"note": "Diganti."})
    assert answer.url == address(Recommendation.objects.get(stage="DRAFT"))


def test_a_rebuttal_is_read_before_it_is_answered(a_recommendation, page, penyelia, bkd_kukar):
    issued = a_recommendation("ISSUED")
    actions.rebut(issued, by=bkd_kukar, note="<b>Sudah</b> dihukum.")
    shown = page(penyelia, address(issued))
    assert "&lt;b&gt;Sudah&lt;/b&gt; dihukum." in shown and address(issued, "uphold/") in shown


def test_a_file_is_added_to_it(a_recommendation, at_desk, page, penyelia):
    draft = a_recommendation("DRAFT")
    upload = SimpleUploadedFile("surat.pdf", PDF)
    assert at_desk(penyelia).post(address(draft, "evidence/"), {"file": upload}).status_code == 302
    assert Evidence.objects.get().access_id == draft.access_id
    assert "surat.pdf" in page(penyelia, address(draft))


@pytest.mark.parametrize("stage", ["DRAFT", "REVIEW", "APPROVED", "ISSUED", "ACKNOWLEDGED", "IMPLEMENTED", "VERIFIED"])
def test_in_every_stage_it_opens(a_recommendation, page, penyelia, komisioner, pimpinan, stage):
    recommendation = a_recommendation(stage)
    for person in (penyelia, komisioner, pimpinan):
        assert recommendation.respondent.name in page(person, address(recommendation))


def test_the_page_asks_a_bounded_number_of_questions(
    a_recommendation, at_desk, penyelia, django_assert_max_num_queries
):
    browser, recommendation = at_desk(penyelia), a_recommendation("IMPLEMENTED")
    with django_assert_max_num_queries(58):
        assert browser.get(address(recommendation)).status_code == 200
