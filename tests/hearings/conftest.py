"""Somebody invited: `invitation()` makes one for a case's respondent with a code, `visitor` is their browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hearings import actions
from hearings.actions import Wanted
from hearings.models import Invitation
from investigations.models import Case


@pytest.fixture
def invitation(a_case, pemeriksa):
    """Makes a case in clarification, whose respondent was invited when it began, and hands out the code as `.code`."""

    def make(case=None, **other) -> Invitation:
        case = case or a_case("CLARIFICATION", **other)
        row = case.invitations.select_related("case__access__region").order_by("pk").first()
        row.code = actions.renew_code(row, by=pemeriksa, at=timezone.now())
        row.refresh_from_db()
        return row

    return make


@pytest.fixture
def wanted():
    """A Wanted about a case's respondent; anything can be given otherwise."""

    def make(case: Case, **other) -> Wanted:
        person = case.respondents.first()
        facts = {
            "respondent": person,
            "name": person.name,
            "position": person.position,
            "questions": ["Di mana Anda pada 14 Oktober 2024?"],
            "due_date": timezone.localdate() + timedelta(days=7),
        }
        return Wanted(**{**facts, **other})

    return make


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def inside(visitor, invitation):
    """inside(invitation) → the browser of somebody who has shown its code."""

    def enter(row=None) -> Client:
        row = row or invitation()
        assert visitor.post("/tanggapan/", {"kode": row.code}).status_code == 302
        return visitor

    return enter
