"""The demo's team, a shared filter for each kind, and two routing rules: enough to try the officer's day."""

from django.utils import timezone

from agencies.models import Officer
from worklists import filters
from worklists.models import RoutingRule, SavedFilter, Team


def create_worklists() -> None:
    """Once, while their supervisor has none."""
    people = {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    supervisor = people.get("penyelia")
    if supervisor is None or SavedFilter.objects.filter(owner=supervisor).exists():
        return
    team = Team.objects.create(name="Tim Kalimantan", authority=supervisor.authority)
    team.members.set(people[name] for name in ("intake", "pemeriksa", "pemeriksa2") if name in people)
    reports = _shared(supervisor, "Laporan dari Kalimantan Timur", "complaint", {"territory": ["64"]})
    cases = _shared(supervisor, "Ancaman sanksi berat", "case", {"severity": "HEAVY"})
    place = {"authority": supervisor.authority, "team": team}
    RoutingRule.objects.create(name="Kalimantan ke timnya", order=10, filter=reports, goal="TEAM", **place)
    RoutingRule.objects.create(name="Berat ke yang paling lapang", order=20, filter=cases, goal="LEAST", **place)


def _shared(owner: Officer, name: str, kind: str, criteria: dict) -> SavedFilter:
    facts = {"name": name, "kind": kind, "criteria": criteria, "shared": True, "alert": False}
    return filters.save(None, by=owner, at=timezone.now(), **facts)
