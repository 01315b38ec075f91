"""Words that belong together share a stem; words that only look alike do not. Addresses and numbers stay whole."""

import time

import pytest

from search import analysis
from search.analysis import LONGEST, analysed, stem, tokens

FAMILIES = [
    ("langgar", "melanggar pelanggaran dilanggar pelanggar melanggarnya pelanggarannya"),
    ("kepala", "kepala mengepalai kepalanya"),
    ("pegawai", "pegawai kepegawaian pegawainya"),
    ("bupati", "bupati"),
    ("nyata", "menyatakan pernyataan dinyatakan pernyataannya"),
    ("netral", "netral netralitas netralitasnya kenetralan ketidaknetralan"),
    ("kampanye", "kampanye mengampanyekan berkampanye dikampanyekan"),
    ("posting", "posting memposting diposting postingan postingannya"),
    ("unggah", "unggah mengunggah diunggah unggahan"),
    ("arah", "mengarahkan diarahkan arahan"),
    ("ajak", "ajakan mengajak diajak"),
    ("hadir", "hadir menghadiri kehadiran dihadiri"),
    ("perintah", "perintah memerintahkan diperintahkan"),
    ("tulis", "menulis tulisan ditulis"),
    ("mutasi", "mutasi dimutasi memutasi memutasikan"),
]
ALONE = "kutai kuta berau kediri kendari maluku malu balikpapan bali paslon medsos pilkada asn"


@pytest.mark.parametrize(("root", "words"), FAMILIES, ids=[root for root, _words in FAMILIES])
def test_a_family_shares_its_stem(root, words):
    assert {word: stem(word) for word in words.split()} == dict.fromkeys(words.split(), root)


def test_look_alikes_stay_apart():
    stems = [stem(word) for word in ALONE.split()]
    assert len(set(stems)) == len(stems)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Melanggar, MELANGGAR!", ["melanggar", "melanggar"]),
        ("pelang\u00adgaran", ["pelanggaran"]),
        ("pelang\ufffe\r\ngaran", ["pelanggaran"]),
        ("ＰＮＳ café Jum\u2019at", ["pns", "cafe", "jum", "at"]),
        ("undang-undang", ["undang", "undang"]),
        ("surat_undangan.pdf", ["surat", "undangan", "pdf"]),
        ("NIP 19650101 199003 1 001", ["nip", "196501011990031001"]),
        ("NIP 196501011990031001.", ["nip", "196501011990031001"]),
        ("hp +62 812-3456-7890", ["hp", "081234567890"]),
        ("hp 081234567890", ["hp", "081234567890"]),
        ("@budi.santoso", ["@budi.santoso", "budi", "santoso"]),
        ("LAP-26-7K3M9Q", ["lap-26-7k3m9q", "lap", "26", "7k3m9q"]),
        ("www.kaltim.go.id/a.", ["kaltim.go.id/a", "www", "kaltim", "go", "id", "a"]),
        ("\u0000\ud800 \U0001f600 ", []),
        ("", []),
    ],
)
def test_tokens(text, surfaces):
    assert analysed(text).surfaces == surfaces


def test_places_are_those_of_the_original_text():
    text = "Pelang\u00adgaran oleh ＡＳＮ di https://www.instagram.com/p/1, katanya."
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    assert [text[t.start : t.end] for t in tokens(text) if t.exact] == ["https://www.instagram.com/p/1"]


def test_no_token_is_longer_than_the_limit():
    assert {len(word) for word in analysed("x" * 91_000 + " https://" + "y" * 91_000).surfaces} == {LONGEST, 5}


@pytest.mark.parametrize("text", ["a.", "@", "a@", "a@a.", "1", "62 ", "x-", "https://", "a\u00ad", "0812 ", "-_"])
def test_no_text_takes_long(text):
    begun = time.process_time()
    analysed(text * (200_000 // len(text)))
    assert time.process_time() - begun < 5


def test_another_list_of_roots_can_be_used(settings, tmp_path, monkeypatch):

    monkeypatch.setattr(analysis, "_dictionary_stemmer", analysis._dictionary_stemmer.__wrapped__)
    (tmp_path / "roots.txt").write_text("zorga\n")
    settings.STEM_WORDS = str(tmp_path / "roots.txt")
    analysis.forget()
    try:
        assert stem("menzorgakan") == "zorga"
        assert analysed("menzorgakan").stems == ["zorga"]
    finally:
        analysis.forget()
