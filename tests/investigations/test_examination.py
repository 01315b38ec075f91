"""From the assignment to the plenary: findings per respondent and allegation, statements, people set aside."""

import pytest
from django.core.exceptions import PermissionDenied

from complaints.actions import Person
from investigations import actions
from investigations.models import Case, Finding, Statement
from investigations.verbs import Assign
from law.models import Violation
from workflow.transitions import MovedOn
from workflow.verbs import available

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(a_case, kukar, pemeriksa):
    """A case in examination with two respondents, no findings yet."""
    case = a_case("CLARIFICATION", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    actions.examine(case, by=pemeriksa)
    return Case.objects.get(pk=case.pk)


def find(case, who, by, conclusion="PROVEN", code="NET-D8"):
    violation = Violation.objects.get(code=code)
    return actions.write_finding(
        case, by=by, respondent=who, violation=violation, conclusion=conclusion, reasons="dua saksi"
    )


def test_an_assigned_case_shows_who_has_it(a_case, penyelia, pemeriksa2):
    case = a_case("OPEN")
    actions.assign(case, by=penyelia, to=pemeriksa2)
    assert Case.objects.get(pk=case.pk).assignee == pemeriksa2


@pytest.mark.parametrize("name", ["intake", "komisioner", "bkd.kukar", "penyelia"])
def test_only_investigators_can_be_assigned(a_case, people, penyelia, name):
    form = Assign({"to": name}, subject=a_case("OPEN"), by=penyelia)
    assert form.is_valid() == (name == "pemeriksa")


def test_an_excluded_investigator_cannot_be_assigned(a_case, penyelia, pemeriksa):
    case = a_case("OPEN")
    case.access.excluded.add(pemeriksa)
    assert not Assign({"to": "pemeriksa"}, subject=case, by=penyelia).is_valid()


def test_the_plenary_waits_until_every_allegation_has_its_finding(two, penyelia, pemeriksa):
    first, second = two.respondents.order_by("pk")
    find(two, first, pemeriksa)
    with pytest.raises(MovedOn):
        actions.deliberate(two, by=penyelia)
    assert "deliberate" not in {v.name for v in available(two, penyelia)}
    find(two, second, pemeriksa, "NOT_PROVEN")
    actions.deliberate(two, by=penyelia)
    assert Case.objects.get(pk=two.pk).stage == "DELIBERATION"


def test_a_finding_may_name_a_violation_nobody_had_alleged(two, pemeriksa):
    first = two.respondents.first()
    find(two, first, pemeriksa, code="NET-P4")
    assert set(first.allegations.values_list("violation_id", flat=True)) == {"NET-D8", "NET-P4"}


def test_writing_a_finding_again_replaces_it_and_keeps_the_old_one_in_its_history(two, pemeriksa):
    first = two.respondents.first()
    find(two, first, pemeriksa, "PROVEN")
    finding = find(two, first, pemeriksa, "NOT_PROVEN")
    assert Finding.objects.get(allegation__respondent=first).conclusion == "NOT_PROVEN"
    assert [h.conclusion for h in finding.history.order_by("history_id")] == ["PROVEN", "NOT_PROVEN"]


def test_findings_belong_to_the_examination(a_case, pemeriksa):
    case = a_case("DELIBERATION")
    with pytest.raises(MovedOn):
        find(case, case.respondents.get(), pemeriksa, "NOT_PROVEN")


@pytest.mark.parametrize("name", ["intake", "penyelia", "komisioner", "bkd_kukar", "pimpinan"])
def test_only_investigators_write_findings(two, request, name):
    with pytest.raises(PermissionDenied):
        find(two, two.respondents.first(), request.getfixturevalue(name))


def test_statements_and_notes_are_kept_with_their_kind(two, pemeriksa):
    actions.add_statement(two, by=pemeriksa, kind=Statement.Kind.WITNESS, text="Saya melihatnya.", given_by="Saksi 1")
    actions.add_statement(two, by=pemeriksa, kind=Statement.Kind.NOTE, text="Periksa daftar hadir.")
    assert list(two.statements.order_by("pk").values_list("kind", flat=True)) == ["WITNESS", "NOTE"]


def test_a_closed_case_takes_no_more_notes(a_case, penyelia, pemeriksa):
    case = a_case("EXAMINATION")
    actions.moot(case, by=penyelia, reason="semua pensiun")
    with pytest.raises(MovedOn):
        actions.add_statement(case, by=pemeriksa, kind="NOTE", text="terlambat")


def test_the_note_of_a_step_is_a_statement_of_the_case(a_case, penyelia):
    case = a_case("EXAMINATION")
    actions.deliberate(case, by=penyelia, note="Siap pleno.")
    assert case.statements.get(kind="TRANSITION").text == "Siap pleno."


def test_who_is_set_aside_needs_no_finding(two, penyelia, pemeriksa):
    first, second = two.respondents.order_by("pk")
    find(two, first, pemeriksa)
    actions.set_aside(two, by=penyelia, respondent=second, reason="RETIRED")
    actions.deliberate(two, by=penyelia)
    second.refresh_from_db()
    assert second.set_aside == "RETIRED"
    assert second.history.count() == 2


def test_a_case_whose_people_are_all_set_aside_does_not_go_to_the_plenary(two, penyelia):
    for respondent in two.respondents.all():
        actions.set_aside(two, by=penyelia, respondent=respondent, reason="DIED")
    with pytest.raises(MovedOn):
        actions.deliberate(two, by=penyelia)


def test_only_a_supervisor_sets_aside(two, pemeriksa):
    with pytest.raises(PermissionDenied):
        actions.set_aside(two, by=pemeriksa, respondent=two.respondents.first(), reason="DIED")
