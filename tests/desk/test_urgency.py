"""Working days to a due date, and the heading under which a queue shows it."""

from datetime import date

import pytest

from desk.urgency import Calendar

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 11, 4)


@pytest.fixture
def urgency(reference_data):
    def of(due, *, today=MONDAY, paused=False):
        return Calendar(today=today, dates=[due]).urgency(due, paused=paused)

    return of


@pytest.mark.parametrize(
    ("due", "left", "group"),
    [
        (date(2024, 11, 4), 0, "soon"),
        (date(2024, 11, 5), 1, "soon"),
        (date(2024, 11, 8), 4, "week"),
        (date(2024, 11, 11), 5, "later"),
        (date(2024, 11, 1), -1, "late"),
        (date(2024, 10, 31), -2, "late"),
    ],
)
def test_weekends_are_no_working_days(urgency, due, left, group):
    found = urgency(due)
    assert (found.left, found.group) == (left, group)


def test_a_holiday_is_no_working_day(urgency):
    """Wednesday, 27 November 2024 was voting day, by decree a national holiday."""
    assert urgency(date(2024, 11, 28), today=date(2024, 11, 26)).left == 1


def test_a_date_on_a_day_off_that_has_passed_is_late(urgency):
    assert urgency(date(2024, 11, 3), today=MONDAY).left == -1


def test_at_the_weekend_this_week_is_the_one_that_begins(urgency):
    assert urgency(date(2024, 11, 8), today=date(2024, 11, 3)).group == "week"


def test_a_stopped_clock_is_neither_near_nor_late(urgency):
    found = urgency(date(2024, 10, 1), paused=True)
    assert (found.left, found.group) == (None, "paused")
    assert urgency(None).group == "paused"


def test_without_the_holidays_of_a_year_no_number_is_guessed(urgency):
    found = urgency(date(2190, 1, 18), today=date(2190, 1, 4))
    assert (found.left, found.group) == (None, "later")
