"""One door for every stage change: person, stage, facts; history and event with it, or nothing at all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from complaints import actions
from complaints.models import Complaint
from workflow.actors import SYSTEM, Reporter
from workflow.ledger import record, unit_of_work
from workflow.models import Event, Job
from workflow.transitions import MovedOn, perform

pytestmark = pytest.mark.django_db


def test_a_stage_change_leaves_its_history_and_one_event(a_complaint, intake):
    complaint = a_complaint()

    actions.verify(complaint, by=intake)

    now = Complaint.objects.get(pk=complaint.pk)
    event = Event.objects.latest("number")
    assert now.stage == "VERIFYING"
    assert (event.verb, event.subject_reference, event.actor) == ("complaint.verify", now.reference, intake)
    assert event.payload == {"from": "RECEIVED", "to": "VERIFYING"}
    newest = now.history.latest()
    assert (newest.stage, newest.history_user) == ("VERIFYING", intake)


def test_a_stage_change_sets_since_when_and_until_when(a_complaint, intake):
    complaint = a_complaint()
    actions.verify(complaint, by=intake)
    now = Complaint.objects.get(pk=complaint.pk)
    assert now.stage_since > complaint.stage_since
    assert now.due_date > now.stage_since.date()


def test_an_event_leaves_one_job_for_each_reader(a_complaint):
    complaint = a_complaint()
    event = Event.objects.get(subject_reference=complaint.reference, verb="complaint.submit")
    assert set(Job.objects.filter(key=str(event.number)).values_list("kind", flat=True)) >= {"index", "notify"}


@pytest.mark.parametrize(
    "name", ["pemeriksa", "komisioner", "bkd_kukar", "bawaslu", "pimpinan", "auditor", "admin_account"]
)
def test_who_lacks_the_right_is_refused_and_nothing_is_written(a_complaint, request, name):
    complaint, before = a_complaint(), Event.objects.count()
    with pytest.raises(PermissionDenied):
        actions.verify(complaint, by=request.getfixturevalue(name))
    assert Complaint.objects.get(pk=complaint.pk).stage == "RECEIVED"
    assert Event.objects.count() == before


def test_the_system_and_reporters_do_not_verify(a_complaint):
    complaint = a_complaint()
    for actor in (SYSTEM, Reporter(complaint.access_id, anonymous=False)):
        with pytest.raises(PermissionDenied):
            actions.verify(complaint, by=actor)


def test_an_officer_of_another_region_is_refused(a_complaint, intake):
    complaint = a_complaint()
    intake.regions.add("73.71")
    intake = type(intake).objects.get(pk=intake.pk)
    with pytest.raises(PermissionDenied):
        actions.verify(complaint, by=intake)


def test_an_officer_of_the_province_reaches_its_regencies(a_complaint, intake):
    complaint = a_complaint()
    intake.regions.add("64")
    actions.verify(complaint, by=type(intake).objects.get(pk=intake.pk))
    assert Complaint.objects.get(pk=complaint.pk).stage == "VERIFYING"


def test_an_excluded_officer_is_refused(a_complaint, intake):
    complaint = a_complaint()
    complaint.access.excluded.add(intake)
    with pytest.raises(PermissionDenied):
        actions.verify(complaint, by=intake)


def test_the_second_click_is_told_that_the_stage_moved_on(a_complaint, intake):
    complaint = a_complaint()
    actions.verify(complaint, by=intake)
    with pytest.raises(MovedOn) as moved:
        actions.verify(complaint, by=intake)
    assert moved.value.subject.stage == "VERIFYING"


def test_a_stranger_in_the_wrong_stage_is_refused_before_learning_the_stage(a_complaint, bkd_kukar):
    with pytest.raises(PermissionDenied):
        actions.reject(a_complaint(), by=bkd_kukar, reason="x")


def test_a_rollback_leaves_neither_stage_nor_history_nor_event(a_complaint, intake):
    complaint = a_complaint()
    events, history, jobs = Event.objects.count(), complaint.history.count(), Job.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.verify(complaint, by=intake)
        raise ZeroDivisionError
    assert Complaint.objects.get(pk=complaint.pk).stage == "RECEIVED"
    assert (Event.objects.count(), complaint.history.count(), Job.objects.count()) == (events, history, jobs)


def test_an_error_inside_a_unit_takes_its_events_along(a_complaint, intake):
    complaint, before = a_complaint(), Event.objects.count()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        perform(complaint.verify, by=intake)
        raise ZeroDivisionError
    assert Event.objects.count() == before
    with unit_of_work():
        pass
    assert Event.objects.count() == before


def test_an_event_cannot_be_recorded_outside_a_unit(a_complaint, intake):
    with pytest.raises(RuntimeError):
        record("complaint.verify", a_complaint(), by=intake, at=None)


def test_a_stage_cannot_be_set_by_assignment(a_complaint):
    with pytest.raises(AttributeError):
        a_complaint().stage = "ACCEPTED"


def test_the_database_refuses_a_stage_that_does_not_exist(a_complaint):
    complaint = a_complaint()
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(stage="SOLD")
