"""The event log is a chain: whatever is changed, removed, swapped or cut off is found."""

import io
import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from complaints import actions
from complaints.models import Complaint
from workflow.actors import Reporter
from workflow.ledger import is_day_alone
from workflow.models import ChainHead, Event
from workflow.verification import first_broken_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(a_recommendation, forging):
    a_recommendation("VERIFIED")
    assert first_broken_link() is None
    return list(Event.objects.order_by("number"))


def test_numbers_are_gapless_and_linked(chain):
    assert [e.number for e in chain] == list(range(1, len(chain) + 1))
    assert all(later.previous_hash == earlier.hash for earlier, later in zip(chain, chain[1:], strict=False))


def test_the_command_says_that_the_chain_holds(chain):
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    assert f"{len(chain)} events" in out.getvalue()


def test_the_command_names_the_first_broken_link_and_exits_with_one(chain):
    victim = chain[4]
    Event.objects.filter(pk=victim.pk).update(verb="complaint.reject")
    with pytest.raises(CommandError) as error:
        call_command("verify_log")
    assert error.value.returncode == 1
    assert f"event {victim.number} " in str(error.value)


CHANGES = {
    "verb": lambda e, r: {"verb": "case.close"},
    "time": lambda e, r: {"occurred_at": e.occurred_at.replace(microsecond=(e.occurred_at.microsecond + 1) % 1000000)},
    "reference": lambda e, r: {"subject_reference": "LAP-26-000000"},
    "kind": lambda e, r: {"subject_kind": "letter"},
    "actor kind": lambda e, r: {"actor_kind": "system" if e.actor_kind != "system" else "officer"},
    "payload": lambda e, r: {"payload": {**e.payload, "note": "x"}},
    "access": lambda e, r: {"access_id": None},
    "hash": lambda e, r: {"hash": "f" * 64},
    "previous hash": lambda e, r: {"previous_hash": "e" * 64},
    "number": lambda e, r: {"number": e.number + 1_000_000},
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_changed_field_of_every_event_is_found(chain, name):
    for event in chain:
        before = Event.objects.filter(pk=event.pk).values().get()
        Event.objects.filter(pk=event.pk).update(**CHANGES[name](event, random))
        assert first_broken_link(), f"{name} of event {event.number}"
        before.pop("id")
        Event.objects.filter(pk=event.pk).update(**before)
    assert first_broken_link() is None


def test_a_removed_event_is_found(chain):
    victim = chain[len(chain) // 2]
    Event.objects.filter(pk=victim.pk).delete()
    assert first_broken_link() == f"event {victim.number} is missing"


def test_a_cut_off_end_is_found(chain):
    Event.objects.filter(number__gt=len(chain) - 2).delete()
    assert "missing" in first_broken_link()


def test_two_swapped_events_are_found(chain):
    first, second = chain[2], chain[3]
    Event.objects.filter(pk=first.pk).update(number=0)
    Event.objects.filter(pk=second.pk).update(number=first.number)
    Event.objects.filter(pk=first.pk).update(number=second.number)
    assert first_broken_link()


def test_an_end_cut_off_together_with_its_head_is_found(chain):
    last = chain[-2]
    Event.objects.filter(number__gt=last.number).delete()
    ChainHead.objects.update(number=last.number, hash=last.hash)
    assert "head" in first_broken_link()


def test_another_log_key_does_not_fit(chain, settings):
    settings.LOG_KEY = "another"
    assert first_broken_link()


def test_an_empty_log_holds(db):
    assert first_broken_link() is None
    ChainHead.objects.update(number=F("number"))


def test_events_carry_codes_only(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    actions.reject(complaint, by=intake, reason="Orang ini bukan ASN")
    dump = str(list(Event.objects.filter(subject_reference=complaint.reference).values()))
    for secret in ("bukan ASN", "Pelapor Rahasia", "pelapor@example.org", "628110000001", "kaus", "Terlapor"):
        assert secret not in dump


def test_an_anonymous_report_leaves_the_day_alone(a_complaint):
    complaint = a_complaint(mode="ANONYMOUS", identity={})
    event = Event.objects.get(subject_reference=complaint.reference)
    assert is_day_alone(event.occurred_at)
    assert is_day_alone(complaint.created_at)


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_the_day_that_is_left_is_the_one_on_the_wall(a_complaint, hour):
    jakarta = ZoneInfo("Asia/Jakarta")
    at = datetime(2024, 10, 14, hour, 30, tzinfo=jakarta)
    complaint = a_complaint(mode="ANONYMOUS", identity={}, at=at)
    event = Event.objects.get(subject_reference=complaint.reference)
    assert event.occurred_at == complaint.created_at == datetime(2024, 10, 14, tzinfo=jakarta)


def test_what_an_anonymous_reporter_does_later_leaves_the_day_alone_too(a_complaint, intake):
    complaint = a_complaint("INCOMPLETE", mode="ANONYMOUS", identity={})
    reporter = Reporter(complaint.access_id, anonymous=True)
    actions.resubmit(complaint, by=reporter, text="Kemarin")
    assert is_day_alone(Complaint.objects.get(pk=complaint.pk).stage_since)
    actions.withdraw(complaint, by=reporter)
    assert is_day_alone(Complaint.objects.get(pk=complaint.pk).stage_since)
    told = Event.objects.filter(subject_reference=complaint.reference, actor_kind="reporter")
    assert told.count() == 4 and all(is_day_alone(event.occurred_at) for event in told)
