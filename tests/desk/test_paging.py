"""Pages by key: every row once, in order, whatever moves between two pages."""

from datetime import date

import pytest

from complaints.models import Complaint
from desk.paging import by_deadline, newest_first

pytestmark = pytest.mark.django_db
DATES = [date(2024, 11, 5), None, date(2024, 11, 4), date(2024, 11, 5), None, date(2024, 11, 5), date(2024, 11, 1)]


@pytest.fixture
def seven(a_complaint):
    for due in DATES:
        Complaint.objects.filter(pk=a_complaint().pk).update(due_date=due)


def walk(pager, **options) -> list[int]:
    seen, cursor = [], ""
    while True:
        page = pager(Complaint.objects.order_by(), cursor=cursor, size=2, **options)
        seen += [row.pk for row in page.rows]
        cursor = page.next
        if not cursor:
            return seen


def test_by_deadline_shows_every_row_once_and_those_without_a_date_last(seven):
    seen = walk(by_deadline)
    due = [Complaint.objects.get(pk=pk).due_date for pk in seen]
    assert len(seen) == len(set(seen)) == len(DATES)
    assert due == sorted(filter(None, DATES)) + [None, None]


def test_newest_first_shows_every_row_once(seven):
    Complaint.objects.update(created_at="2024-11-05T00:00:00Z")  # the same moment for all: the key decides
    seen = walk(newest_first, field="created_at")
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(DATES)


def test_a_row_that_leaves_the_list_makes_no_gap(seven):
    first = by_deadline(Complaint.objects.order_by(), size=3)
    Complaint.objects.filter(pk=first.rows[0].pk).update(due_date=None)
    second = by_deadline(Complaint.objects.order_by(), cursor=first.next, size=9)
    assert {row.pk for row in first.rows} | {row.pk for row in second.rows} == set(
        Complaint.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    "cursor", ["", "~", "x~1", "2024-13-45~1", "2024-11-05~" + "9" * 40, "2024-11-05~-1", "'; --", "٣~٣"]
)
def test_an_unreadable_cursor_is_the_first_page(seven, cursor):
    assert (
        by_deadline(Complaint.objects.order_by(), cursor=cursor, size=2).rows
        == by_deadline(Complaint.objects.order_by(), size=2).rows
    )
    assert len(newest_first(Complaint.objects.order_by(), field="created_at", cursor=cursor, size=2).rows) == 2
