"""Clocks follow what happens: they begin, rest while the reporter is waited for, go on, and end."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from agencies.models import Territory
from complaints import actions as complaints
from deadlines import keeping, overdue
from deadlines.models import Clock
from deadlines.queries import running
from investigations import actions as investigations
from law.models import ClockRule, Holiday
from workflow.actors import Reporter
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 7, 6, 3, 0, tzinfo=UTC)


def clock(reference: str, code: str) -> Clock:
    return Clock.objects.filter(subject_reference=reference, code=code).latest("began_by")


def days_later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def test_verifying_begins_its_stage_and_the_task_forces_seven_days(a_complaint, people, follow):
    complaint = a_complaint(at=MONDAY)
    complaints.verify(complaint, by=people["intake"], at=MONDAY)
    follow()
    task_force = clock(complaint.reference, "SBT-TASK-FORCE")
    assert (task_force.due_date, task_force.paused) == (date(2026, 7, 13), False)
    assert clock(complaint.reference, "RECEIVED").stopped_at == MONDAY
    assert clock(complaint.reference, "VERIFYING").stopped_at is None
    assert clock(complaint.reference, "LAPOR-VERIFY").stopped_at == MONDAY


def test_a_clock_rests_while_the_reporter_is_waited_for_and_goes_on_with_what_was_left(a_complaint, people, follow):
    complaint = a_complaint(at=MONDAY)
    complaints.verify(complaint, by=people["intake"], at=MONDAY)
    complaints.request_completion(complaint, by=people["intake"], questions="Kapan?", at=days_later(2))
    follow()
    rests = clock(complaint.reference, "SBT-TASK-FORCE")
    assert (rests.paused, rests.due_date) == (True, None)
    assert clock(complaint.reference, "LAPOR-REPLY").due_date == date(2026, 7, 22)
    complaints.resubmit(complaint, by=Reporter(complaint.access_id, anonymous=False), at=days_later(9))
    follow()
    goes_on = clock(complaint.reference, "SBT-TASK-FORCE")
    assert (goes_on.paused, goes_on.due_date) == (False, date(2026, 7, 20))  # two days were used, five are left
    assert clock(complaint.reference, "LAPOR-REPLY").stopped_at == days_later(9)


def test_the_order_of_the_work_makes_no_difference(a_complaint, people, follow):
    complaint = a_complaint("INCOMPLETE", at=MONDAY)
    follow(newest_first=True)
    keeping._read_to.clear()
    first = list(Clock.objects.order_by("code").values("code", "began_by", "due_date", "paused", "stopped_at"))
    for event in Event.objects.filter(subject_reference=complaint.reference).order_by("?"):
        keeping.follow(str(event.number))
    assert list(Clock.objects.order_by("code").values("code", "began_by", "due_date", "paused", "stopped_at")) == first


def test_many_events_of_one_subject_are_one_reading(a_case, django_assert_max_num_queries):
    case = a_case("DECIDED")
    numbers = list(Event.objects.filter(subject_reference=case.reference).values_list("number", flat=True))
    keeping.follow(str(numbers[-1]))
    with django_assert_max_num_queries(len(numbers)):
        for number in numbers:
            keeping.follow(str(number))


def test_what_was_read_together_waits_no_longer(a_case):
    case = a_case("DECIDED")
    first = Event.objects.filter(subject_reference=case.reference).order_by("number").first()
    keeping.follow(str(first.number))
    later = Event.objects.filter(subject_reference=case.reference, number__gt=first.number).values_list(
        "number", flat=True
    )
    assert later and not Job.objects.filter(kind=keeping.JOB, key__in=[str(number) for number in later]).exists()


def test_only_what_has_clocks_leaves_work_for_them(a_case):
    case = a_case("EXAMINATION")
    keys = Job.objects.filter(kind=keeping.JOB).values_list("key", flat=True)
    about = Event.objects.filter(number__in=[int(key) for key in keys])
    assert set(about.values_list("subject_kind", flat=True)) == {"complaint", "case"}
    assert about.filter(subject_reference=case.reference).exists()


def test_a_stage_that_comes_again_has_a_clock_of_its_own(a_case, people, follow):
    case = a_case("DELIBERATION")
    investigations.send_back(case, by=people["penyelia"], note="Satu saksi lagi.")
    follow()
    runs = Clock.objects.filter(subject_reference=case.reference, code="EXAMINATION").order_by("began_by")
    assert [run.stopped_at is None for run in runs] == [False, True]


def test_the_day_is_that_of_the_territory(a_complaint, people, follow):
    late = datetime(2026, 7, 6, 15, 30, tzinfo=UTC)  # still Monday in Jakarta, already Tuesday in Papua
    west, east = (a_complaint(at=late, territory=Territory.objects.get(pk=code)) for code in ("32.75", "91.71"))
    for complaint in (west, east):
        complaints.verify(complaint, by=people["intake"], at=late)
    follow()
    assert clock(west.reference, "SBT-TASK-FORCE").due_date == date(2026, 7, 13)
    assert clock(east.reference, "SBT-TASK-FORCE").due_date == date(2026, 7, 14)


def test_a_running_clock_goes_on_under_the_authority_that_takes_over(a_case, people, follow):
    ClockRule.objects.filter(code="KASN-REFERRAL").update(valid_to=None, authority="BKN")
    case = a_case("OPEN")
    follow()
    assert clock(case.reference, "KASN-REFERRAL").stopped_at is None
    ClockRule.objects.filter(code="KASN-REFERRAL").update(authority="KASN")
    investigations.clarify(case, by=people["pemeriksa"])
    follow()
    assert clock(case.reference, "KASN-REFERRAL").stopped_at is None


def test_a_rule_of_another_authority_or_time_starts_no_clock(a_case, follow):
    case = a_case("OPEN")
    follow()
    assert not Clock.objects.filter(subject_reference=case.reference, code="KASN-REFERRAL").exists()
    assert Clock.objects.filter(subject_reference=case.reference, code="SERVICE-DECISION").exists()


# Holidays ---------------------------------------------------------------------------------------------------------------
def test_a_holiday_added_afterwards_moves_open_clocks_the_queue_and_nothing_that_has_ended(a_complaint, people, follow):
    complaint = a_complaint(at=MONDAY)
    follow()
    before = clock(complaint.reference, "RECEIVED").due_date
    assert before == date(2026, 7, 9)
    Holiday.objects.create(day=date(2026, 7, 8), kind="JOINT_LEAVE", source="uji", announced_on=date(2026, 7, 7))
    keeping.recompute("")
    assert clock(complaint.reference, "RECEIVED").due_date == date(2026, 7, 10)
    complaint.refresh_from_db(fields=["due_date"])
    assert complaint.due_date == date(2026, 7, 10)


def test_a_missing_year_leaves_no_date_names_the_year_and_heals_when_it_comes(a_complaint, follow):
    kept = list(Holiday.objects.filter(day__year=2026))
    Holiday.objects.filter(day__year=2026).delete()
    complaint = a_complaint(at=MONDAY)
    follow()
    lost = clock(complaint.reference, "RECEIVED")
    assert (lost.due_date, lost.missing_year) == (None, 2026)
    Holiday.objects.bulk_create(kept)
    keeping.recompute("")
    assert clock(complaint.reference, "RECEIVED").due_date == date(2026, 7, 9)


# Overdue ----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def that_day():
    """The worker reads the events on the day they happen."""
    with time_machine.travel(MONDAY, tick=True):
        yield


def test_what_is_overdue_is_said_once(that_day, a_complaint, follow):
    complaint = a_complaint(at=MONDAY)
    follow()
    assert overdue.tell(at=days_later(3)) == 0  # the last day is not late
    overdue.tell(at=days_later(4))
    overdue.tell(at=days_later(5))
    said = Event.objects.filter(verb="complaint.overdue", subject_reference=complaint.reference)
    assert [sorted(event.payload["clocks"]) for event in said] == [["LAPOR-VERIFY", "RECEIVED"]]


def test_a_clock_at_rest_is_never_late(that_day, a_complaint, people, follow):
    complaint = a_complaint(at=MONDAY)
    complaints.verify(complaint, by=people["intake"], at=MONDAY)
    complaints.request_completion(complaint, by=people["intake"], questions="Kapan?", at=MONDAY)
    follow()
    overdue.tell(at=days_later(8))
    assert not Event.objects.filter(verb="complaint.overdue").exists()


def test_the_round_until_nothing_is_left_does_each_once(that_day, a_complaint, follow):
    for _n in range(3):
        a_complaint(at=MONDAY)
    follow()
    with time_machine.travel(days_later(30)):
        overdue.round_of("")
        overdue.round_of("")
    assert Event.objects.filter(verb="complaint.overdue").count() == 3


def test_what_was_overdue_before_anybody_kept_clocks_is_told_to_nobody(a_complaint, follow):
    complaint = a_complaint(at=MONDAY)
    follow()
    assert overdue.tell(at=days_later(4)) == 0
    with time_machine.travel(days_later(4)):
        assert running(complaint, at=days_later(4))[0].overdue


# What came before --------------------------------------------------------------------------------------------------------
def test_clocks_of_what_happened_before_there_were_any_are_derived_from_the_log(a_case):
    case = a_case("EXAMINATION")
    Job.objects.filter(kind=keeping.JOB).delete()
    key = "0"
    while True:
        keeping.replay_all(key)
        waiting = Job.objects.filter(kind=keeping.REPLAY).first()
        if waiting is None:
            break
        key = waiting.key
        waiting.delete()
    assert clock(case.reference, "EXAMINATION").stopped_at is None


def test_a_page_reads_the_stage_before_the_worker_has_seen_it(a_case):
    case = a_case("EXAMINATION")
    assert [each.code for each in running(case, at=case.stage_since)] == ["EXAMINATION"]
