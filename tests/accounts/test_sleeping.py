"""An account that nobody uses for ninety days sleeps, until a head has woken it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import sleeping
from agencies.models import ApiToken, Officer
from notifications import outbox
from notifications.models import Notification
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=91)


def at() -> timezone.datetime:
    return timezone.now()


@pytest.fixture
def away(somebody):
    return somebody("jarang", "investigator", date_joined=at() - timedelta(days=400), last_login=at() - LONG_AGO)


def state(officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def test_who_was_away_for_ninety_days_is_asleep_and_may_nothing(away, visit):
    browser = visit(away)
    Officer.objects.filter(pk=away.pk).update(last_login=at() - LONG_AGO)
    assert browser.get("/petugas/").status_code == 200
    assert sleeping.put_to_sleep(at=at()) == 1
    assert state(away).asleep_at and not state(away).is_active
    assert not state(away).may("case.view")
    assert browser.get("/petugas/").status_code == 302


@pytest.mark.parametrize("days", [0, 1, 89])
def test_who_came_in_since_stays_awake(away, days):
    Officer.objects.filter(pk=away.pk).update(last_login=at() - timedelta(days=days))
    assert sleeping.put_to_sleep(at=at()) == 0
    assert state(away).is_active


def test_a_token_that_is_used_keeps_its_account_awake(away):
    secret = ApiToken.issue(away, at=at())
    ApiToken.objects.officer_of(secret, at())
    assert sleeping.put_to_sleep(at=at()) == 0


def test_who_never_came_in_sleeps_ninety_days_after_the_account_was_made(somebody):
    new = somebody("baru", "intake", date_joined=at() - timedelta(days=89))
    old = somebody("lama", "intake", date_joined=at() - LONG_AGO)
    sleeping.put_to_sleep(at=at())
    assert state(new).is_active
    assert not state(old).is_active


def test_an_account_that_was_woken_begins_its_ninety_days_anew(away, admin_account):
    sleeping.put_to_sleep(at=at())
    sleeping.wake(away, by=admin_account, at=at())
    assert state(away).is_active
    assert sleeping.put_to_sleep(at=at() + timedelta(days=89)) == 0
    assert sleeping.put_to_sleep(at=at() + LONG_AGO) == 1


def test_demo_accounts_do_not_sleep(people):
    assert sleeping.put_to_sleep(at=at() + timedelta(days=800)) == 0


def test_heads_are_told(away, admin_account):
    sleeping.put_to_sleep(at=at())
    for job in Job.objects.filter(kind=outbox.JOB):
        outbox.deliver(job.key)
    event = Event.objects.get(verb="account.sleep")
    assert set(Notification.objects.filter(event=event).values_list("recipient__username", flat=True)) == {"admin"}
    assert "jarang" not in str(event.payload)


def test_the_round_runs_twice_without_a_second_event(away):
    sleeping.look()
    sleeping.look()
    assert Event.objects.filter(verb="account.sleep").count() == 1


def test_a_head_wakes_only_their_own_people_and_nobody_wakes_the_closed(away, head, admin_account):
    sleeping.put_to_sleep(at=at())
    with pytest.raises(PermissionDenied):
        sleeping.wake(away, by=head, at=at())
    Officer.objects.filter(pk=away.pk).update(closed_at=at())
    with pytest.raises(ValidationError):
        sleeping.wake(away, by=admin_account, at=at())


def test_a_head_stops_an_account_at_once_but_not_their_own(visit, head, bkd_kukar):
    theirs, browser = visit(bkd_kukar), visit(head)
    assert theirs.get("/instansi/").status_code == 200
    assert browser.post("/instansi/petugas/orang/bkd.kukar/sleep/").status_code == 302
    assert theirs.get("/instansi/").status_code == 302
    browser.post("/instansi/petugas/orang/kepala.kukar/sleep/")
    assert state(head).is_active
    assert browser.post("/instansi/petugas/orang/bkd.kukar/wake/").status_code == 302
    assert state(bkd_kukar).is_active
