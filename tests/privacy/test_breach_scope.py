"""Who is affected by what an account saw between two times: by reference and count, without a name."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from investigations.models import Respondent
from privacy.scope import breach_scope
from workflow.access_records import Look, listed, looked, read, seen
from workflow.actors import Reporter
from workflow.ledger import record, unit_of_work

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
PERIOD = {"since": NOON - timedelta(hours=1), "until": NOON + timedelta(hours=1)}


def references(scope) -> list[str]:
    return [report.reference for report in scope.reports]


def told(**options) -> dict:
    out = StringIO()
    times = {"since": "2026-03-02T11:00+07:00", "until": "2026-03-02T13:00+07:00"}
    call_command("breach_scope", as_json=True, stdout=out, **{**times, **options})
    return json.loads(out.getvalue())


def test_what_the_account_saw_in_that_time_and_nothing_else(a_complaint, intake, pemeriksa):
    mine, theirs, later = a_complaint(), a_complaint(), a_complaint()
    read(mine, by=intake, at=NOON)
    read(theirs, by=pemeriksa, at=NOON)
    read(later, by=intake, at=PERIOD["until"])
    assert references(breach_scope(**PERIOD, actor=intake)) == [mine.reference]
    assert references(breach_scope(**PERIOD)) == sorted([mine.reference, theirs.reference])


def test_kinds_counts_first_and_last(a_complaint, intake):
    complaint = a_complaint()
    for minutes in (5, 0, 40):
        read(complaint, by=intake, at=NOON + timedelta(minutes=minutes))
    listed([complaint], by=intake, at=NOON)
    (report,) = breach_scope(**PERIOD).reports
    assert {what: seen.count for what, seen in report.seen.items()} == {"complaint.read": 3, "complaint.list": 1}
    assert (report.seen["complaint.read"].first, report.seen["complaint.read"].last) == (
        NOON,
        NOON + timedelta(minutes=40),
    )
    assert (report.respondents, report.identity_opened) == (1, False)


def test_a_case_and_its_recommendation_lead_to_its_reports(a_recommendation, pemeriksa):
    recommendation = a_recommendation("DRAFT")
    complaint = recommendation.case.case_complaints.get().complaint
    Respondent.objects.create(case=recommendation.case, name="Orang kedua")
    read(recommendation.case, by=pemeriksa, at=NOON)
    read(recommendation, by=pemeriksa, at=NOON)
    scope = breach_scope(**PERIOD)
    (report,) = scope.reports
    assert (report.reference, report.case) == (complaint.reference, recommendation.case.reference)
    assert set(report.seen) == {"case.read", "recommendation.read"}
    assert report.respondents == scope.respondents == 2


def test_hits_of_a_search_are_found_by_their_reference(a_complaint, intake):
    complaint = a_complaint()
    looked(
        [Look("search.hit", None, complaint.reference), Look("search.ask"), Look("search.hit", None, "LAP-26-GONE00")],
        by=intake,
        at=NOON,
    )
    scope = breach_scope(**PERIOD)
    assert references(scope) == [complaint.reference]
    assert {what: seen.count for what, seen in scope.elsewhere.items()} == {"search.ask": 1, "search.hit": 1}


def test_an_opened_identity_is_said(a_complaint, penyelia):
    opened, closed = a_complaint(), a_complaint()
    with unit_of_work():
        record("unsealing.view", opened, by=penyelia, at=NOON)
    read(closed, by=penyelia, at=NOON)
    scope = breach_scope(**PERIOD, actor=penyelia)
    assert {report.reference: report.identity_opened for report in scope.reports} == {
        opened.reference: True,
        closed.reference: False,
    }
    assert scope.identities == 1


def test_what_reporters_read_of_their_own_is_no_breach(a_complaint):
    complaint = a_complaint()
    by = Reporter(complaint.access_id, anonymous=False)
    seen("complaint.status", by=by, at=NOON, access=complaint.access, reference=complaint.reference)
    assert breach_scope(**PERIOD).reports == []


def test_the_number_of_queries_does_not_follow_the_reports(a_complaint, intake, django_assert_max_num_queries):
    for complaint in [a_complaint() for _ in range(8)]:
        read(complaint, by=intake, at=NOON)
    with django_assert_max_num_queries(12):
        assert len(breach_scope(**PERIOD).reports) == 8


def test_the_command_names_nobody_and_quotes_nothing(a_complaint, intake):
    complaint = a_complaint()
    read(complaint, by=intake, at=NOON)
    answer = told(actor="intake")
    assert answer["totals"] == {"reports": 1, "respondents": 1, "identities_opened": 0, "looks": 1}
    assert answer["reports"][0]["reference"] == complaint.reference
    assert answer["reports"][0]["seen"]["complaint.read"]["first"] == "2026-03-02T05:00:00+00:00"
    assert complaint.narrative not in json.dumps(answer) and complaint.people.get().name not in json.dumps(answer)


@pytest.mark.parametrize(
    "options, said",
    [
        ({"--since": "2026-03-02T11:00"}, "no time zone"),
        ({"--since": "kemarin"}, "is no time"),
        ({"--since": "2026-03-02T11:00Z", "--actor": "siapa"}, "no account siapa"),
        ({"--since": "2026-03-02T11:00Z", "--until": "2026-03-02T11:00Z"}, "not after"),
    ],
)
def test_what_cannot_be_answered_is_said(db, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("breach_scope", *(part for pair in options.items() for part in pair))
