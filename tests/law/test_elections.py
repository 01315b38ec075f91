"""Election calendars: versions are rows, each with its regions."""

from collections import Counter
from datetime import date

import pytest

from agencies.models import Territory
from law.loading import DATA, read_csv
from law.models import Election

pytestmark = pytest.mark.usefixtures("reference")


def kinds(code: str) -> Counter:
    return Counter(Election.objects.get(code=code).territories.values_list("kind", flat=True))


def test_270_regions_voted_in_2020():
    assert kinds("PILKADA-2020") == {"PROVINCE": 9, "REGENCY": 224, "CITY": 37}


def test_545_regions_voted_in_2024_and_yogyakarta_has_no_election_of_its_governor():
    assert kinds("PILKADA-2024") == {"PROVINCE": 37, "REGENCY": 415, "CITY": 93}
    territories = Election.objects.get(code="PILKADA-2024").territories
    assert not territories.filter(code="34").exists()
    assert territories.filter(code="34.04").exists()


def test_the_list_of_2020_names_the_territories_it_means():
    names = dict(Territory.objects.values_list("code", "name"))
    assert all(names[row["code"]] == row["name"] for row in read_csv(DATA / "pilkada_2020_territories.csv"))


def test_the_first_plan_of_2020_is_kept_but_not_in_force():
    plan = Election.objects.get(code="PILKADA-2020-PLAN")
    assert (plan.in_force, plan.vote_date) == (False, date(2020, 9, 23))


@pytest.mark.parametrize(
    "code, designation, vote",
    [
        ("PILKADA-2020", date(2020, 9, 23), date(2020, 12, 9)),
        ("PILKADA-2024", date(2024, 9, 22), date(2024, 11, 27)),
    ],
)
def test_days_that_divide_the_phases(code, designation, vote):
    election = Election.objects.get(code=code)
    assert (election.in_force, election.designation_date, election.vote_date) == (True, designation, vote)


def test_the_stages_follow_each_other():
    for election in Election.objects.all():
        days = [election.stages_from, election.designation_date, election.campaign_from, election.campaign_to]
        days += [election.vote_date, election.inauguration_date or date.max]
        assert days == sorted(days)
        assert election.source
        election.full_clean()
