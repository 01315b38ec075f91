"""Custodians with keys, and a report whose identity is sealed to them."""

import pytest
from django.utils import timezone

from identity import boxes, keys

PHRASE = "kata sandi kustodian"
ASKED = "frasa rahasia peminta"
REASON = "Pelapor perlu dipanggil sebagai saksi di sidang kode etik."


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The stretching of phrases is slow on purpose; not a thing to wait for in every test."""
    monkeypatch.setattr(boxes, "COST", 2**4)


@pytest.fixture
def keyed(people):
    """Both custodians, each with a key of their own."""
    both = [people["kustodian"], people["kustodian2"]]
    for officer in both:
        keys.make_custodian_key(officer, passphrase=PHRASE, at=timezone.now())
    return both


@pytest.fixture
def told(keyed, a_complaint):
    """A report that tells who reported, filed after the custodians made their keys."""
    return a_complaint("VERIFYING")
