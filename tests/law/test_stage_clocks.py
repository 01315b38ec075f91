"""Every open stage says whose turn it is; every limit says what it rests on."""

import pytest

from agencies.models import Role
from law.models import StageClock

TURNS = {
    ("complaint", "RECEIVED"): ("intake", 3, "WORKING"),
    ("complaint", "VERIFYING"): ("intake", 7, "CALENDAR"),
    ("complaint", "INCOMPLETE"): ("reporter", 10, "WORKING"),
    ("case", "OPEN"): ("supervisor", 3, "WORKING"),
    ("case", "CLARIFICATION"): ("investigator", 7, "WORKING"),
    ("case", "EXAMINATION"): ("investigator", 14, "WORKING"),
    ("case", "DELIBERATION"): ("commissioner", 7, "WORKING"),
    ("case", "DECIDED"): ("supervisor", 3, "WORKING"),
    ("case", "FOLLOW_UP"): ("bkd", None, "WORKING"),
    ("recommendation", "DRAFT"): ("supervisor", 3, "WORKING"),
    ("recommendation", "REVIEW"): ("commissioner", 3, "WORKING"),
    ("recommendation", "APPROVED"): ("supervisor", 2, "WORKING"),
    ("recommendation", "ISSUED"): ("bkd", 5, "WORKING"),
    ("recommendation", "ACKNOWLEDGED"): ("bkd", 14, "WORKING"),
    ("recommendation", "REBUTTED"): ("supervisor", 14, "WORKING"),
    ("recommendation", "IMPLEMENTED"): ("supervisor", 5, "WORKING"),
    ("recommendation", "ESCALATED"): ("bkd", 3, "CALENDAR"),
}
pytestmark = pytest.mark.usefixtures("reference")


def test_every_open_stage_has_its_turn_and_limit():
    shipped = {(c.kind, c.stage): (c.turn, c.days, c.unit) for c in StageClock.objects.all()}
    assert shipped == TURNS


def test_a_turn_is_a_role_or_the_reporter():
    turns = set(StageClock.objects.values_list("turn", flat=True)) - {"reporter"}
    assert turns <= set(Role.objects.values_list("code", flat=True))


def test_every_limit_says_what_it_rests_on_and_no_custom_is_called_law():
    for clock in StageClock.objects.all():
        assert clock.basis
        assert clock.certainty in ("SINGLE", "UNVERIFIED")
        clock.full_clean()
