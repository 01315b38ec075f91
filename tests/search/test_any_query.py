"""Whatever somebody types is a query; none ends in an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.highlighting import fragments, marked
from search.parsing import Phrase, Prefix, Query, Word, parse

typed = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "OR",
                "AND",
                "NOT",
                "NEAR(",
                '"',
                "-",
                "*",
                "(",
                ")",
                ":",
                "^",
                "stem:",
                "perm : x",
                "--",
                "'",
                "\\",
                "%",
                "$1",
            ]
        ),
        st.sampled_from(
            ["camat", '"pasangan calon"', "-lurah", "melang*", "@budi", "http://a.b/c'd", "!x", "<->", ":*"]
        ),
    ),
    max_size=12,
).map(" ".join)


@given(typed)
def test_anything_can_be_read(text):
    query = parse(text)
    assert isinstance(query, Query)
    assert all(query.wanted) and set(query.required) <= set(query.wanted)


@given(typed, typed)
def test_anything_can_be_marked(text, query):
    plain = marked(text, parse(query)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain and ">" not in plain
    assert len(fragments(text, parse(query))) <= 3


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=typed)
def test_anything_can_be_asked(find, intake, text):
    assert find(intake, text, fresh=False).total == 0


def test_words_are_joined_by_or_and_stop_words_dropped():
    query = parse("camat yang melanggar")
    assert query.wanted == ((Word("camat", "camat"),), (Word("melanggar", "langgar"),))
    assert query.required == () and query.unwanted == ()


def test_stop_words_alone_are_asked_for():
    assert parse("yang di").wanted == ((Word("yang", "yang"),), (Word("di", "di"),))


def test_phrases_are_required_and_curly_quotes_are_quotes():
    assert parse("“pasangan calon” camat").required == ((Phrase(("pasangan", "calon")),),)


def test_or_makes_alternatives():
    query = parse('"hari libur" OR "hari kerja"')
    assert query.wanted == query.required == ((Phrase(("hari", "libur")), Phrase(("hari", "kerja"))),)
    assert parse("OR camat OR").wanted == ((Word("camat", "camat"),),)


def test_minus_keeps_out():
    query = parse('camat -lurah -"kepala desa" -kepala-dinas')
    assert query.unwanted == (Word("lurah", "lurah"), Phrase(("kepala", "desa")), Phrase(("kepala", "dinas")))


def test_a_star_asks_for_a_beginning():
    assert parse("kampany*").wanted == ((Prefix("kampany"),),)
    assert parse("k* *").wanted == ()


def test_an_address_is_asked_for_whole():
    assert parse("@budi.santoso").terms == (Word("@budi.santoso", "@budi.santoso"),)


def test_the_same_stem_twice_is_one_concept():
    assert len(parse("melanggar pelanggaran langgar").wanted) == 1
