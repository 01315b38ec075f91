"""What the field calls by several names is looked for under all of them, one way where only one is right."""

import pytest

from search.parsing import parse
from search.terms import Phrase, Word
from search.thesaurus import WEIGHT, expand


def asked(text: str) -> set[str]:
    return set(expand(parse(text)).also)


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("asn", {"pns", "pppk", "p3k", "pegawai negeri", "aparatur sipil negara"}),
        ("paslon", {"pasangan calon"}),
        ("pasangan calon", {"paslon"}),
        ("medsos", {"sosmed", "media sosial", "facebook"}),
        ("kades", {"kepala desa"}),
        ("cabup", {"calon bupati"}),
        ("tim sukses", {"timses", "tim kampanye"}),
    ],
)
def test_other_names_are_asked_for(typed, others):
    assert others <= asked(typed)


@pytest.mark.parametrize(
    ("typed", "never"),
    [("pns", {"pppk", "asn", "p3k"}), ("kades", {"lurah"}), ("facebook", {"medsos"}), ("pilgub", {"pilkada"})],
)
def test_what_is_wider_is_asked_one_way(typed, never):
    assert not never & asked(typed)


def test_ppk_is_three_offices_and_never_expanded():
    assert asked("ppk") == set()
    assert not any("ppk" in expand(parse(text)).also for text in ("camat", "asn", "kpu", "pejabat"))


def test_what_was_not_typed_counts_less_and_can_be_left_out():
    query = parse("kades kampanye")
    assert expand(query, on=False) == query
    grown = expand(query)
    assert grown.wanted[0] == (Word("kades", "kades"), Phrase(("kepala", "desa")))
    assert all(
        term.weight == WEIGHT for group in expand(parse("pppk")).wanted for term in group[1:] if isinstance(term, Word)
    )


def test_a_phrase_is_asked_as_it_was_typed():
    assert expand(parse('"kepala desa"')).also == ()


def test_every_word_of_a_name_is_met_by_its_other_name():
    grown = expand(parse("pasangan calon nomor satu"))
    assert all(Word("paslon", "paslon", WEIGHT) in group for group in grown.wanted[:2])
