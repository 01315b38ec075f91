"""Many letters at once: numbers without a gap and without a twin."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from agencies.models import SupervisingAuthority
from letters import actions
from letters.models import Letter
from letters.numbering import next_number
from workflow.ledger import unit_of_work
from workflow.models import Access

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]
AT_ONCE, EACH = 8, 5


class About:
    KIND, reference = "case", "KAS-26-000001"

    def __init__(self, access):
        self.access, self.access_id = access, access.pk


def test_eight_at_once_take_forty_numbers_without_a_gap(reference_data, people):
    access = Access.objects.create(authority=SupervisingAuthority.objects.get(pk="BKN"))

    def write_some(who: int) -> None:
        try:
            for turn in range(EACH):
                try:
                    with unit_of_work():
                        letter_of(access, people["penyelia"])
                        if turn == who % EACH:
                            raise RuntimeError
                except RuntimeError:
                    letter_of(access, people["penyelia"])
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write_some, range(AT_ONCE)))
    numbers = sorted(Letter.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, AT_ONCE * EACH + 1))
    with unit_of_work():
        assert next_number(SupervisingAuthority.objects.get(pk="BKN"), on=timezone.localdate()).sequence == 41


def letter_of(access, by) -> Letter:
    return actions.write(
        kind="REMINDER",
        access=access,
        subject=About(access),
        facts={"recommendations": ["REK-26-AAAAAA"]},
        by=by,
        at=timezone.now(),
        addressee="Bupati",
    )
