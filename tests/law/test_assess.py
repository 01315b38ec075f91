"""The law engine, row by row and day by day: what applies, in which phase, by which instrument, with which sanction."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from agencies.models import Territory
from law.assessing import Question, assess, heaviest
from law.models import Election, LegalNote, Rule, Sanction, Violation

pytestmark = pytest.mark.usefixtures("reference")

KUKAR, BEKASI, SOLO = "64.02", "32.75", "33.72"
DESIGNATION = {"2020": date(2020, 9, 23), "2024": date(2024, 9, 22)}
TODAY = date(2026, 11, 22)
BEFORE, AFTER, NONE = "BEFORE_DESIGNATION", "AFTER_DESIGNATION", "NO_ELECTION"


def asked(code: str, day: date, *, territory: str = BEKASI, as_of: date = TODAY, kind: str = "PNS", **more):
    place = Territory.objects.get(pk=territory) if territory else None
    row = Violation.objects.get(code=code)
    return assess(Question(row, day, as_of, territory=place, respondent_kind=kind, **more))


def steps(reasons) -> set[str]:
    return {reason.step for reason in reasons}


# The table a human can read: on the days that matter in Bekasi, which row answers for which -------------------------------
DAYS = {
    "plan of 2020 would have designated": date(2020, 7, 10),
    "before the stages of 2024": date(2024, 2, 26),
    "first day of the stages": date(2024, 2, 27),
    "eve of the designation": date(2024, 9, 21),
    "day of the designation": date(2024, 9, 22),
    "voting day": date(2024, 11, 27),
    "inauguration": date(2025, 2, 20),
    "day after the inauguration": date(2025, 2, 21),
}
PHASES = {
    "plan of 2020 would have designated": NONE,  # Bekasi did not vote in 2020
    "before the stages of 2024": NONE,
    "first day of the stages": BEFORE,
    "eve of the designation": BEFORE,
    "day of the designation": AFTER,
    "voting day": AFTER,
    "inauguration": AFTER,
    "day after the inauguration": NONE,
}
TWINS = {  # asked before the designation -> asked after it: the same act
    "NET-E1": "NET-D1", "NET-E2": "NET-D2", "NET-E3": "NET-D4", "NET-E4": "NET-D6", "NET-E5": "NET-D7",
    "NET-E6": "NET-P1", "NET-D9": "NET-D10",
}  # fmt: skip
BACK = {after: before for before, after in TWINS.items()} | {"NET-P2": "NET-E6"}
BEFORE_ONLY = {"NET-D3", "NET-D11"}
AFTER_ONLY = {"NET-P3", "NET-P4"}


def expected(code: str, phase: str) -> str:
    return TWINS.get(code, code) if phase == AFTER else BACK.get(code, code)


@pytest.mark.parametrize("named", DAYS)
def test_every_row_answers_on_every_boundary(named):
    for code in Violation.objects.values_list("code", flat=True):
        answer = asked(code, DAYS[named])
        assert answer.phase.phase == PHASES[named], code
        assert answer.applies.code == expected(code, PHASES[named])
        assert answer.explanation and answer.certainty in {"SOLID", "SINGLE", "UNVERIFIED"}
        assert all(reason.text and reason.source for reason in answer.explanation)
        misfit = (code in BEFORE_ONLY and PHASES[named] == AFTER) or (code in AFTER_ONLY and PHASES[named] != AFTER)
        assert ("phase" in steps(answer.conflicts)) == misfit


@pytest.mark.parametrize("before, after", TWINS.items())
def test_either_twin_answers_with_the_one_in_force_that_day(before, after):
    eve, day = date(2024, 9, 21), date(2024, 9, 23)
    assert {asked(code, eve).applies.code for code in (before, after)} == {before}
    assert {asked(code, day).applies.code for code in (before, after)} == {after}


def test_joining_a_campaign_after_the_designation_offers_both_rows_and_asks_for_attributes():
    answer = asked("NET-E6", date(2024, 10, 1))
    assert [answer.applies.code, *(row.code for row in answer.alternatives)] == ["NET-P1", "NET-P2"]
    assert answer.default_sanction is None
    assert {"E6-ATTRIBUTES", "P1-LEVEL"} <= steps(answer.unknown)


def test_on_the_day_of_designation_it_counts_as_after_with_the_conflict_noted():
    answer = asked("NET-E4", date(2024, 9, 22))
    assert (answer.phase.phase, answer.applies.code) == (AFTER, "NET-D6")
    assert "DESIGNATION-DAY" in steps(answer.conflicts)
    assert "DESIGNATION-DAY" not in steps(asked("NET-E4", date(2024, 9, 23)).conflicts)


def test_to_which_side_that_day_belongs_is_a_row_not_code():
    rule = Rule.objects.get(code="DESIGNATION-DAY")
    rule.value = {"phase": BEFORE}
    rule.save()
    assert asked("NET-D6", date(2024, 9, 22)).applies.code == "NET-E4"


def test_a_missing_rule_is_never_guessed():
    Rule.objects.filter(code="DESIGNATION-DAY").delete()
    with pytest.raises(Rule.DoesNotExist):
        asked("NET-E4", date(2024, 9, 22))


# Calendar ---------------------------------------------------------------------------------------------------------------
def test_2020_follows_the_postponed_calendar_and_says_what_the_first_plan_would_have_said():
    answer = asked("NET-E4", date(2020, 9, 12), territory=SOLO)
    assert (answer.phase.phase, answer.phase.election.pk) == (BEFORE, "PILKADA-2020")
    assert "replaced" in steps(answer.explanation)
    assert asked("NET-E4", date(2020, 9, 23), territory=SOLO).phase.phase == AFTER


def test_a_region_that_did_not_vote_has_no_election_while_its_neighbour_has():
    assert asked("NET-E4", date(2020, 10, 1), territory=BEKASI).phase.phase == NONE
    assert asked("NET-E4", date(2020, 10, 1), territory=SOLO).phase.phase == AFTER


def test_a_regency_without_an_election_of_its_own_is_in_its_provinces():
    election = Election.objects.get(pk="PILKADA-2024")
    election.territories.remove("32.75")
    assert asked("NET-E4", date(2024, 10, 1)).phase.phase == AFTER  # the governor of 32 is elected


def test_a_vote_held_again_goes_on_in_its_region_alone():
    day = date(2025, 3, 1)
    there, elsewhere = asked("NET-E4", day, territory=KUKAR), asked("NET-E4", day)
    assert (there.phase.phase, there.phase.election.pk) == (AFTER, "PSU-2025-04-19")
    assert elsewhere.phase.phase == NONE


def test_24_regions_voted_again_in_2025():
    revotes = Election.objects.filter(pk__startswith="PSU-2025")
    assert revotes.count() == 5
    assert sum(election.territories.count() for election in revotes) == 24
    assert (revotes.order_by("vote_date").first().vote_date, revotes.order_by("vote_date").last().vote_date) == (
        date(2025, 3, 22),
        date(2025, 8, 6),
    )


def test_without_a_recorded_inauguration_the_end_is_a_rule_and_said_to_be_unknown():
    answer = asked("NET-E4", date(2025, 5, 1), territory=KUKAR)
    assert answer.phase.phase == AFTER
    assert "inauguration" in steps(answer.unknown)
    assert asked("NET-E4", date(2025, 8, 1), territory=KUKAR).phase.phase == NONE


def test_two_elections_over_one_territory_that_disagree_are_a_conflict_until_one_is_named():
    later = Election.objects.create(
        code="SECOND", name="Pemilihan kedua", stages_from=date(2024, 9, 1), designation_date=date(2025, 1, 5),
        campaign_from=date(2025, 1, 8), campaign_to=date(2025, 2, 8), vote_date=date(2025, 2, 12),
        inauguration_date=date(2025, 4, 1), source="uji", certainty="SOLID",
    )  # fmt: skip
    later.territories.add(BEKASI)
    day = date(2024, 10, 1)
    assert f"phase {BEFORE}" in steps(asked("NET-E4", day).conflicts)
    named = asked("NET-E4", day, election=later)
    assert (named.phase.phase, named.applies.code, steps(named.conflicts)) == (
        BEFORE,
        "NET-E4",
        {"ETHICS-OR-DISCIPLINE"},
    )


def test_a_province_that_is_asked_about_does_not_look_into_its_regencies():
    assert (
        asked("NET-E4", date(2020, 10, 1), territory="32").phase.phase == NONE
    )  # West Java elected no governor in 2020


# Instruments ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "day, instrument",
    [
        (date(2020, 9, 9), None),
        (date(2020, 9, 10), "SKB-2020"),
        (date(2022, 9, 21), "SKB-2020"),
        (date(2022, 9, 22), "SKB-2022"),
        (date(2026, 1, 5), "SKB-2022"),
    ],
)
def test_the_joint_decree_follows_the_day_of_the_incident(day, instrument):
    answer = asked("NET-E4", day, territory=SOLO)
    assert (answer.instrument.pk if answer.instrument else None) == instrument
    assert ("validity" in steps(answer.conflicts)) == (instrument is None)


@pytest.mark.parametrize(
    "as_of, kind, law",
    [
        (date(2021, 8, 30), "PNS", "PP-53-2010"),
        (date(2021, 8, 31), "PNS", "PP-94-2021"),
        (date(2021, 8, 31), "CPNS", "PP-94-2021"),
        (date(2021, 8, 30), "PPPK", "PP-49-2018"),
        (TODAY, "PPPK", "PP-49-2018"),
        (date(2010, 1, 1), "PNS", None),
    ],
)
def test_discipline_follows_the_day_of_the_decree(as_of, kind, law):
    answer = asked("NET-D6", date(2020, 10, 1), territory=SOLO, as_of=as_of, kind=kind)
    assert (answer.discipline_law.pk if answer.discipline_law else None) == law
    assert answer.instrument.pk == "SKB-2020"


def test_ethics_needs_no_discipline_law():
    answer = asked("NET-E4", date(2024, 3, 1))
    assert (answer.regime, answer.discipline_law, answer.default_sanction.pk) == ("ETHICS", None, "MORAL-OPEN")


# Sanctions --------------------------------------------------------------------------------------------------------------
def test_medium_sanctions_are_those_in_force_until_a_pay_regulation_exists():
    answer = asked("NET-D3", date(2024, 3, 1))
    assert [row.pk for row in answer.permitted] == ["MEDIUM-INCREMENT-12M", "MEDIUM-PROMOTION-12M", "MEDIUM-GRADE-12M"]
    assert "MEDIUM-IN-FORCE" in steps(answer.unknown)


def test_the_day_the_pay_regulation_comes_is_a_date_in_the_data():
    cut = Sanction.objects.get(pk="MEDIUM-PAYCUT-6M")
    cut.valid_from = date(2026, 1, 1)
    cut.save()
    assert cut in asked("NET-D3", date(2024, 3, 1)).permitted


def test_a_decree_of_pp_53_has_its_own_heavy_sanctions():
    answer = asked("NET-D6", date(2020, 10, 1), territory=SOLO, as_of=date(2021, 8, 30))
    assert [row.pk for row in answer.permitted] == [
        "HEAVY-GRADE-36M", "HEAVY-DEMOTION", "HEAVY-RELEASE", "HEAVY-DISMISSAL", "HEAVY-DISHONOURABLE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code, sanction",
    [
        ("NET-D6", "HEAVY-TERMINATION"),
        ("NET-D3", "MEDIUM-AGENCY"),
        ("NET-D5", "DISMISSAL-TERMINATION"),
        ("NET-E7", "MORAL-OPEN"),
    ],
)
def test_contract_staff_have_sanctions_of_their_own(code, sanction):
    day = date(2024, 3, 1) if code == "NET-D3" else date(2024, 10, 1)
    answer = asked(code, day, kind="PPPK")
    assert answer.default_sanction.pk == sanction
    assert all(not row.respondent_kinds or "PPPK" in row.respondent_kinds for row in answer.permitted)


def test_somebody_who_is_no_civil_servant_gets_no_sanction():
    answer = asked("NET-D6", date(2024, 10, 1), kind="NOT_ASN")
    assert (answer.regime, answer.default_sanction, answer.permitted) == (None, None, [])
    assert "respondent" in steps(answer.explanation)


def test_the_same_kind_again_is_punished_more_heavily():
    once = asked("NET-D3", date(2024, 3, 1))
    again = asked("NET-D3", date(2024, 3, 1), earlier=["MEDIUM"])
    assert (once.level, again.level) == ("MEDIUM", "HEAVY")
    assert again.default_sanction.level == "HEAVY"
    assert "repetition" in steps(again.explanation)
    assert asked("NET-D6", date(2024, 10, 1), earlier=["HEAVY"]).level == "HEAVY"


def test_several_violations_get_one_sanction_the_heaviest():
    answers = [asked(code, date(2024, 10, 1)) for code in ("NET-E7", "NET-D6", "NET-P2", "NET-P1")]
    assert heaviest(answers).applies.code == "NET-D6"
    assert heaviest(answers[3:]) is None


@pytest.mark.parametrize(
    "code, position, head, official",
    [
        ("NET-D6", "JPT_UTAMA", False, "Presiden"),
        ("NET-D6", "JPT_MADYA", True, "Presiden"),
        ("NET-D6", "JPT_MADYA", False, "Pejabat pembina kepegawaian"),
        ("NET-D6", "ADMINISTRATOR", False, "Pejabat pembina kepegawaian"),
        ("NET-D5", "JPT_MADYA", False, "Presiden"),
        ("NET-D5", "FUNCTIONAL_MAIN", False, "Presiden"),
        ("NET-D5", "STAFF", False, "Pejabat pembina kepegawaian"),
    ],
)
def test_who_imposes_follows_from_position_and_level(code, position, head, official):
    answer = asked(code, date(2024, 10, 1), position_class=position, heads_agency=head)
    assert answer.official.official == official


# Conflicts --------------------------------------------------------------------------------------------------------------
def test_two_laws_that_disagree_are_both_shown():
    assert "ETHICS-OR-DISCIPLINE" in steps(asked("NET-E4", date(2024, 3, 1)).conflicts)
    assert "ETHICS-OR-DISCIPLINE" not in steps(asked("NET-E4", date(2023, 10, 30)).conflicts)
    heavy = asked("NET-D6", date(2024, 10, 1))
    assert "KIND-OF-DISMISSAL" in steps(heavy.conflicts)
    assert "KIND-OF-DISMISSAL" not in steps(asked("NET-D6", date(2024, 10, 1), as_of=date(2023, 1, 1)).conflicts)


def test_every_note_can_be_read_in_english_and_names_its_source():
    with translation.override("en"):
        assert all(note.label == note.text_en and note.source for note in LegalNote.objects.all())


def test_the_phase_never_goes_back_as_an_election_goes_on():
    order = [BEFORE, AFTER, NONE]
    seen = [asked("NET-E4", date(2024, 2, 27) + timedelta(days=n)).phase.phase for n in range(0, 370, 7)]
    assert [order.index(p) for p in seen] == sorted(order.index(p) for p in seen)
