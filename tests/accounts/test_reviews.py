"""Each head confirms the list of their people every quarter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import reviews
from accounts.models import Departure, Review
from accounts.people_tasks import tasks_of
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 1, 3, tzinfo=UTC)


@pytest.fixture
def opened(people):
    reviews.open_reviews(at=OCTOBER)
    return {(row.agency_id or row.authority_id): row for row in Review.objects.order_by("pk")}


def test_quarters():
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)]
    assert [reviews.quarter_of(day) for day in days] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]


def test_every_body_with_people_gets_one_a_quarter(opened, people):
    assert set(opened) == {"BKN", "64.02", "65", "K.01"}
    assert reviews.open_reviews(at=OCTOBER + timedelta(days=80)) == 0
    assert reviews.open_reviews(at=OCTOBER + timedelta(days=92)) == 4


def test_a_head_keeps_some_and_removes_others(opened, head, bkd_kukar):
    done = reviews.confirm(opened["64.02"], by=head, removed=[bkd_kukar], at=OCTOBER)
    assert (done.kept, done.removed, done.by) == (2, 1, head)
    assert Departure.objects.get().officer == bkd_kukar
    assert Event.objects.filter(verb="account_review.confirm").count() == 1


def test_the_authoritys_list_is_its_supervisors_and_no_administrators(opened, penyelia, admin_account, head):
    with pytest.raises(PermissionDenied):
        reviews.confirm(opened["BKN"], by=admin_account, removed=[], at=OCTOBER)
    with pytest.raises(PermissionDenied):
        reviews.confirm(opened["BKN"], by=head, removed=[], at=OCTOBER)
    reviews.confirm(opened["BKN"], by=penyelia, removed=[], at=OCTOBER)


def test_nobody_confirms_the_list_of_another_body(opened, penyelia, head):
    for review, by in ((opened["65"], head), (opened["64.02"], penyelia)):
        with pytest.raises(PermissionDenied):
            reviews.confirm(review, by=by, removed=[], at=OCTOBER)


def test_it_is_confirmed_once(opened, head):
    reviews.confirm(opened["64.02"], by=head, removed=[], at=OCTOBER)
    with pytest.raises(MovedOn):
        reviews.confirm(opened["64.02"], by=head, removed=[], at=OCTOBER)


def test_a_head_cannot_remove_themself_and_then_nothing_is_kept_of_it(opened, head, bkd_kukar):
    with pytest.raises(ValidationError):
        reviews.confirm(opened["64.02"], by=head, removed=[bkd_kukar, head], at=OCTOBER)
    assert not Departure.objects.exists()
    assert Review.objects.get(agency="64.02").at is None


def test_a_late_list_is_a_task_of_the_head_and_of_the_authority(opened, head, penyelia):
    in_time, late = date(2026, 10, 15), date(2026, 10, 16)
    assert [task.late for task in tasks_of(head, today=in_time) if "2026-Q4" in task.text] == [False]
    assert [task.late for task in tasks_of(head, today=late) if "2026-Q4" in task.text] == [True]
    assert any("instansi belum memastikan" in task.text for task in tasks_of(penyelia, today=late))


def test_every_row_is_answered_on_the_page(opened, head, bkd_kukar, ppk_kukar, visit):
    page, browser = f"/instansi/petugas/tinjauan/{opened['64.02'].reference}/", visit(head)
    assert "Syahrul Rizani" in browser.get(page).content.decode()
    half = browser.post(page, {f"orang_{head.pk}": "STAY"})
    assert half.status_code == 422
    own = browser.post(
        page, {f"orang_{head.pk}": "GO", f"orang_{bkd_kukar.pk}": "STAY", f"orang_{ppk_kukar.pk}": "STAY"}
    )
    assert own.status_code == 422
    done = browser.post(
        page, {f"orang_{head.pk}": "STAY", f"orang_{bkd_kukar.pk}": "GO", f"orang_{ppk_kukar.pk}": "STAY"}
    )
    assert done.status_code == 302
    assert "2 tetap, 1 dikeluarkan" in browser.get(page).content.decode()


def test_the_list_of_another_body_does_not_exist(opened, head, visit):
    browser = visit(head)
    for other in (opened["65"].reference, opened["BKN"].reference, "TJA-26-000000"):
        assert browser.get(f"/instansi/petugas/tinjauan/{other}/").status_code == 404
