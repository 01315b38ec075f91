"""Somebody at a desk, and cases about people whose names and numbers the test chooses."""

import itertools

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Agency
from complaints.actions import Person as Reported
from investigations import actions as investigations
from investigations.models import Case

NIP, OTHER_NIP = "197903142005011004", "198502022010012002"


@pytest.fixture
def at_desk():
    def browser(officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return browser


@pytest.fixture
def about(a_case):
    """Makes a case about one person: about("Budi", nip=…) → (case, respondent)."""
    numbers = itertools.count(1)

    def make(name: str, *, nip: str = "", agency: str | None = "64.02", stage: str = "OPEN", **other):
        place = Agency.objects.get(code=agency) if agency else None
        person = Reported(name=name, nip=nip, position=f"Camat {next(numbers)}", agency=place)
        case = a_case(stage, people=[person], **other)
        return case, case.respondents.get()

    return make


@pytest.fixture
def identified(people):
    """Writes a number (or a name) down that was found later."""

    def write(case: Case, respondent, **known):
        facts = {
            name: getattr(respondent, name) for name in ("name", "nip", "position", "agency", "agency_text", "kind")
        }
        return investigations.identify(
            case, by=people["pemeriksa"], respondent=respondent, at=timezone.now(), **{**facts, **known}
        )

    return write
