"""Working days: Monday to Friday less holidays, joint leave and voting days; a year without its list is an error."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import law.loading
from law.clocks import HolidaysMissing, add_working_days, due_date
from law.models import Holiday, StageClock

GOLDEN = [
    ("decree effect", date(2026, 7, 14), 15, date(2026, 8, 4)),
    ("crosses 17 and 25 August", date(2026, 8, 11), 15, date(2026, 9, 3)),
    ("objection", date(2026, 8, 11), 14, date(2026, 9, 2)),
    ("crosses Nyepi and Idulfitri", date(2026, 3, 10), 14, date(2026, 4, 7)),
    ("the same, 21 days", date(2026, 3, 10), 21, date(2026, 4, 16)),
    ("list changed in mid-year, new list", date(2025, 8, 6), 15, date(2025, 8, 28)),
    ("appeal over the end of the year", date(2026, 11, 23), 65, date(2027, 3, 1)),
    ("voting day of 2024", date(2024, 11, 26), 1, date(2024, 11, 28)),
    ("from a Saturday", date(2026, 11, 21), 1, date(2026, 11, 23)),
    ("no day at all", date(2026, 11, 21), 0, date(2026, 11, 21)),
]
LOST = {2020: 19, 2021: 13, 2022: 14, 2023: 21, 2024: 24, 2025: 24, 2026: 21, 2027: 19}
JOINT_LEAVE_ADDED = date(2025, 8, 18)


@pytest.mark.parametrize("name, start, days, end", GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden_dates(reference, name, start, days, end):
    assert add_working_days(start, days) == end


def test_the_list_before_the_change_of_august_2025_gave_another_day(reference):
    Holiday.objects.filter(day=JOINT_LEAVE_ADDED).delete()
    assert add_working_days(date(2025, 8, 6), 15) == date(2025, 8, 27)


@pytest.mark.parametrize("year, lost", LOST.items())
def test_weekdays_lost_in_a_year(reference, year, lost):
    off = Holiday.objects.filter(day__year=year).values_list("day", flat=True)
    assert sum(day.weekday() < 5 for day in off) == lost


def test_national_holidays_and_joint_leave_are_as_many_as_decreed(reference):
    def count(year, kind):
        return Holiday.objects.filter(day__year=year, kind=kind).count()

    decreed = {2024: (17, 10), 2025: (17, 11), 2026: (17, 8), 2027: (18, 8)}
    assert {year: (count(year, "NATIONAL"), count(year, "JOINT_LEAVE")) for year in decreed} == decreed


def test_a_count_that_enters_a_year_without_holidays_is_refused(reference):
    Holiday.objects.filter(day__year=2027).delete()
    assert add_working_days(date(2026, 12, 23), 4) == date(2026, 12, 31)
    with pytest.raises(HolidaysMissing, match="2027"):
        add_working_days(date(2026, 11, 23), 65)


def test_a_start_in_a_year_without_holidays_is_refused(reference):
    with pytest.raises(HolidaysMissing, match="2019"):
        add_working_days(date(2019, 12, 2), 1)


def test_the_last_day_of_an_unknown_year_may_still_be_a_start(reference):
    assert add_working_days(date(2019, 12, 31), 1) == date(2020, 1, 2)


def test_a_lone_voting_day_is_no_list_of_holidays(reference):
    Holiday.objects.create(day=date(2029, 2, 14), kind="VOTING", source="uji")
    with pytest.raises(HolidaysMissing, match="2029"):
        add_working_days(date(2029, 2, 1), 3)


def test_no_working_day_lies_before_the_start(reference):
    with pytest.raises(ValueError):
        add_working_days(date(2026, 11, 21), -1)


def test_one_question_per_year_touched(reference, django_assert_num_queries):
    with django_assert_num_queries(2):
        add_working_days(date(2026, 11, 23), 65)


def test_a_stage_without_a_limit_has_no_due_date(db):
    assert due_date(None, date(2026, 11, 23)) is None
    assert due_date(StageClock(days=None), date(2026, 11, 23)) is None


def test_calendar_days_need_no_holidays(db):
    clock = StageClock(days=3, unit=StageClock.Unit.CALENDAR)
    assert due_date(clock, date(2019, 12, 30)) == date(2020, 1, 2)


def test_working_days_of_a_stage_are_counted(reference):
    clock = StageClock(days=3, unit=StageClock.Unit.WORKING)
    assert due_date(clock, date(2026, 12, 22)) == date(2026, 12, 29)


def slowly(start: date, days: int, off: set[date]) -> date:
    """The same in the plainest words: write down every working day after the start and take the wanted one."""
    later = [start + timedelta(days=n) for n in range(1, 3 * days + 60)]
    working = [day for day in later if day.strftime("%a") not in ("Sat", "Sun") and day not in off]
    return ([start] + working)[days]


class AgainstPlainReference(TestCase):
    @classmethod
    def setUpTestData(cls):
        law.loading.store(Holiday, law.loading.holidays())
        cls.off = set(Holiday.objects.values_list("day", flat=True))

    @given(start=st.dates(date(2020, 1, 1), date(2027, 6, 30)), days=st.integers(0, 90))
    def test_any_start_and_any_number_of_days(self, start, days):
        assert add_working_days(start, days) == slowly(start, days, self.off)
