"""A merged report lives on in another one: its files, its people and who sees them go where that one goes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import Agency, SupervisingAuthority, Territory
from complaints.actions import Person
from complaints.models import Complaint
from desk.case_facts import complaints_of, evidence_of
from evidence.actions import add_file
from evidence.models import Evidence
from investigations import actions
from investigations.models import Case
from workflow.models import Event
from workflow.verbs import kind_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_file(a_complaint, intake):
    """A report under verification, with one file of its own."""

    def make(**other) -> Complaint:
        complaint = a_complaint("VERIFYING", **other)
        upload = SimpleUploadedFile("catatan.txt", f"Catatan {complaint.reference}".encode())
        complaint.file = add_file(complaint.access, upload=upload, by=intake, at=timezone.now())
        return complaint

    return make


@pytest.fixture
def accepted(intake):
    def accept(complaint) -> Case:
        return Case.objects.get(reference=actions.accept(complaint, by=intake)["case"])

    return accept


def merge(complaint, into, by) -> None:
    """As the page and the API do it."""
    kind_of("complaint").verbs["merge"].act(complaint, by=by, into=into)


def test_files_of_a_merged_report_are_seen_with_the_case(with_file, accepted, intake, pemeriksa):
    first, second = with_file(), with_file()
    case = accepted(first)
    merge(second, first, intake)
    assert {file.pk for file in evidence_of(case, pemeriksa)} == {first.file.pk, second.file.pk}
    assert {complaint.pk for complaint in complaints_of(case, pemeriksa)} == {first.pk, second.pk}


def test_so_are_those_merged_before_the_case_was_opened_and_by_way_of_others(with_file, accepted, intake, pemeriksa):
    first, second, third = with_file(), with_file(), with_file()
    merge(third, second, intake)
    merge(second, first, intake)
    case = accepted(first)
    assert {file.pk for file in evidence_of(case, pemeriksa)} == {first.file.pk, second.file.pk, third.file.pk}


def test_its_people_become_respondents_while_the_case_is_worked_on(a_complaint, accepted, intake, kukar):
    first = a_complaint("VERIFYING", people=[Person(name="Satu", agency=kukar)])
    early = a_complaint("VERIFYING", people=[Person(name="Dua", agency=kukar)])
    late = a_complaint("VERIFYING", people=[Person(name="Tiga", agency=kukar), Person(name="Satu", agency=kukar)])
    merge(early, first, intake)
    case = accepted(first)
    merge(late, first, intake)
    assert sorted(case.respondents.values_list("name", flat=True)) == ["Dua", "Satu", "Tiga"]
    joined = Event.objects.get(verb="case.join")
    assert (joined.subject_reference, joined.payload["complaint"]) == (case.reference, late.reference)


def test_a_case_before_the_plenary_gets_the_files_and_no_new_respondent(with_file, a_case, intake, komisioner):
    case, late = a_case("DELIBERATION"), with_file()
    before = case.respondents.count()
    merge(late, case.case_complaints.get().complaint, intake)
    assert case.respondents.count() == before
    assert late.file.pk in {file.pk for file in evidence_of(case, komisioner)}


def test_the_plenary_sees_its_files_and_no_longer_when_the_case_is_sent_back(
    with_file, a_case, intake, komisioner, penyelia
):
    case, other = a_case("EXAMINATION"), with_file()
    merge(other, case.case_complaints.get().complaint, intake)
    for person in case.respondents.all():
        for allegation in person.allegations.all():
            if not hasattr(allegation, "finding"):
                actions.set_aside(case, by=penyelia, respondent=person, reason="LEFT")
    actions.deliberate(Case.objects.get(pk=case.pk), by=penyelia)
    assert Evidence.objects.visible_to(komisioner).filter(pk=other.file.pk).exists()
    actions.send_back(Case.objects.get(pk=case.pk), by=penyelia)
    assert not Evidence.objects.visible_to(komisioner).filter(pk=other.file.pk).exists()


def test_it_goes_along_to_another_authority(with_file, accepted, intake, penyelia):
    first, second = with_file(), with_file()
    case = accepted(first)
    merge(second, first, intake)
    kasn = SupervisingAuthority.objects.get(code="KASN")
    actions.transfer(case, by=penyelia, to=kasn, reason="Serah terima.")
    assert Complaint.objects.get(pk=second.pk).access.authority == kasn
    assert not Evidence.objects.visible_to(penyelia).exists()


def test_it_is_seen_where_the_case_is_seen(with_file, accepted, intake, pemeriksa):
    first = with_file()
    elsewhere = with_file(territory=Territory.objects.get(code="65.71"), people=[Person(agency=Agency.objects.first())])
    case = accepted(first)
    merge(elsewhere, first, intake)
    pemeriksa.regions.add(Territory.objects.get(code="64"))
    pemeriksa = type(pemeriksa).objects.get(pk=pemeriksa.pk)
    assert {file.pk for file in evidence_of(case, pemeriksa)} == {first.file.pk, elsewhere.file.pk}


def test_whom_either_keeps_out_both_keep_out(with_file, accepted, intake, pemeriksa, pemeriksa2):
    first, second = with_file(), with_file()
    case = accepted(first)
    case.access.excluded.add(pemeriksa2)
    second.access.excluded.add(pemeriksa)
    merge(second, first, intake)
    for kept_out in (pemeriksa, pemeriksa2):
        assert not Evidence.objects.visible_to(kept_out).filter(pk=second.file.pk).exists()
        assert not Case.objects.visible_to(kept_out).filter(pk=case.pk).exists()
