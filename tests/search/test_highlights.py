"""Pieces of the original text show why it was found, and nothing in it is ever markup."""

import html

from django.utils.safestring import SafeString

from search.highlighting import fragments, marked
from search.parsing import parse


def test_every_form_of_the_word_is_marked():
    text = "Pelanggaran itu dilanggar lagi oleh pelanggar."
    assert marked(text, parse("melanggar")) == (
        "<mark>Pelanggaran</mark> itu <mark>dilanggar</mark> lagi oleh <mark>pelanggar</mark>."
    )


def test_markup_in_the_text_is_shown_not_obeyed():
    text = "<script>alert('camat')</script> <mark>x</mark> & camat"
    shown = marked(text, parse("camat"))
    assert "<script" not in shown and "<mark>x" not in shown
    assert html.unescape(shown.replace("<mark>", "").replace("</mark>", "")) == text
    assert isinstance(fragments(text, parse("camat"))[0], SafeString)


def test_markup_in_the_query_is_not_shown():
    assert marked("a<b", parse("<b")) == "a&lt;<mark>b</mark>"


def test_words_side_by_side_are_one_mark():
    assert marked("grup kantor dan grup", parse("kantor grup")) == "<mark>grup kantor</mark> dan <mark>grup</mark>"


def test_a_phrase_is_marked_as_a_whole_and_only_there():
    assert marked("pasangan calon, calon", parse('"pasangan calon"')) == "<mark>pasangan calon</mark>, calon"


def test_a_prefix_marks_every_beginning():
    assert marked("kampanye kampanyenya kamar", parse("kampany*")) == "<mark>kampanye kampanyenya</mark> kamar"


def test_at_most_three_pieces_the_richest_in_the_order_of_the_text():
    filler = " kata" * 100
    text = f"camat{filler} camat lurah{filler} camat{filler} camat{filler} lurah camat"
    pieces = fragments(text, parse("camat lurah"))
    assert len(pieces) == 3
    assert pieces[0].startswith("<mark>camat</mark>") and pieces[1].startswith("… ") and pieces[2].endswith("</mark>")
    assert sum("lurah" in piece for piece in pieces) == 2


def test_without_a_match_the_beginning_is_shown():
    assert fragments("Kata pertama. " * 50, parse("camat"))[0].startswith("Kata pertama.")
    assert fragments("", parse("camat")) == []


def test_a_text_without_blanks_is_cut():
    assert len(fragments("x" * 10_000 + "-camat", parse("camat"))[0]) < 400
