"""The catalogue is complete, sourced and dated; twins point at each other; sanctions fit the violation and the day."""

from datetime import date

import pytest

from law.catalogue import draft_sanction, permitted_sanctions, violations_in_force
from law.models import Sanction, Violation

TODAY = date(2026, 11, 22)
CODES = {
    "NEUTRALITY": [
        *(f"NET-E{n}" for n in range(1, 8)),
        *(f"NET-D{n}" for n in range(1, 13)),
        *(f"NET-P{n}" for n in range(1, 5)),
    ],
    "ETHICS": ["ETH-01", "ETH-02", "ETH-03", "ETH-04", "ETH-05", "ETH-99"],
    "MERIT": ["MER-01", "MER-02", "MER-03", "MER-04", "MER-05", "MER-06", "MER-07", "MER-99"],
}
TWINS = [("E1", "D1"), ("E2", "D2"), ("E3", "D4"), ("E4", "D6"), ("E5", "D7"), ("D9", "D10")]
LEVELS = {
    "MORAL": "E1 E2 E3 E4 E5 E6 E7",
    "MEDIUM": "D3 D9 P2",
    "HEAVY": "D1 D2 D4 D6 D7 D8 D10 D11 D12 P3 P4",
    "DISMISSAL": "D5",
    "": "P1",
}
PHASES = {
    "BEFORE_DESIGNATION": "E1 E2 E3 E4 E5 E6 D3 D9 D11",
    "AFTER_DESIGNATION": "D1 D2 D4 D6 D7 D10 P1 P2 P3 P4",
    "ANY": "E7 D5 D8 D12",
}
pytestmark = pytest.mark.usefixtures("reference")


def net(short: str) -> Violation:
    return Violation.objects.get(code="NET-" + short)


def codes(queryset) -> list[str]:
    return list(queryset.values_list("code", flat=True))


@pytest.mark.parametrize("kind", CODES)
def test_the_catalogue_is_complete_and_in_order(kind):
    assert codes(violations_in_force(kind, on=TODAY)) == CODES[kind]


def test_without_a_kind_the_whole_catalogue():
    assert codes(violations_in_force(on=TODAY)) == sum(CODES.values(), [])


def test_no_violation_without_source_articles_titles_and_first_day():
    for violation in Violation.objects.all():
        assert violation.source and violation.articles and violation.title and violation.title_en
        assert violation.valid_from
        violation.full_clean()


def test_twins_point_at_each_other_and_the_others_stand_alone():
    shipped = {tuple(sorted((v.code, v.twin_id))) for v in Violation.objects.exclude(twin=None).select_related("twin")}
    assert shipped == {tuple(sorted(("NET-" + a, "NET-" + b))) for a, b in TWINS}
    assert all(v.twin.twin_id == v.code for v in Violation.objects.exclude(twin=None).select_related("twin__twin"))


@pytest.mark.parametrize("level, shorts", LEVELS.items())
def test_levels_of_the_joint_decree(level, shorts):
    assert {net(short).default_level for short in shorts.split()} == {level}


@pytest.mark.parametrize("phase, shorts", PHASES.items())
def test_phases_of_the_joint_decree(phase, shorts):
    assert {net(short).phase for short in shorts.split()} == {phase}


def test_a_level_that_no_rule_sets_is_explained():
    assert "tidak menetapkan tingkat" in net("P1").note


@pytest.mark.parametrize(
    "day, in_force",
    [(date(2020, 9, 9), False), (date(2020, 9, 10), True), (date(2022, 9, 22), True)],
)
def test_the_joint_decree_counts_from_10_september_2020(day, in_force):
    assert ("NET-E4" in codes(violations_in_force("NEUTRALITY", on=day))) == in_force


def test_a_row_that_has_ended_is_not_offered():
    Violation.objects.filter(code="NET-E4").update(valid_to=date(2025, 1, 1))
    assert "NET-E4" in codes(violations_in_force(on=date(2025, 1, 1)))
    assert "NET-E4" not in codes(violations_in_force(on=date(2025, 1, 2)))


def test_the_draft_sanction_has_the_level_of_its_violation():
    for violation in Violation.objects.exclude(default_level="").select_related("default_sanction"):
        assert draft_sanction(violation).level == violation.default_level


def test_the_draft_sanction_is_one_of_those_permitted_today():
    for violation in Violation.objects.exclude(default_level=""):
        assert draft_sanction(violation, on=TODAY) == violation.default_sanction


def test_without_a_level_a_person_chooses_among_all_levels_of_discipline():
    assert draft_sanction(net("P1")) is None
    assert draft_sanction(net("P1"), on=TODAY) is None
    levels = set(permitted_sanctions(net("P1"), TODAY).values_list("level", flat=True))
    assert levels == {"LIGHT", "MEDIUM", "HEAVY"}


def test_heavy_sanctions_follow_the_day_of_the_decree():
    old = codes(permitted_sanctions(net("D8"), date(2021, 8, 30)))
    new = codes(permitted_sanctions(net("D8"), date(2021, 8, 31)))
    assert old == ["HEAVY-GRADE-36M", "HEAVY-DEMOTION", "HEAVY-RELEASE", "HEAVY-DISMISSAL", "HEAVY-DISHONOURABLE"]
    assert new == ["HEAVY-DEMOTION-12M", "HEAVY-RELEASE-12M", "HEAVY-DISMISSAL"]


def test_a_draft_of_2020_uses_a_sanction_of_2020():
    assert draft_sanction(net("D8"), on=date(2020, 11, 8)).code == "HEAVY-GRADE-36M"


def test_allowance_cuts_are_known_but_not_offered():
    assert Sanction.objects.filter(code__startswith="MEDIUM-PAYCUT", valid_from=None).count() == 3
    offered = codes(permitted_sanctions(net("D3"), TODAY))
    assert offered == ["MEDIUM-INCREMENT-12M", "MEDIUM-PROMOTION-12M", "MEDIUM-GRADE-12M"]


def test_an_allowance_cut_is_offered_from_its_first_day():
    Sanction.objects.filter(code="MEDIUM-PAYCUT-6M").update(valid_from=date(2027, 1, 1))
    assert "MEDIUM-PAYCUT-6M" not in codes(permitted_sanctions(net("D3"), date(2026, 12, 31)))
    assert "MEDIUM-PAYCUT-6M" in codes(permitted_sanctions(net("D3"), date(2027, 1, 1)))


def test_merit_violations_lead_to_corrections():
    for violation in violations_in_force("MERIT", on=TODAY):
        assert draft_sanction(violation, on=TODAY).code.startswith("CORRECTION-")


def test_every_sanction_begins_with_its_level_and_has_a_source():
    for sanction in Sanction.objects.all():
        assert sanction.code.startswith(sanction.level + "-")
        assert sanction.source and sanction.articles
        sanction.full_clean()
