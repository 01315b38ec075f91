"""Who is told what, row by row: every event of the table, for every person of the demo, in every region.

The answer is reckoned a second time here, in memory, out of roles.json and the place of each person, and compared with
what the database is asked.
"""

import json

import pytest
from django.conf import settings

from agencies.models import Officer, Territory
from notifications.routing import ROUTES, told
from workflow.access import reaches
from workflow.models import Event

pytestmark = pytest.mark.django_db
RIGHTS = {
    role["code"]: set(role["rights"]) for role in json.loads((settings.ROOT / "agencies/data/roles.json").read_text())
}
VIEW = {kind: f"{kind}.view" for kind in ("complaint", "case", "recommendation", "evidence")}
REGIONS = {"everywhere": None, "here": "64.02", "its province": "64", "elsewhere": "65"}


@pytest.fixture
def matter(a_recommendation, people):
    """One story that went all the way to the agency: its references, and who worked on it."""
    recommendation = a_recommendation("ISSUED")
    complaint = recommendation.case.case_complaints.get().complaint
    return {"complaint": complaint, "case": recommendation.case, "recommendation": recommendation}


def events(matter) -> list[Event]:
    """One event per row of the table, by nobody of the house, about the story where it is about a file."""
    made = []
    for verb in ROUTES:
        kind = verb.partition(".")[0].replace("hearing", "case")  # recorded about the case
        subject = matter.get(kind) or (matter["recommendation"] if kind in ("notice", "letter") else None)
        of_file = subject or (matter["case"] if kind in ("evidence", "unsealing", "hearing", "task") else None)
        payload = {"to": "pemeriksa2", "sender": "REPORTER", "agency": "64.02", "authority": None}
        made.append(
            Event(
                verb=verb, subject_kind=subject.KIND if subject else kind, payload=payload,
                subject_reference=subject.reference if subject else "X-26-000000",
                access=of_file.access if of_file else None,
            )
        )  # fmt: skip
    return made


class Expectation:
    """What each audience means, in memory."""

    def __init__(self, event: Event, people: dict[str, Officer]):
        self.event, self.people, self.kind = event, people, event.subject_kind

    def may(self, person: Officer, *rights: str) -> bool:
        return any(right in RIGHTS[role] for role in person.role_codes for right in rights)

    def staff(self, right: str) -> set[str]:
        access, views = self.event.access, [VIEW.get(self.kind, "-")]
        if self.kind == "case" and access.at_plenary:
            views.append("case.view_plenary")
        able = [p for p in self.people.values() if p.authority_id and self.may(p, *views) and reaches(p, access)]
        return {p.username for p in able if right == "" or self.may(p, right)}

    def of(self, name: str) -> set[str] | None:
        """None: an audience that this file does not reckon a second time."""
        name = name.removesuffix(", when the reporter wrote")
        access = self.event.access
        if name.startswith("staff with "):
            return self.staff(name.removeprefix("staff with "))
        if name.startswith("agency with "):
            right = name.removeprefix("agency with ")
            return {
                p.username
                for p in self.people.values()
                if p.agency_id and p.agency_id == access.agency_id and access.issued and self.may(p, right)
                and self.may(p, "recommendation.view_agency")
            }  # fmt: skip
        if name.startswith("who worked on it, else staff with "):
            able = self.staff(name.removeprefix("who worked on it, else staff with "))
            acts = Event.objects.filter(subject_reference=self.event.subject_reference, actor__isnull=False)
            known = able & set(acts.values_list("actor__username", flat=True))
            return known or able
        if name == "the case's investigator":
            return self.staff("") & {"pemeriksa"}
        if name == "the officer named in it":
            return self.staff("") & {"pemeriksa2"}
        if name == "the custodians":
            return {p.username for p in self.people.values() if self.may(p, "unsealing.grant") and reaches(p, access)}
        if name == "the body that referred it or was asked":
            return set()
        if name == "its owner":
            return {"pemeriksa2"}
        if name == "its owner, while they may search":
            return {"pemeriksa2"}
        return None


@pytest.mark.parametrize("region", REGIONS)
def test_every_row_reaches_whom_it_names_and_nobody_else(region, matter, people):
    if REGIONS[region]:
        for person in people.values():
            if person.authority_id:
                person.regions.set([Territory.objects.get(code=REGIONS[region])])
    fresh = {o.username: o for o in Officer.objects.filter(demo=True).prefetch_related("roles", "regions")}
    names = {o.pk: o.username for o in fresh.values()}
    reckoned = 0
    for event in events(matter):
        expectation = Expectation(event, fresh)
        audiences = [a for a in ROUTES[event.verb] if event.access or a.name.startswith("its owner")]
        expected = [expectation.of(audience.name) for audience in audiences]
        if None in expected:
            continue
        reckoned += 1
        found = {names[pk] for pk in told(event)} & set(names.values())
        personal = [pk for pk in told(event) if names.get(pk)] if event.access else None
        if personal is not None:
            assert found == set().union(*expected), (event.verb, region)
        for username in found:
            assert not (fresh[username].agency_id and event.subject_kind in ("complaint", "case")), event.verb
    assert reckoned > 80


def test_an_agency_is_told_of_recommendations_and_of_its_own_accounts_alone():
    to_agencies = {v for v, audiences in ROUTES.items() for a in audiences if a.name.startswith("agency with")}
    assert all(verb.startswith(("recommendation.", "notice.")) for verb in to_agencies), to_agencies
