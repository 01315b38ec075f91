"""Accepting a complaint opens a case or joins one: one case, many respondents, many complaints."""

import pytest
from django.core.exceptions import PermissionDenied

from complaints.actions import Person
from complaints.models import Complaint
from investigations import actions
from investigations.models import Case
from investigations.verbs import Accept
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db


def case_of(complaint, by, case=None) -> Case:
    return Case.objects.get(reference=actions.accept(complaint, by=by, case=case)["case"])


def test_it_opens_a_case_with_every_person_and_violation_of_the_report(a_complaint, intake, kukar):
    people = [Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar), Person(position="Lurah")]
    case = case_of(a_complaint("VERIFYING", people=people), intake)
    assert [r.name or r.position for r in case.respondents.order_by("pk")] == ["Satu", "Dua", "Lurah"]
    assert {a.violation_id for r in case.respondents.all() for a in r.allegations.all()} == {"NET-D8"}
    assert case.stage == "OPEN"
    assert case.territory_id == "64.02"


def test_a_second_complaint_joins_and_a_person_known_by_nip_stays_one(a_complaint, intake, kukar):
    nip = "198609262015051001"
    case = case_of(a_complaint("VERIFYING", people=[Person(name="Budi", nip=nip, agency=kukar)]), intake)
    second = a_complaint("VERIFYING", people=[Person(name="Budi S.", nip=nip), Person(name="Cici", agency=kukar)])
    assert case_of(second, intake, case) == case
    assert case.respondents.count() == 2
    assert case.case_complaints.count() == 2


def test_a_person_of_the_same_name_in_another_agency_is_another_person(a_complaint, intake, kukar):
    case = case_of(a_complaint("VERIFYING", people=[Person(name="Budi", agency=kukar)]), intake)
    case_of(a_complaint("VERIFYING", people=[Person(name="Budi")]), intake, case)
    assert case.respondents.count() == 2


def test_it_is_two_events_in_one_unit(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    case = case_of(complaint, intake)
    verbs = list(Event.objects.order_by("-number").values_list("verb", "subject_reference")[:2])
    assert verbs == [("case.open", case.reference), ("complaint.accept", complaint.reference)]


def test_a_case_at_the_plenary_takes_no_more_complaints_and_the_complaint_stays(a_case, a_complaint, intake):
    case, complaint = a_case("DELIBERATION"), a_complaint("VERIFYING")
    with pytest.raises(MovedOn):
        actions.accept(complaint, by=intake, case=case)
    assert Complaint.objects.get(pk=complaint.pk).stage == "VERIFYING"


def test_a_complaint_is_accepted_once(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    actions.accept(complaint, by=intake)
    with pytest.raises(MovedOn):
        actions.accept(complaint, by=intake)
    assert Case.objects.count() == 1


def test_an_officer_excluded_from_the_case_cannot_join_a_complaint_to_it(a_case, a_complaint, intake):
    case = a_case("OPEN")
    case.access.excluded.add(intake)
    with pytest.raises(PermissionDenied):
        actions.accept(a_complaint("VERIFYING"), by=intake, case=case)


def test_whoever_is_excluded_from_the_complaint_is_excluded_from_its_case(a_complaint, intake, penyelia):
    complaint = a_complaint("VERIFYING")
    complaint.access.excluded.add(penyelia)
    case = case_of(complaint, intake)
    assert not Case.objects.visible_to(penyelia).filter(pk=case.pk).exists()


@pytest.mark.parametrize("typed", ["KAS-26-XXXXXX", "entah", "LAP-26-7K3M9Q", "'; drop"])
def test_the_form_says_which_case_is_unknown(a_complaint, intake, typed):
    form = Accept({"case": typed}, subject=a_complaint("VERIFYING"), by=intake)
    assert "case" in form.errors


def test_the_form_is_forgiving_about_the_reference(a_case, a_complaint, intake):
    case = a_case("OPEN")
    form = Accept({"case": f" {case.reference.lower()} "}, subject=a_complaint("VERIFYING"), by=intake)
    assert form.is_valid()
    assert form.cleaned_data["case"] == case


def test_the_title_is_the_first_sentence_and_never_endless(a_complaint, intake):
    case = case_of(a_complaint("VERIFYING", narrative="a" * 300), intake)
    assert len(case.title) <= 120


def test_who_is_kept_out_of_a_joining_complaint_sees_the_case_no_longer(a_complaint, intake, pemeriksa):
    case = case_of(a_complaint("VERIFYING"), intake)
    assert Case.objects.visible_to(pemeriksa).filter(pk=case.pk).exists()
    about_an_investigator = a_complaint("VERIFYING")
    about_an_investigator.access.excluded.add(pemeriksa)
    case_of(about_an_investigator, intake, case)
    assert not Case.objects.visible_to(pemeriksa).filter(pk=case.pk).exists()
