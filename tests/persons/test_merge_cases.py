"""Cases, reports and respondents merged and parted again: nothing is lost, nothing goes in a ring."""

import random
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from complaints import actions as complaints
from complaints.models import Complaint
from evidence.models import Evidence
from investigations import actions as investigations
from investigations.models import Allegation, Case, CaseComplaint, Finding, Respondent, Statement
from investigations.queries import accesses_of
from persons import conflicts, same_case
from persons.merging import merge_cases, merge_complaints, unmerge_cases, unmerge_complaint
from persons.models import Merge
from persons.queries import person_of
from tests.persons.conftest import NIP, OTHER_NIP
from workflow.models import Access, Event
from workflow.transitions import MovedOn


def fresh(case: Case) -> Case:
    return Case.objects.select_related("access").get(pk=case.pk)


def picture() -> dict:
    """All rows a merge may touch, as they stand."""
    return {
        "cases": sorted(Case.objects.values_list("pk", "stage", "merged_into", "round", "assignee")),
        "complaints": sorted(CaseComplaint.objects.values_list("complaint", "case")),
        "stages": sorted(Complaint.objects.values_list("pk", "stage")),
        "respondents": sorted(Respondent.objects.values_list("pk", "case", "name", "nip", "set_aside")),
        "allegations": sorted(Allegation.objects.values_list("pk", "respondent", "violation")),
        "findings": sorted(Finding.objects.values_list("pk", "allegation", "reasons")),
        "statements": sorted(Statement.objects.values_list("pk", "case", "respondent")),
        "people": sorted((r.pk, person_of(r).pk if person_of(r) else 0) for r in Respondent.objects.all()),
        "access": sorted(
            (
                a.pk,
                a.authority_id,
                a.region_id or "",
                a.sealed,
                a.at_plenary,
                tuple(sorted(o.pk for o in a.excluded.all())),
            )
            for a in Access.objects.prefetch_related("excluded")
        ),
    }


@pytest.fixture
def two(about, people):
    """Two cases worked on: the first with a finding and a note, somebody kept out of it, in another region."""
    one, _first = about("Budi Santoso", stage="EXAMINATION")
    other, _second = about("Rina Hapsari", stage="CLARIFICATION")
    investigations.add_statement(fresh(one), by=people["pemeriksa"], kind="NOTE", text="Catatan.")
    conflicts.state(fresh(one), officer=people["pemeriksa2"], by=people["penyelia"], reason="Ipar.", at=timezone.now())
    return one, other


@pytest.mark.django_db
def test_everything_goes_along_and_everything_comes_back(two, people, at_desk):
    one, other = two
    before = picture()
    assert merge_cases(fresh(one), by=people["penyelia"], into=other) == {"case": other.reference}
    merged, target = fresh(one), fresh(other)
    assert (merged.stage, merged.merged_into_id) == ("MERGED", other.pk)
    assert target.respondents.count() == 2 and target.case_complaints.count() == 2 and target.statements.count() == 1
    assert set(accesses_of(one)) <= set(accesses_of(target))
    assert not Case.objects.visible_to(people["pemeriksa2"]).filter(pk=other.pk).exists()  # kept out of one: of both
    page = at_desk(people["penyelia"]).get(f"/petugas/perkara/{one.reference}/").content.decode()
    assert other.reference in page and "Digabung" in page
    assert Event.objects.filter(verb__in=["case.merge", "case.absorb"]).count() == 2
    assert unmerge_cases(merged, by=people["penyelia"]) == {"case": one.reference}
    assert picture() == before
    assert Merge.objects.get().undone_by == people["penyelia"]


@pytest.mark.django_db
def test_neither_with_itself_nor_in_a_ring_nor_after_the_plenary_began(two, people, a_case, call):
    one, other = two
    by = people["penyelia"]
    with pytest.raises(ValidationError):
        merge_cases(fresh(one), by=by, into=one)
    merge_cases(fresh(one), by=by, into=other)
    with pytest.raises(ValidationError):
        merge_cases(fresh(other), by=by, into=fresh(one))
    with pytest.raises(MovedOn):
        merge_cases(fresh(one), by=by, into=other)  # the second click
    late = a_case("DELIBERATION")
    with pytest.raises(ValidationError):
        merge_cases(fresh(other), by=by, into=late)
    for who, status in (("penyelia", 422), ("pemeriksa", 403), ("merit", 404)):
        path = f"cases/{other.reference}/transitions/merge"
        assert call(people[who], "POST", path, {"into": other.reference}).status_code == status
    assert call(by, "POST", f"cases/{late.reference}/transitions/merge", {"into": other.reference}).status_code == 409
    assert call(by, "POST", f"cases/{other.reference}/transitions/unmerge", {}).status_code == 409


@pytest.mark.django_db
def test_what_came_since_stays_and_whoever_was_kept_out_since_stays_out(two, people, a_complaint):
    one, other = two
    by = people["penyelia"]
    merge_cases(fresh(one), by=by, into=other)
    investigations.accept(a_complaint("VERIFYING"), by=people["intake"], case=fresh(other))
    conflicts.declare(fresh(other), by=people["intake"], reason="Kakak.", at=timezone.now())
    unmerge_cases(fresh(one), by=by)
    assert fresh(other).case_complaints.count() == 2 and fresh(one).case_complaints.count() == 1
    assert fresh(other).access.excluded.filter(pk=people["intake"].pk).exists()
    assert not fresh(other).access.excluded.filter(pk=people["pemeriksa2"].pk).exists()


@pytest.mark.django_db
def test_votes_of_before_do_not_count_after(about, people):
    one, _first = about("Budi Santoso", stage="DELIBERATION")
    other, _second = about("Rina Hapsari", stage="EXAMINATION")
    person = one.respondents.get()
    for name in ("komisioner", "komisioner2", "komisioner3"):
        investigations.vote(fresh(one), by=people[name], respondent=person, conclusion="PROVEN")
    investigations.send_back(fresh(one), by=people["penyelia"])
    merge_cases(fresh(one), by=people["penyelia"], into=other)
    investigations.deliberate(fresh(other), by=people["penyelia"])
    with pytest.raises(MovedOn):
        investigations.decide(fresh(other), by=people["komisioner"])
    with pytest.raises(ValidationError):
        unmerge_cases(fresh(one), by=people["penyelia"])  # not while the plenary sits
    investigations.send_back(fresh(other), by=people["penyelia"])
    unmerge_cases(fresh(one), by=people["penyelia"])
    assert fresh(one).round == fresh(other).round == 2


@pytest.mark.django_db
def test_a_merge_that_fails_leaves_nothing_behind(two, people, monkeypatch):
    one, other = two
    before = picture()
    monkeypatch.setattr(Merge.objects.__class__, "create", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge_cases(fresh(one), by=people["penyelia"], into=other)
    assert picture() == before and not Event.objects.filter(verb__contains="merge").exists()


@pytest.mark.django_db
def test_files_of_a_merged_case_are_read_with_the_other(two, people):
    one, other = two
    access = fresh(one).access
    file = Evidence.objects.create(access=access, name="a.txt", size=1, sha256="0" * 64)
    merge_cases(fresh(one), by=people["penyelia"], into=other)
    assert (
        Evidence.objects.visible_to(people["pemeriksa"])
        .filter(access__in=accesses_of(fresh(other)), pk=file.pk)
        .exists()
    )


@pytest.mark.django_db
def test_a_report_merged_by_mistake_is_verified_again(a_complaint, people, call):
    first, second = a_complaint("VERIFYING"), a_complaint("VERIFYING")
    conflicts.declare(second, by=people["pemeriksa2"], reason="Paman.", at=timezone.now())
    merge_complaints(second, by=people["intake"], into=first)
    assert not Complaint.objects.visible_to(people["pemeriksa2"]).filter(pk=first.pk).exists()
    path = f"complaints/{second.reference}/transitions/unmerge"
    assert call(people["pemeriksa"], "POST", path, {}).status_code == 403
    assert call(people["intake"], "POST", path, {}).status_code == 200
    assert call(people["intake"], "POST", path, {}).status_code == 409
    second.refresh_from_db(fields=["merged_into"])
    assert second.merged_into is None and Complaint.objects.get(pk=second.pk).stage == "VERIFYING"
    complaints.merge(Complaint.objects.get(pk=first.pk), by=people["intake"], into=second)  # the other way round now
    unmerge_complaint(Complaint.objects.get(pk=first.pk), by=people["intake"])  # merged without this room's memory


@pytest.mark.django_db
def test_two_respondents_who_are_one_person_are_examined_once_and_can_be_parted(about, a_complaint, people, at_desk):
    case, stays = about("Budi Santoso")
    joined = a_complaint("VERIFYING", people=[complaints.Person(name="Boedi S", nip=NIP, position="Lurah")])
    investigations.accept(joined, by=people["intake"], case=case)
    gone = case.respondents.exclude(pk=stays.pk).get()
    before = picture()
    page = f"/petugas/perkara/{case.reference}/respondents/{gone.pk}/merge/"
    assert at_desk(people["pemeriksa"]).get(page).status_code == 403
    desk = at_desk(people["penyelia"])
    assert desk.post(page, {"into": gone.pk}).status_code == 422
    assert desk.post(page, {"into": stays.pk}).status_code == 302
    assert desk.post(page, {"into": stays.pk}).status_code == 422
    stays.refresh_from_db()
    assert stays.nip == NIP and person_of(stays) == person_of(gone)
    assert case.respondents.filter(set_aside="").get() == stays
    assert "Digabung" in desk.get(f"/petugas/perkara/{case.reference}/").content.decode()
    assert desk.post(f"/petugas/perkara/{case.reference}/respondents/{gone.pk}/unmerge/").status_code == 302
    assert picture() == before
    assert desk.post(f"/petugas/perkara/{case.reference}/respondents/{gone.pk}/unmerge/").status_code == 409


@pytest.mark.django_db
def test_two_numbers_are_two_people_and_a_case_is_not_parted_across_them(about, people):
    one, first = about("Budi Santoso", nip=NIP)
    other, second = about("Rina", nip=OTHER_NIP)
    third, last = about("Boedi")
    by, now = people["penyelia"], timezone.now()
    merge_cases(fresh(one), by=by, into=other)
    merge_cases(fresh(third), by=by, into=fresh(other))
    with pytest.raises(ValidationError):
        same_case.merge_respondents(other, by=by, respondent=first, into=second, at=now)
    same_case.merge_respondents(other, by=by, respondent=last, into=first, at=now)
    with pytest.raises(ValidationError):
        unmerge_cases(fresh(third), by=by)
    same_case.unmerge_respondents(other, by=by, respondent=last, at=now)
    unmerge_cases(fresh(third), by=by)
    assert fresh(third).respondents.get() == last


@pytest.mark.django_db
def test_any_order_of_merging_and_parting_keeps_every_row(about, people):
    """Cases merged at random and parted again in the opposite order stand as they stood, whatever the chance."""
    cases = [about(f"Orang {number}")[0] for number in range(4)]
    by, before = people["penyelia"], picture()
    for seed in range(3):
        dice, merged = random.Random(seed), []
        for _step in range(6):
            open_ = [case for case in cases if fresh(case).stage != "MERGED"]
            if len(open_) > 1 and dice.random() < 0.6:
                source, target = dice.sample(open_, 2)
                merge_cases(fresh(source), by=by, into=fresh(target))
                merged.append(source)
            elif merged:
                unmerge_cases(fresh(merged.pop()), by=by)
            kept = picture()
            assert [len(kept[name]) for name in kept] == [len(before[name]) for name in before]
        for case in reversed(merged):
            unmerge_cases(fresh(case), by=by)
        assert picture() == before


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_merging_two_cases_into_each_other_at_once_close_no_ring(reference_data, about, people):
    for _round in range(5):
        one, other = about("Budi Santoso")[0], about("Rina Hapsari")[0]
        start, outcomes = threading.Barrier(2), []

        def merge(source, target, start=start, outcomes=outcomes):
            start.wait()
            try:
                merge_cases(fresh(source), by=people["penyelia"], into=fresh(target))
                outcomes.append("merged")
            except (ValidationError, MovedOn, PermissionDenied) as refused:
                outcomes.append(type(refused).__name__)
            finally:
                connection.close()

        threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count("merged") == 1 and len(outcomes) == 2
        assert sorted(row.stage == "MERGED" for row in (fresh(one), fresh(other))) == [False, True]
