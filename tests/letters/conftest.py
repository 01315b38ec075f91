"""Letters of the tests: written by the real action about a real recommendation."""

import pytest
from django.utils import timezone

from letters import actions


@pytest.fixture
def a_letter(a_recommendation, people):
    """Writes a reminder about a recommendation to Kutai Kartanegara; facts and the rest can be given otherwise."""

    def make(recommendation=None, **other):
        about = recommendation or a_recommendation("ISSUED")
        given = {
            "kind": "REMINDER",
            "access": about.access,
            "subject": about,
            "facts": {"recommendations": [about.reference]},
            "by": people["penyelia"],
            "at": timezone.now(),
            "to": about.respondent.agency,
            "addressee": "Bupati Kutai Kartanegara",
        }
        return actions.write(**{**given, **other})

    return make
