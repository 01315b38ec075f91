"""Routing, tried against tables that a person can read: every criterion with who fits and who does not, every outcome."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Territory
from complaints.models import Complaint
from evidence.models import Link
from investigations import actions as investigations
from investigations.models import Case
from law.models import Violation
from sanctions.models import Recommendation
from workflow.models import Event
from worklists.criteria import MODELS, TABLE
from worklists.filters import fits
from worklists.models import Absence, Placement, Standing
from worklists.routing import arrive, target_of

pytestmark = pytest.mark.django_db

# kind, criterion, value -> who fits; everybody else of that kind does not. Names are those of the world below.
EXPECTED = """
complaint       stage            ["VERIFYING"]         -> banjar
complaint       stage            ["RECEIVED","INCOMPLETE"] -> kukar tautan
complaint       kind             ["NEUTRALITY"]        -> kukar banjar tautan
complaint       kind             ["MERIT"]             ->
complaint       territory        ["64.02"]             -> kukar tautan
complaint       territory        ["64"]                -> kukar tautan
complaint       territory        ["63"]                -> banjar
complaint       territory        ["11"]                ->
complaint       agency           ["64.02"]             -> kukar banjar tautan
complaint       agency           ["11"]                ->
complaint       violation        ["NET-D8"]            -> kukar banjar
complaint       violation        ["NET-E1"]            -> tautan
complaint       severity         "HEAVY"               -> kukar banjar
complaint       severity         "MORAL"               -> kukar banjar tautan
complaint       source           ["LETTER"]            -> banjar
complaint       mode             ["ANONYMOUS"]         -> tautan
complaint       overdue          true                  -> banjar
complaint       due_within       0                     -> banjar
complaint       due_within       60                    -> kukar banjar tautan
complaint       older_than       5                     -> banjar
complaint       waiting_outside  true                  -> tautan
complaint       vote_within      20                    -> kukar tautan
complaint       vote_within      5                     ->
complaint       fleeting         true                  -> tautan
complaint       priority         true                  -> kukar
complaint       my_team          true                  ->
case            stage            ["EXAMINATION"]       -> periksa
case            kind             ["NEUTRALITY"]        -> baru periksa lanjut
case            territory        ["64.02"]             -> baru periksa lanjut
case            agency           ["64.02"]             -> baru periksa lanjut
case            violation        ["NET-D8"]            -> baru periksa lanjut
case            severity         "DISMISSAL"           ->
case            assignee         "kosong"                -> baru
case            assignee         "pemeriksa"           -> periksa lanjut
case            assignee         "pemeriksa2"          ->
case            assignee         "saya"                  ->
case            my_team          true                  ->
case            overdue          true                  -> periksa
case            due_within       0                     -> periksa
case            older_than       5                     -> periksa
case            waiting_outside  true                  -> lanjut
case            vote_within      20                    -> baru periksa lanjut
case            fleeting         true                  ->
case            priority         true                  -> periksa
recommendation  stage            ["ISSUED"]            -> terbit
recommendation  kind             ["NEUTRALITY"]        -> terbit
recommendation  territory        ["64"]                -> terbit
recommendation  agency           ["64.02"]             -> terbit
recommendation  violation        ["NET-E1"]            ->
recommendation  severity         "LIGHT"               -> terbit
recommendation  assignee         "pemeriksa"           -> terbit
recommendation  my_team          true                  ->
recommendation  overdue          true                  ->
recommendation  due_within       90                    -> terbit
recommendation  older_than       5                     ->
recommendation  waiting_outside  true                  -> terbit
recommendation  vote_within      20                    -> terbit
recommendation  fleeting         true                  ->
recommendation  priority         true                  ->
"""


def rows() -> list[tuple[str, str, object, set[str]]]:

    found = []
    for line in EXPECTED.strip().splitlines():
        asked, _arrow, names = line.partition("->")
        kind, criterion, value = asked.split(None, 2)
        found.append((kind, criterion, json.loads(value), set(names.split())))
    return found


@pytest.fixture
def world(a_complaint, a_recommendation, a_case, intake, an_election, today):
    """Three reports, three cases and a recommendation, different in everything that a criterion asks."""
    an_election(14, "64.02")
    long_ago = timezone.now() - timedelta(days=10)
    banjar = Territory.objects.filter(parent="63").order_by("code").first()
    lanjut = a_recommendation("ISSUED")
    periksa = a_case("EXAMINATION")
    from_report = a_complaint("VERIFYING")
    baru = Case.objects.get(reference=investigations.accept(from_report, by=intake)["case"])
    link = a_complaint(mode="ANONYMOUS", identity={}, violations=[Violation.objects.get(pk="NET-E1")])
    Link.objects.create(access=link.access, url="https://contoh.id/unggahan")
    kukar = a_complaint()
    other = a_complaint("VERIFYING", territory=banjar, source="LETTER")
    Complaint.objects.filter(pk=link.pk).update(stage="INCOMPLETE")
    Complaint.objects.filter(pk__in=[link.pk, kukar.pk]).update(due_date=today + timedelta(days=3))
    Complaint.objects.filter(pk=other.pk).update(due_date=today - timedelta(days=1), stage_since=long_ago)
    Case.objects.filter(pk=periksa.pk).update(due_date=today - timedelta(days=1), stage_since=long_ago)
    for subject in (kukar, periksa):
        Standing.objects.create(access=subject.access, points=100, reckoned_on=today)
    named = {
        "complaint": {"kukar": kukar, "banjar": other, "tautan": link},
        "case": {"baru": baru, "periksa": periksa, "lanjut": lanjut.case},
        "recommendation": {"terbit": lanjut},
    }
    return {kind: {name: MODELS[kind].objects.get(pk=s.pk) for name, s in each.items()} for kind, each in named.items()}


def test_every_criterion_finds_whom_the_table_says_and_nobody_else(world, saved, today):
    wrong = []
    for kind, criterion, value, names in rows():
        asked = saved(kind, **{criterion: value})
        found = {name for name, subject in world[kind].items() if fits(asked, subject, today=today)}
        asked.delete()
        if found != names:
            wrong.append(f"{kind} {criterion} {value}: expected {sorted(names)}, found {sorted(found)}")
    assert not wrong, "\n".join(wrong)


def test_the_table_leaves_no_criterion_of_any_kind_out():
    told = {(kind, criterion) for kind, criterion, _value, _names in rows()}
    assert told == {(kind, each.name) for each in TABLE.values() for kind in each.kinds}


def test_an_unknown_criterion_finds_nothing(world, saved, today):
    asked = saved("case", stage=["OPEN"])
    asked.criteria = {"colour": "red"}
    assert not any(fits(asked, case, today=today) for case in world["case"].values())


# Outcomes ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def arrived(a_complaint, intake):
    """A case that nobody has yet."""
    reference = investigations.accept(a_complaint("VERIFYING"), by=intake)["case"]
    return Case.objects.select_related("access").get(reference=reference)


# goal, automatic, whom it names, what is in the way -> team, proposed, assigned
OUTCOMES = """
TEAM     no   -           -                  -> team  -           -
OFFICER  no   pemeriksa   -                  -> -     pemeriksa   -
OFFICER  yes  pemeriksa   -                  -> -     pemeriksa   pemeriksa
OFFICER  yes  pemeriksa   away               -> next
OFFICER  yes  pemeriksa   asleep             -> next
OFFICER  yes  pemeriksa   inactive           -> next
OFFICER  yes  pemeriksa   excluded           -> next
OFFICER  yes  pemeriksa   elsewhere          -> next
LEAST    no   -           -                  -> -     pemeriksa   -
LEAST    yes  -           -                  -> -     pemeriksa   pemeriksa
LEAST    yes  -           busy               -> -     pemeriksa2  pemeriksa2
LEAST    yes  -           away               -> -     pemeriksa2  pemeriksa2
LEAST    yes  -           excluded           -> -     pemeriksa2  pemeriksa2
LEAST    yes  -           elsewhere          -> -     pemeriksa2  pemeriksa2
LEAST    yes  -           expired            -> next
LEAST    yes  -           not yet            -> next
LEAST    yes  -           does not fit       -> next
"""


def outcomes():
    for line in OUTCOMES.strip().splitlines():
        asked, _arrow, answer = line.partition("->")
        goal, automatic, officer, trouble = asked.split(None, 3)
        yield pytest.param(goal, automatic == "yes", officer, trouble.strip(), answer.split(), id=line.split("->")[0])


@pytest.mark.parametrize(("goal", "automatic", "officer", "trouble", "answer"), list(outcomes()))
def test_every_outcome(goal, automatic, officer, trouble, answer, arrived, saved, rule, team, people, a_case, today):
    _make(trouble, people["pemeriksa"], arrived, a_case, today)
    dates = {
        "expired": {"valid_to": today - timedelta(days=1)},
        "not yet": {"valid_from": today + timedelta(days=1)},
    }.get(trouble, {})
    criteria = {"stage": ["FOLLOW_UP" if trouble == "does not fit" else "OPEN"]}
    place = {"team": team} if goal == "TEAM" else {}
    named = {"officer": people[officer]} if officer != "-" else {}
    first = rule(saved("case", **criteria), goal, automatic=automatic, order=1, **place, **named, **dates)
    last = rule(saved("case", kind=["NEUTRALITY"]), "TEAM", team=team, order=2)
    arrive(arrived, at=timezone.now())
    placed, case = Placement.objects.get(access=arrived.access), Case.objects.get(pk=arrived.pk)
    if answer == ["next"]:
        assert (placed.rule, placed.team, case.assignee) == (last, team, None)
        return
    username = lambda person: person.username if person else "-"  # noqa: E731
    found = ["team" if placed.team else "-", username(placed.proposed), username(case.assignee)]
    assert (placed.rule, found) == (first, answer)


def _make(trouble: str, officer, case: Case, a_case, today) -> None:
    if trouble == "away":
        Absence.objects.create(officer=officer, first_day=today, last_day=today)
    if trouble == "asleep":
        officer.asleep_at = timezone.now()
    if trouble == "inactive":
        officer.is_active = False
    officer.save()
    if trouble == "excluded":
        case.access.excluded.add(officer)
    if trouble == "elsewhere":
        officer.regions.set(Territory.objects.filter(code="11"))
    if trouble == "busy":
        a_case("OPEN")  # goes to pemeriksa


def test_without_a_rule_nothing_is_placed_and_a_second_arrival_changes_nothing(arrived, saved, rule, pemeriksa):
    assert arrive(arrived, at=timezone.now()) is None and not Placement.objects.exists()
    rule(saved("case", stage=["OPEN"]), "OFFICER", officer=pemeriksa, automatic=True)
    for _ in range(2):
        arrive(Case.objects.select_related("access").get(pk=arrived.pk), at=timezone.now())
    told = Event.objects.filter(subject_reference=arrived.reference, verb="case.assign")
    assert [event.payload["to"] for event in told] == ["pemeriksa"]
    assert told.get().actor_kind == "system" and told.get().payload["rule"]


def test_a_rule_of_another_authority_is_not_asked(arrived, saved, rule, team):
    made = rule(saved("case", stage=["OPEN"]), "TEAM", team=team)
    made.authority_id = "KASN"
    made.save()
    assert target_of(arrived, today=timezone.localdate()) is None


def test_recommendations_are_known_to_the_table_but_never_routed(world):
    assert Recommendation.objects.count() == 1 and not Placement.objects.exists()
