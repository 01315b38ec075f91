"""From a decree to the days on which its sanction holds: month ends, pauses, overlaps. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctions.serving import Contest, Course, Standing, course, last_day

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(1, 60)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 3, 8), 12, date(2027, 3, 7)),
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
    ],
)
def test_a_term_in_months_ends_the_day_before_or_with_a_month_that_is_too_short(start, months, end):
    assert last_day(start, months) == end


@settings(max_examples=50)
@given(DAYS, MONTHS, MONTHS)
def test_terms_are_as_long_as_their_months_and_follow_one_another(start, first, second):
    end = last_day(start, first)
    assert 28 * first <= (end - start + DAY).days <= 31 * first
    assert last_day(start, first + second) > end
    assert last_day(start + DAY, first) >= end
    if start.day <= 28:
        assert last_day(end + DAY, second) == last_day(start, first + second)


@settings(max_examples=50)
@given(DAYS, MONTHS, st.integers(-40, 1900))
def test_a_sanction_is_ahead_then_in_force_then_served(start, months, offset):
    found, day = course(start, months), start + timedelta(days=offset)
    wanted = Standing.AHEAD if day < start else Standing.SERVED if day > found.end else Standing.IN_FORCE
    assert found.standing(day) == wanted


@settings(max_examples=50)
@given(DAYS, MONTHS, st.integers(1, 300), st.integers(0, 90))
def test_days_on_which_it_rested_are_served_afterwards(start, months, after, rest):
    filed = start + timedelta(days=after)
    plain = course(start, months)
    found = course(start, months, [Contest(filed, filed + timedelta(days=rest), "CONFIRMED")])
    if filed > plain.end:
        assert found.end == plain.end
        return
    assert (found.end - plain.end).days == rest
    held = [d for d in _days(found.start, found.end) if found.standing(d) == Standing.IN_FORCE]
    assert len(held) == (plain.end - plain.start).days + 1


def test_filed_before_it_began_it_begins_when_it_is_decided():
    found = course(date(2026, 3, 20), 12, [Contest(date(2026, 3, 10), date(2026, 4, 15), "CONFIRMED")])
    assert (found.start, found.end) == (date(2026, 4, 15), date(2027, 4, 14))
    assert found.standing(date(2026, 4, 1)) == Standing.SUSPENDED


def test_pending_it_rests_annulled_it_is_none_changed_it_is_another():
    start, filed, decided = date(2026, 3, 1), date(2026, 3, 10), date(2026, 4, 1)
    assert course(start, 12, [Contest(filed)]).standing(date(2030, 1, 1)) == Standing.SUSPENDED
    gone = course(start, 12, [Contest(filed, decided, "ANNULLED")])
    assert gone.standing(decided) == Standing.ANNULLED
    changed = course(start, 12, [Contest(filed, decided, "CHANGED", 6)])
    assert (changed.start, changed.end) == (decided, date(2026, 9, 30))
    appealed = course(start, 12, [Contest(filed, decided, "CONFIRMED"), Contest(date(2026, 4, 5))])
    assert appealed.standing(date(2026, 4, 3)) == Standing.IN_FORCE
    assert appealed.standing(date(2026, 4, 6)) == Standing.SUSPENDED


def test_what_has_no_day_or_no_length_is_said_to_have_none():
    assert course(None, 12).standing(date(2026, 1, 1)) == Standing.UNDATED
    assert course(date(2026, 1, 1), None).standing(date(2066, 1, 1)) == Standing.IN_FORCE


@settings(max_examples=50)
@given(DAYS, MONTHS, DAYS, MONTHS)
def test_overlaps_are_the_same_from_both_sides_and_as_the_days_say(one, months, other, others):
    first, second = course(one, months), course(other, others)
    shared = max(first.start, second.start) <= min(first.end, second.end)
    assert first.overlaps(second) == second.overlaps(first) == shared
    assert not first.overlaps(Course(None))


def _days(start: date, end: date):
    return (start + timedelta(days=n) for n in range((end - start).days + 1))
