"""What the tests of this room begin with: a report that was not taken up, and ways to send a file."""

import pytest
from django.utils import timezone

from complaints import actions
from tests.evidence.conftest import a_file, send

__all__ = ["a_file", "send"]


@pytest.fixture
def rejected(a_complaint, intake):
    """Makes a report that was not taken up."""

    def make(**other):
        complaint = a_complaint("VERIFYING", **other)
        actions.reject(complaint, by=intake, reason="Bukan ASN.", at=timezone.now())
        complaint.refresh_from_db()
        return complaint

    return make
