"""Whatever rests a clock had, its day is the one a slow count on paper finds."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import law.loading
from law.clocks import add_calendar_days, add_working_days
from law.models import Holiday

DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 1))


@st.composite
def pauses(draw, start):
    rests, day = [], start
    for _n in range(draw(st.integers(0, 4))):
        begun = day + timedelta(days=draw(st.integers(0, 9)))
        day = begun + timedelta(days=draw(st.integers(0, 12)))
        rests.append((begun, day))
    return rests


def on_paper(start, amount, rests, off):
    """Every day after the start, one by one; a day of rest, Saturday, Sunday or holiday is struck out."""
    left, day = amount, start
    while left:
        day += timedelta(days=1)
        resting = any(begun < day <= end for begun, end in rests)
        left -= not resting and not (off is not None and (day.weekday() >= 5 or day in off))
    return day


class AnyPauses(TestCase):
    @classmethod
    def setUpTestData(cls):
        law.loading.store(Holiday, law.loading.holidays(), drop=True)
        cls.off = set(Holiday.objects.values_list("day", flat=True))

    @settings(max_examples=150, deadline=None)
    @given(st.data(), DAYS, st.integers(0, 40))
    def test_working_days(self, data, start, amount):
        rests = data.draw(pauses(start))
        assert add_working_days(start, amount, pauses=rests) == on_paper(start, amount, rests, self.off)

    @settings(max_examples=150, deadline=None)
    @given(st.data(), DAYS, st.integers(0, 90))
    def test_calendar_days(self, data, start, amount):
        rests = data.draw(pauses(start))
        assert add_calendar_days(start, amount, pauses=rests) == on_paper(start, amount, rests, None)

    @settings(max_examples=60, deadline=None)
    @given(st.data(), DAYS, st.integers(1, 30))
    def test_a_rest_never_brings_the_day_nearer(self, data, start, amount):
        rests = data.draw(pauses(start))
        assert add_working_days(start, amount, pauses=rests) >= add_working_days(start, amount)
