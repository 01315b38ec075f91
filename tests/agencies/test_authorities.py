"""Which body supervises the civil service on a day."""

from datetime import date

import pytest

from agencies.models import SupervisingAuthority

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "day, code",
    [
        (date(2020, 9, 23), "KASN"),
        (date(2024, 9, 4), "KASN"),
        (date(2024, 9, 5), "BKN"),
        (date(2026, 11, 22), "BKN"),
    ],
)
def test_kasn_until_4_september_2024_then_bkn(reference, day, code):
    assert SupervisingAuthority.objects.in_force(day).code == code


def test_before_the_first_authority_there_is_none(reference):
    with pytest.raises(SupervisingAuthority.DoesNotExist):
        SupervisingAuthority.objects.in_force(date(2013, 12, 31))


def test_the_ministry_never_decides_here(reference):
    assert SupervisingAuthority.objects.get(internal=False).code == "PANRB"


def test_an_authority_without_a_first_day_yields_to_a_dated_one():
    SupervisingAuthority.objects.update(internal=False)
    SupervisingAuthority.objects.create(code="OLD", name="Lama", short_name="Lama")
    SupervisingAuthority.objects.create(code="NEW", name="Baru", short_name="Baru", valid_from=date(2027, 10, 16))
    assert SupervisingAuthority.objects.in_force(date(2027, 10, 15)).code == "OLD"
    assert SupervisingAuthority.objects.in_force(date(2027, 10, 16)).code == "NEW"


def test_quorum_majority_and_letters_are_configuration_with_a_source(reference):
    for authority in SupervisingAuthority.objects.all():
        assert (authority.quorum, authority.majority_percent) == (3, 50)
        assert "{number}" in authority.letter_pattern
        assert "belum diperiksa" in authority.source
        authority.full_clean()
