"""Chat spelling is found by the formal word and marked as it was written; names stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analysed, garbled, is_stop_word, parts_of, stem, tokens, trigrams
from search.highlighting import marked
from search.parsing import parse

SPELT = {
    "tidak": "gak ga nggak enggak tdk gakkk nggakkkk",
    "sudah": "udah udh dah sdh",
    "sangat": "bgt banget bangeeet bangettt",
    "saya": "gue gw gua",
    "pakai": "pake pke dipake",
    "orang": "org orng org2",
    "sekarang": "skrg skrang",
    "cari": "nyari nyariin dicariin",
    "tulis": "nulis nulisin",
    "bantu": "bantuin ngebantu ngebantuin",
    "kirim": "ngirim kirimin ngirimin",
    "datang": "dateng dtg",
    "nomor": "no nmr nomer",
    "buat": "bikin dibikin ngebuat",
    "kumpul": "ngumpul ngumpulin dikumpulin",
    "masuk": "msk dimasukin",
}


@pytest.mark.parametrize(("formal", "forms"), SPELT.items(), ids=list(SPELT))
def test_the_formal_word_finds_them(formal, forms):
    assert {form: stem(form) for form in forms.split()} == dict.fromkeys(forms.split(), stem(formal))


@pytest.mark.parametrize(
    "name", ["asep", "cecep", "usep", "aceh", "ngawi", "brebes", "sunda", "john", "martin", "nokia", "suap"]
)
def test_names_and_other_words_stay(name):
    assert stem(name) == name


def test_it_is_marked_as_it_was_written():
    assert marked("Udah dibilangin jgn nyebarin!", parse("sudah sebar")) == (
        "<mark>Udah</mark> dibilangin jgn <mark>nyebarin</mark>!"
    )


def test_what_was_written_is_held_too():
    assert analysed("bgt").surfaces == ["bgt"] and analysed("bgt").stems == ["sangat"]


def test_a_short_form_of_a_stop_word_is_one():
    assert is_stop_word("yg") and is_stop_word("dgn") and not is_stop_word("camat")


@given(st.text(max_size=300))
def test_no_text_ends_in_an_error_and_places_are_those_of_the_text(text):
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.surface and token.stem
    garbled(text)
    trigrams(analysed(text).surfaces)


@given(st.text(alphabet="abcdeghiklmnoprstuy2", min_size=1, max_size=20))
def test_any_word_has_a_stem_that_is_the_same_every_time(word):
    assert stem(word) == stem(word) != ""


def test_one_wrong_letter_leaves_a_part_of_the_word_whole():
    held = trigrams(["netralitas"])
    for place in range(len("netralitas")):
        wrong = trigrams(["netralitas"[:place] + "q" + "netralitas"[place + 1 :]])
        if place in (0, 1, 8, 9):
            assert any(part in wrong for part in parts_of("netralitas"))
    assert all(part in held for part in parts_of("netralitas"))
    assert parts_of("asn") == ()


def test_badly_read_text_is_known():
    assert garbled("srat kputvsan ini dibqat dengxn sebenqrnya untvk diperqunakan sebxgaimana mestlnya olqh pihxk")
    assert not garbled(
        "surat keputusan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya oleh pihak"
    )
