"""One contract, two indexes: the same query finds the same for the same people, with the same marks, totals and facets."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.contract.conftest import WORDS, said

pytestmark = [pytest.mark.django_db, pytest.mark.elastic]
ALL = 200
words = st.sampled_from([*WORDS, "kata-asing", "bagi", "kampanyenya"])
parts = st.one_of(
    words,
    words.map("-{}".format),
    words.map(lambda word: f"{word[:3]}*"),
    st.tuples(words, words).map('"{0[0]} {0[1]}"'.format),
    st.tuples(words, words).map("{0[0]} OR {0[1]}".format),
    st.tuples(words, words, st.integers(0, 6)).map('"{0[0]} {0[1]}"~{0[2]}'.format),
    words.map(lambda word: word[:2] + word[3:] + "~"),
    st.sampled_from(["respondent:terlapor", "file:absen", "agency:64.02", "nip:1", "file:lain"]),
)
asked = st.lists(parts, max_size=5).map(" ".join)
narrowed = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["complaint", "evidence", "case"]),
        "territory": st.sampled_from(["64", "64.02", "65", "99"]),
        "stage": st.sampled_from(["RECEIVED", "EXAMINATION", "FOLLOW_UP"]),
        "agency": st.just("64.02"),
        "violation": st.sampled_from(["NET-D8", "NET-D1"]),
        "month": st.sampled_from(["2024-09", "2024-10"]),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=asked, filters=narrowed, number=st.integers(0, 8), newest=st.booleans())
def test_any_query_finds_the_same_for_the_same_people(both, crowd, text, filters, number, newest):
    service, embedded = both(crowd[number], text, newest=newest, size=ALL, **filters)
    assert said(service) == said(embedded)
    if newest or not service.query.wanted:
        assert [hit.url for hit in service.hits] == [hit.url for hit in embedded.hits]


@pytest.mark.parametrize("text", ["camat kampanye", '"pasangan calon"', "kepegawaian", "deklarasi damai sembako"])
def test_what_stands_first_in_one_stands_first_in_the_other(both, crowd, text):
    service, embedded = both(crowd[0], text, size=ALL)
    first = [{hit.url for hit in result.hits[:10]} for result in (service, embedded)]
    assert len(first[0] & first[1]) >= min(8, len(embedded.hits))


@pytest.mark.parametrize("newest", [True, False])
def test_pages_follow_one_another_without_gap_or_repetition(both, crowd, newest):
    seen, cursors = ([], []), ("", "")
    whole = both(crowd[0], "camat kampanye", newest=newest, size=ALL)
    while True:
        pages = both(crowd[0], "camat kampanye", newest=newest, size=3, cursors=cursors)
        for urls, page in zip(seen, pages, strict=True):
            urls += [hit.url for hit in page.hits]
        cursors = tuple(page.next or "" for page in pages)
        if not all(cursors):
            break
    assert [list(urls) for urls in seen] == [[hit.url for hit in result.hits] for result in whole]


def test_a_page_may_be_turned_in_the_other_index(both, crowd, world):
    """The service comes back, or fails, between two pages: nothing that was shown is shown again."""
    first = both(crowd[0], "camat kampanye", size=5)
    service, embedded = both(crowd[0], "camat kampanye", size=5, cursors=(first[1].next, first[0].next))
    shown = {hit.url for hit in first[1].hits}
    assert service.hits and embedded.hits
    assert first[1].hits[-1].url not in {hit.url for hit in service.hits} and shown


def test_an_officer_without_reach_learns_nothing(both, crowd):
    for result in both(crowd[-1], "camat"):
        assert (result.total, list(result.hits)) == (0, [])
        assert not any(result.facets.values())
