"""What every backend does with fields, words near each other and the ways to narrow; on terms as they are, before any page."""

from datetime import date

import pytest

from search.analysis import stem
from search.backends import backend
from search.backends.base import Filters
from search.parsing import Near, Query, Word

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(intake, up_to_date):
    """Asks the backend itself: what is found, how many, what facets."""

    def do(query: Query, **filters):
        up_to_date()
        return backend().search(query, intake, Filters(**filters), place=None, newest=False, size=50)

    return do


def word(text: str) -> Query:
    return Query(wanted=((Word(text, stem(text)),),))


def near(one: str, other: str, distance: int) -> Query:
    term = Near((stem(one), stem(other)), distance)
    return Query(wanted=((term,),), required=((term,),))


@pytest.mark.parametrize(
    ("one", "other", "distance", "found"),
    [
        ("camat", "sembako", 2, True),
        ("sembako", "camat", 2, True),
        ("camat", "sembako", 1, False),
        ("camat", "kaus", 20, False),
        ("membagi", "sembako", 0, True),
    ],
)
def test_words_near_each_other_in_any_order(one, other, distance, found, ask, a_complaint):
    a_complaint(narrative="Kemarin camat ikut membagikan sembako.", people=[])
    assert ask(near(one, other, distance)).total == found


def test_fields_must_all_be_there(ask, a_complaint, a_file):
    complaint = a_complaint(narrative="Sembako.")
    name = complaint.people.get().name.split()[1]
    a_file(complaint.access, "daftar sembako", name="absen kerja.pdf")
    a_complaint(narrative="Sembako.", people=[])
    assert ask(word("sembako")).total == 3
    assert ask(Query(word("sembako").wanted, fields=(f"respondent:{name}",))).total == 2
    assert ask(Query(word("sembako").wanted, fields=(f"respondent:{name}", "file:absen"))).total == 1
    assert ask(Query(fields=("agency:64.02", "file:absen"))).total == 1
    assert ask(Query(fields=("agency:kartanegara", "file:lain"))).total == 0


def test_facets_count_under_every_filter_but_their_own(ask, a_complaint, a_file):
    october = a_complaint(narrative="Sembako.")
    a_complaint(narrative="Sembako.", incident_date=date(2024, 11, 2), people=[])
    a_file(october.access, "sembako", content_type="application/pdf")
    found = ask(word("sembako"))
    assert found.total == 3
    assert found.facets["month"] == {"2024-10": 2, "2024-11": 1}
    assert found.facets["agency"] == {"64.02": 2} and found.facets["violation"] == {"NET-D8": 3}
    assert found.facets["file_type"] == {"PDF": 1}
    narrowed = ask(word("sembako"), month="2024-10", kind="complaint")
    assert narrowed.total == len(narrowed.hits) == 1
    assert narrowed.facets["month"] == {"2024-10": 1, "2024-11": 1}
    assert narrowed.facets["kind"] == {"complaint": 1, "evidence": 1}
    assert ask(word("sembako"), agency="64.02").total == len(ask(word("sembako"), agency="64.02").hits) == 2
    assert ask(word("sembako"), violation="NET-D1").total == 0
    assert [hit.document.file_type for hit in ask(word("sembako"), file_type="PDF").hits] == ["PDF"]
