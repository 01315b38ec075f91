"""A law is found by whatever name it was cited with, and highlighted where it stands."""

import pytest

from search import citations
from search.analysis import analysed, tokens
from search.highlighting import marked
from search.parsing import parse

SAME = {
    "pp-94-2021": [
        "PP No. 94 Tahun 2021",
        "PP 94/2021",
        "pp nomor 94 tahun 2021",
        "Peraturan Pemerintah Nomor 94 Tahun 2021",
        "Peraturan Pemerintah Republik Indonesia No 94 Tahun 2021",
        "pp-94-2021",
    ],
    "uu-20-2023": ["UU 20/2023", "Undang-Undang Nomor 20 Tahun 2023", "UU No.20 Thn 2023"],
    "skb-2-2022": ["SKB 2/2022", "SKB Nomor 2 Tahun 2022", "Keputusan Bersama Nomor 2 Tahun 2022"],
    "perbkn-6-2022": ["Peraturan BKN 6/2022", "Peraturan Badan Kepegawaian Negara Nomor 6 Tahun 2022"],
    "perbawaslu-6-2018": ["Perbawaslu 6/2018", "Peraturan Badan Pengawas Pemilihan Umum Nomor 6 Tahun 2018"],
    "pkpu-8-2024": ["PKPU 8/2024", "Peraturan KPU Nomor 8 Tahun 2024"],
    "perppu-1-2014": ["Perppu 1/2014", "Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014"],
}


@pytest.mark.parametrize(("name", "written"), [(name, text) for name, texts in SAME.items() for text in texts])
def test_every_way_of_citing_has_one_name(name, written):
    exact = [token for token in tokens(f"melanggar {written}, yaitu") if token.exact]
    assert [token.surface for token in exact] == [name]
    assert f"melanggar {written}, yaitu"[exact[0].start : exact[0].end] == written
    assert [term.surface for term in parse(written).terms] == [name]


def test_its_words_are_found_too():
    assert analysed("PP 94/2021").surfaces == ["pp-94-2021", "pp", "94", "2021"]


@pytest.mark.parametrize("text", ["PP 94", "pp 94 tahun", "uu", "app 94/2021", "SE 5", "94/2021"])
def test_what_is_no_citation_stays_as_it_is(text):
    assert citations.joined(text) == text


def test_it_is_marked_where_it_stands():
    text = "Melanggar Peraturan Pemerintah Nomor 94 Tahun 2021 tentang disiplin."
    assert marked(text, parse("PP 94/2021")) == (
        "Melanggar <mark>Peraturan Pemerintah Nomor 94 Tahun 2021</mark> tentang disiplin."
    )
