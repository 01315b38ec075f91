"""The doctor says when too few people could open an identity, and when their loss would be for ever."""

import pytest
from django.utils import timezone

from deploy.doctor import custodians
from deploy.doctor.findings import Level
from identity import keys
from identity.models import CustodianKey
from tests.identity.conftest import PHRASE


@pytest.fixture
def site(settings, people):
    settings.EMBEDDED = False
    CustodianKey.objects.all().delete()
    return people


def levels() -> list[Level]:
    return [finding.level for finding in custodians.findings()]


def make(officer):
    keys.make_custodian_key(officer, passphrase=PHRASE, at=timezone.now())


def test_nobody_yet_is_wrong_twice(site):
    assert levels() == [Level.WRONG, Level.WRONG]


def test_one_person_without_paper_is_a_danger(site):
    make(site["kustodian"])
    assert levels() == [Level.DANGER, Level.WRONG]


def test_two_people_and_paper_are_well(site):
    make(site["kustodian"]), make(site["kustodian2"])
    keys.make_recovery_key(at=timezone.now())
    assert levels() == [Level.GOOD]


def test_who_left_does_not_count(site):
    make(site["kustodian"]), make(site["kustodian2"])
    keys.make_recovery_key(at=timezone.now())
    site["kustodian2"].is_active = False
    site["kustodian2"].save()
    assert levels() == [Level.WRONG]


def test_the_embedded_default_says_what_it_is(settings, db):
    settings.EMBEDDED = True
    assert levels() == [Level.NOTE]
