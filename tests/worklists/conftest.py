"""What the tests of the worklists share: filters, teams and rules as a supervisor sets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Territory
from law.models import Certainty, Election
from worklists import filters
from worklists.models import RoutingRule, Team


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def saved(penyelia):
    """A shared filter of the supervisor: saved("case", stage=["OPEN"])."""
    count = iter(range(1000))

    def make(subject: str, /, *, by=None, name: str = "", shared: bool = True, alert: bool = False, **criteria):
        facts = {"kind": subject, "criteria": criteria, "shared": shared, "alert": alert}
        return filters.save(None, by=by or penyelia, at=timezone.now(), name=name or f"Saringan {next(count)}", **facts)

    return make


@pytest.fixture
def team(penyelia, pemeriksa, pemeriksa2):
    """Both investigators."""
    made = Team.objects.create(name="Tim Kalimantan", authority=penyelia.authority)
    made.members.set([pemeriksa, pemeriksa2])
    return made


@pytest.fixture
def rule(penyelia):
    """A routing rule of the supervisor's authority."""

    def make(filter_, goal: str, **facts) -> RoutingRule:
        return RoutingRule.objects.create(
            name=f"Ke {goal}", authority=penyelia.authority, filter=filter_, goal=goal, **facts
        )

    return make


@pytest.fixture
def an_election(today):
    """A vote in so many days, over these territories."""

    def make(days: int, *codes: str) -> Election:
        vote = today + timedelta(days=days)
        election = Election.objects.create(
            code=f"UJI-{days}-{'-'.join(codes)}"[:24],
            name="Pemilihan uji",
            stages_from=vote - timedelta(days=200),
            designation_date=vote - timedelta(days=60),
            campaign_from=vote - timedelta(days=57),
            campaign_to=vote - timedelta(days=4),
            vote_date=vote,
            source="uji",
            certainty=Certainty.UNVERIFIED,
        )
        election.territories.set(Territory.objects.filter(code__in=codes))
        return election

    return make
