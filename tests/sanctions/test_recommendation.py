"""One recommendation per proven respondent, drafted from the catalogue, issued to the respondent's agency."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from complaints.actions import Person
from investigations import actions as investigations
from investigations.models import Case
from law.models import Sanction, Violation
from letters.models import Letter
from sanctions import actions
from sanctions.models import Recommendation
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.verbs import available

pytestmark = pytest.mark.django_db


def fresh(recommendation) -> Recommendation:
    return Recommendation.objects.select_related("access", "letter").get(pk=recommendation.pk)


def names(subject, by) -> set[str]:
    return {verb.name for verb in available(subject, by)}


def test_each_proven_respondent_gets_a_draft_and_nobody_else(a_case, kukar, penyelia):
    case = a_case("DECIDED", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    second = case.respondents.order_by("pk").last()
    second.outcome = "NOT_PROVEN"
    second.save()
    answer = actions.follow_up(case, by=penyelia)
    draft = Recommendation.objects.get()
    assert answer == {"recommendations": [draft.reference]}
    assert draft.respondent.name == "Satu"
    assert draft.stage == "DRAFT"


def test_the_draft_takes_the_sanction_of_the_catalogue_and_names_the_articles(a_recommendation):
    draft = a_recommendation("DRAFT")
    violation = Violation.objects.get(code="NET-D8")
    assert draft.sanction == violation.default_sanction
    assert violation.title in draft.considerations
    assert all(article in draft.considerations for article in violation.articles)


def test_of_several_violations_the_heaviest_counts(a_recommendation):
    codes = ["NET-E4", "NET-P2", "NET-D8"]
    draft = a_recommendation("DRAFT", violations=list(Violation.objects.filter(code__in=codes)))
    assert draft.sanction.level == "HEAVY"


def test_what_was_not_proven_is_not_mentioned(a_case, kukar, penyelia, pemeriksa):
    case = a_case("CLARIFICATION", violations=list(Violation.objects.filter(code__in=["NET-D8", "NET-P4"])))
    investigations.examine(case, by=pemeriksa)
    person = case.respondents.get()
    for allegation in person.allegations.all():
        conclusion = "PROVEN" if allegation.violation_id == "NET-D8" else "NOT_PROVEN"
        investigations.write_finding(
            case, by=pemeriksa, respondent=person, violation=allegation.violation, conclusion=conclusion, reasons="x"
        )
    Case.objects.filter(pk=case.pk).update(stage="DECIDED")
    person.outcome = "PROVEN"
    person.save()
    actions.follow_up(case, by=penyelia)
    assert "NET-P4" not in Recommendation.objects.get().considerations


def test_the_supervisor_revises_a_draft_and_only_a_draft(a_recommendation, penyelia, pemeriksa):
    draft = a_recommendation("DRAFT")
    with pytest.raises(PermissionDenied):
        actions.revise(draft, by=pemeriksa, sanction=draft.sanction, considerations="x")
    actions.revise(draft, by=penyelia, sanction=draft.sanction, considerations="Dengan pertimbangan lain.")
    assert fresh(draft).considerations == "Dengan pertimbangan lain."
    assert fresh(draft).history.count() == 2
    actions.submit(draft, by=penyelia)
    with pytest.raises(MovedOn):
        actions.revise(draft, by=penyelia, sanction=draft.sanction, considerations="x")


def test_it_is_countersigned_before_it_is_issued(a_recommendation, penyelia, komisioner):
    draft = a_recommendation("REVIEW")
    with pytest.raises(MovedOn):
        actions.issue(draft, by=penyelia)
    with pytest.raises(PermissionDenied):
        actions.approve(draft, by=penyelia)
    actions.send_back(draft, by=komisioner, note="Perbaiki pasal.")
    assert (fresh(draft).stage, fresh(draft).note) == ("DRAFT", "Perbaiki pasal.")


def test_issuing_makes_a_numbered_letter_and_shows_it_to_the_agency(a_recommendation, bkd_kukar):
    issued = a_recommendation("ISSUED")
    assert issued.letter.agency_id == "64.02"
    assert issued.letter.authority_id == "BKN"
    assert len(issued.letter.code) == 16
    assert list(Recommendation.objects.visible_to(bkd_kukar)) == [issued]
    assert names(issued, bkd_kukar) == {"acknowledge", "rebut", "implement", "convene"}


def test_letters_are_numbered_one_after_the_other(a_recommendation):
    numbers = [a_recommendation("ISSUED").letter.number for _ in range(3)]
    assert len(set(numbers)) == 3
    assert Letter.objects.count() == 3


def test_without_a_known_agency_nothing_is_issued_and_the_reason_is_said(a_recommendation, penyelia, komisioner):
    approved = a_recommendation("APPROVED", people=[Person(name="Tanpa instansi")])
    with pytest.raises(ValidationError, match="Instansi"):
        actions.issue(approved, by=penyelia)
    assert fresh(approved).stage == "APPROVED"
    assert not Letter.objects.exists()
    with pytest.raises(PermissionDenied):
        actions.issue(approved, by=komisioner)


def test_the_agency_records_its_decree_and_the_supervisor_verifies(a_recommendation, penyelia):
    done = a_recommendation("IMPLEMENTED")
    assert done.decree_number == "800/1"
    assert done.decree_sanction == done.sanction
    actions.verify(done, by=penyelia, note="sesuai")
    assert fresh(done).stage == "VERIFIED"


def test_a_decree_before_its_letter_and_another_sanction_are_flagged_and_taken(a_recommendation, bkd_kukar):
    recommendation = a_recommendation("ACKNOWLEDGED")
    other = Sanction.objects.filter(level="LIGHT").first()
    actions.implement(recommendation, by=bkd_kukar, decree_number="1", decree_date=date(2020, 1, 2), sanction=other)
    event = Event.objects.get(verb="recommendation.implement")
    assert event.payload["flags"] == ["decree_before_letter", "other_sanction"]


def test_a_contested_follow_up_goes_back_to_the_agency(a_recommendation, penyelia):
    done = a_recommendation("IMPLEMENTED")
    actions.contest(done, by=penyelia, note="Sanksi lebih ringan dari rekomendasi.")
    assert fresh(done).stage == "ACKNOWLEDGED"


def test_a_rebuttal_is_upheld_or_superseded_by_a_new_draft(a_recommendation, penyelia, bkd_kukar):
    first = a_recommendation("ISSUED")
    actions.rebut(first, by=bkd_kukar, note="Yang bersangkutan sedang cuti.")
    actions.uphold(first, by=penyelia, note="Cuti tidak terbukti.")
    actions.rebut(first, by=bkd_kukar, note="Surat cuti terlampir.")
    answer = actions.supersede(first, by=penyelia, note="Diterima.")
    assert fresh(first).stage == "SUPERSEDED"
    assert Recommendation.objects.get(reference=answer["recommendation"]).stage == "DRAFT"


def test_each_step_of_the_ladder_is_a_dated_row(a_recommendation, penyelia, bkd_kukar):
    recommendation = a_recommendation("ISSUED")
    for step in ("REMINDER", "WARNING", "HOME_AFFAIRS"):
        actions.escalate(recommendation, by=penyelia, step=step)
    assert fresh(recommendation).stage == "ESCALATED"
    assert list(recommendation.escalations.order_by("pk").values_list("step", flat=True)) == [
        "REMINDER",
        "WARNING",
        "HOME_AFFAIRS",
    ]
    assert names(fresh(recommendation), bkd_kukar) == {"implement", "convene"}


def test_a_case_is_closed_when_all_its_recommendations_ended_and_not_before(a_recommendation, penyelia):
    waiting = a_recommendation("ISSUED")
    with pytest.raises(MovedOn):
        actions.close(waiting.case, by=penyelia, reason="Selesai.")
    actions.moot(waiting, by=penyelia, reason="Pensiun.")
    actions.close(waiting.case, by=penyelia, reason="Selesai.")
    assert Case.objects.get(pk=waiting.case_id).stage == "CLOSED"


def test_a_case_declared_moot_leaves_no_recommendation_open_to_the_agency(a_recommendation, penyelia, bkd_kukar):
    issued = a_recommendation("ISSUED")
    actions.moot_case(issued.case, by=penyelia, reason="Semua terlapor meninggal.")
    assert Case.objects.get(pk=issued.case_id).stage == "MOOT"
    assert fresh(issued).stage == "MOOT"
    assert names(fresh(issued), bkd_kukar) == set()


def test_a_case_that_cannot_be_declared_moot_keeps_its_recommendations(a_recommendation, penyelia, bkd_kukar):
    issued = a_recommendation("ISSUED")
    with pytest.raises(PermissionDenied):
        actions.moot_case(issued.case, by=bkd_kukar, reason="x")
    assert fresh(issued).stage == "ISSUED"


@pytest.mark.parametrize("verb", ["acknowledge", "rebut", "implement"])
def test_another_agency_can_do_nothing_to_it(a_recommendation, bkd_kaltara, verb):
    issued = a_recommendation("ISSUED")
    details = {
        "acknowledge": {},
        "rebut": {"note": "x"},
        "implement": {"decree_number": "1", "decree_date": timezone.localdate(), "sanction": issued.sanction},
    }[verb]
    with pytest.raises(PermissionDenied):
        getattr(actions, verb)(issued, by=bkd_kaltara, **details)
    assert fresh(issued).stage == "ISSUED"


def test_contract_staff_are_recommended_a_sanction_of_their_own(a_case, penyelia, client):
    case = a_case("DECIDED")
    person = case.respondents.get()
    person.kind = "PPPK"
    person.save()
    reference = actions.follow_up(Case.objects.get(pk=case.pk), by=penyelia)["recommendations"][0]
    draft = Recommendation.objects.get(reference=reference)
    assert draft.sanction_id == "HEAVY-TERMINATION"
    client.force_login(penyelia)
    offered = client.get(f"/petugas/rekomendasi/{reference}/revise/").content.decode()
    assert "HEAVY-AGENCY" in offered and "HEAVY-DEMOTION-12M" not in offered
