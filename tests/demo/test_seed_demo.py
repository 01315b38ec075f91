"""The demo is whole, honest, and made once; it never stands where real reports may come in."""

import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.models import Officer, Shipment
from complaints.models import Complaint, Message
from complaints.queries import messages_of
from deploy.demo.accounts import ACCOUNTS
from deploy.demo.reading import read_stories
from evidence.models import Evidence
from identity.models import Envelope
from investigations.models import Case, Finding, Respondent, Statement
from notifications.models import Notification
from notifications.outbox import deliver
from notifications.presenting import codes, present
from sanctions.models import Recommendation
from search.indexing import rebuild
from search.models import Document
from workflow.models import Event, Job
from workflow.verification import first_broken_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TABLES = (Officer, Complaint, Message, Case, Finding, Statement, Recommendation, Evidence, Event, Job)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def identities() -> set[str]:
    """Every name, address and number of a reporter in the stories."""
    told = [report.identity for story in read_stories(timezone.now()) for report in story.reports]
    return {value for identity in told for value in identity.values() if isinstance(value, str) and value}


def test_a_second_run_changes_nothing():
    before = counts()
    call_command("seed_demo", verbosity=0)
    assert counts() == before


def test_a_run_cut_short_goes_on_where_it_stopped():
    ledger = Shipment.objects.get(dataset="demo")
    ledger.digests.pop("spanduk-muara-lindung")
    ledger.save()
    before = Complaint.objects.count()
    call_command("seed_demo", verbosity=0)
    assert Complaint.objects.count() == before + 2  # that story alone


def test_it_refuses_where_real_reports_may_come_in(settings):
    settings.EMBEDDED = settings.DEBUG = False
    with pytest.raises(CommandError, match="may be a real site"):
        call_command("seed_demo")


def test_accounts_are_told():
    out = io.StringIO()
    call_command("seed_demo", accounts_only=True, stdout=out)
    assert all(account.username in out.getvalue() for account in ACCOUNTS)
    assert "netral-demo" in out.getvalue()


@pytest.mark.parametrize("model", [Complaint, Case, Recommendation])
def test_every_stage_is_there(model):
    assert set(model.objects.values_list("stage", flat=True)) == set(model.Stage.values)


def test_at_least_forty_cases_and_several_with_many_people_and_reports():
    assert Case.objects.count() >= 40
    people = Counter(Respondent.objects.values_list("case", flat=True))
    assert sum(2 <= number <= 6 for number in people.values()) >= 8
    reports = Counter(Case.objects.values_list("case_complaints__case", flat=True))
    assert sum(2 <= number <= 4 for number in reports.values()) >= 6


def test_todays_officers_see_cases_of_both_authorities_times(people):
    seen = Case.objects.visible_to(people["penyelia"])
    assert seen.filter(created_at__year=2020).count() >= 5
    assert seen.filter(created_at__year__gte=2024).count() >= 20


def test_the_agencies_of_the_demo_have_something_to_do(people):
    waiting = Recommendation.objects.filter(stage__in=["ISSUED", "ACKNOWLEDGED"])
    assert waiting.visible_to(people["bkd.kukar"]).count() >= 2
    assert waiting.visible_to(people["bkd.kaltara"]).count() >= 1


def test_the_partner_sees_what_it_referred(people):
    assert Complaint.objects.visible_to(people["bawaslu"]).filter(source="REFERRAL").count() >= 5


def test_what_was_forwarded_to_the_partner_lies_before_it(people):
    assert Complaint.objects.visible_to(people["bawaslu"]).filter(stage="FORWARDED").count() == 1


def test_letters_bear_the_pattern_of_the_authority_of_their_day():
    issued = Recommendation.objects.exclude(letter=None).select_related("letter__authority")
    assert {("KASN" in rec.letter.number, rec.letter.authority_id) for rec in issued} == {
        (True, "KASN"),
        (False, "BKN"),
    }


def test_the_event_chain_holds():
    assert Event.objects.count() > 1000
    assert first_broken_link() is None


def test_nothing_happens_after_now_and_no_story_runs_backwards():
    assert not Event.objects.filter(occurred_at__gt=timezone.now()).exists()
    for reference in Case.objects.values_list("reference", flat=True):
        times = list(
            Event.objects.filter(subject_reference=reference).order_by("number").values_list("occurred_at", flat=True)
        )
        assert times == sorted(times), reference


def test_who_acts_only_in_the_past_cannot_log_in():
    others = Officer.objects.filter(demo=True).exclude(username__in=[account.username for account in ACCOUNTS])
    assert others.exists()
    assert not any(officer.is_active or officer.has_usable_password() for officer in others)


def test_messages_go_both_ways():
    senders = [{m.sender for m in messages_of(c)} for c in Complaint.objects.all() if c.messages.exists()]
    assert sum(both == {"REPORTER", "OFFICER"} for both in senders) >= 3


def test_no_reporter_is_named_outside_the_sealed_table():
    assert Envelope.objects.count() >= 30
    rebuild()
    for event in Event.objects.filter(verb__startswith="complaint."):
        deliver(str(event.number))
    texts = [json.dumps(payload, ensure_ascii=False) for payload in Event.objects.values_list("payload", flat=True)]
    texts += [" ".join(row) for row in Document.objects.values_list("title", "body", "hidden")]
    rows = Notification.objects.select_related("recipient", "event")
    texts += [json.dumps(present(codes(row), row.recipient), ensure_ascii=False) for row in rows]
    assert rows and Document.objects.exists()
    everything = "\n".join(texts).lower()
    assert [name for name in identities() if name.lower() in everything] == []
