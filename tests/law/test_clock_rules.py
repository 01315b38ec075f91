"""The limits that ship: how long, in which days, how sure; and holidays as they were known on a day."""

from datetime import date

import pytest

from deadlines.keeping import kinds
from law.clocks import add_working_days, due
from law.models import ClockRule
from notifications.routing import ROUTES

pytestmark = pytest.mark.usefixtures("reference")
SHIPPED = {
    "ELECTION-REPORT": (7, "CALENDAR"), "ELECTION-HANDLING": (3, "CALENDAR"), "ELECTION-HANDLING-MORE": (5, "CALENDAR"),
    "ELECTION-REPAIR": (3, "CALENDAR"), "GENERAL-REPORT": (7, "WORKING"), "GENERAL-HANDLING": (14, "WORKING"),
    "SBT-TASK-FORCE": (7, "CALENDAR"), "SBT-ELECTION-SUPERVISOR": (3, "WORKING"), "FOLLOW-UP": (14, "WORKING"),
    "KASN-REFERRAL": (14, "WORKING"), "HOME-AFFAIRS": (3, "CALENDAR"), "SUMMONS": (7, "WORKING"),
    "SECOND-SUMMONS": (7, "WORKING"), "DECREE-DELIVERY": (14, "WORKING"), "DECREE-SENT": (3, "WORKING"),
    "DECREE-EFFECT": (15, "WORKING"), "OBJECTION": (14, "WORKING"), "OBJECTION-REPLY": (6, "WORKING"),
    "OBJECTION-DECISION": (21, "WORKING"), "APPEAL": (14, "WORKING"), "APPEAL-REPLY": (21, "WORKING"),
    "APPEAL-DECISION": (65, "WORKING"), "PPPK-DECISION": (14, "WORKING"), "LAPOR-VERIFY": (3, "WORKING"),
    "LAPOR-REPLY": (10, "WORKING"), "SERVICE-COMPLETENESS": (14, "CALENDAR"), "SERVICE-COMPLETION": (30, "CALENDAR"),
    "SERVICE-DECISION": (60, "CALENDAR"), "DATA-BREACH": (72, "HOURS"), "DATA-ACCESS": (72, "HOURS"),
}  # fmt: skip


def test_every_limit_of_the_domain_ships_with_its_unit_basis_and_certainty():
    rows = {rule.code: rule for rule in ClockRule.objects.all()}
    assert {code: (rule.amount, rule.unit) for code, rule in rows.items()} == SHIPPED
    for rule in rows.values():
        assert rule.basis and rule.name_en
        rule.full_clean()


def test_a_custom_without_a_text_is_never_called_sure():
    assert ClockRule.objects.get(pk="FOLLOW-UP").certainty == "SINGLE"
    assert ClockRule.objects.get(pk="HOME-AFFAIRS").certainty == "SINGLE"


def test_every_event_that_moves_a_clock_exists():
    for rule in ClockRule.objects.exclude(kind=""):
        named = {*rule.starts_on, *rule.stops_on, *rule.pauses_on, *rule.resumes_on}
        assert named <= set(ROUTES), rule.code
        assert rule.kind in {kind.name for kind in kinds()}


@pytest.mark.parametrize(
    "code, start, last",
    [
        ("DECREE-EFFECT", date(2026, 7, 14), date(2026, 8, 4)),
        ("DECREE-EFFECT", date(2026, 8, 11), date(2026, 9, 3)),
        ("OBJECTION", date(2026, 8, 11), date(2026, 9, 2)),
        ("OBJECTION-DECISION", date(2026, 3, 10), date(2026, 4, 16)),
        ("APPEAL-DECISION", date(2026, 11, 23), date(2027, 3, 1)),
        ("ELECTION-REPORT", date(2024, 11, 21), date(2024, 11, 28)),
    ],
)
def test_golden_days_by_rule(code, start, last):
    rule = ClockRule.objects.get(pk=code)
    assert due(start, rule.amount, rule.unit) == last


def test_a_deadline_is_reckoned_with_the_holidays_as_they_were_known_that_day():
    start = date(2025, 8, 6)
    assert add_working_days(start, 15, known_on=date(2025, 8, 6)) == date(2025, 8, 27)
    assert add_working_days(start, 15, known_on=date(2025, 8, 7)) == add_working_days(start, 15) == date(2025, 8, 28)
