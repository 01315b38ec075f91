"""What people type and how it is understood: fields, near words, mistyped names; what is not understood is said kindly."""

import pytest

from search import expansion, notes
from search.expansion import alternatives, distance
from search.models import Spelling
from search.parsing import Near, Phrase, Prefix, Word, parse
from tests.search.test_permission import make_officer


def words(text: str) -> list:
    return [getattr(term, "surface", term) for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("terlapor:budi camat", ("respondent:budi",)),
        ('Terlapor: "Budi Santoso"', ("respondent:budi", "respondent:santoso")),
        ("instansi:64.02", ("agency:64.02",)),
        ("agency:K.01", ("agency:k.01",)),
        ('instansi:"Kutai Kartanegara"', ("agency:kutai", "agency:kartanegara")),
        ("nip:19870101 201001 1 004", ("nip:198701012010011004",)),
        ("nip:4021", ("nip:4021",)),
        ("berkas:absen.pdf", ("file:absen", "file:pdf")),
        ("pelanggaran:NET-D8", ("violation:net-d8",)),
    ],
)
def test_fields(text, fields):
    query = parse(text)
    assert query.fields == fields
    assert query.notes == ()


@pytest.mark.parametrize(
    "text",
    ['"camat sembako"~3', "camat NEAR/3 sembako", "camat DEKAT/3 sembako", "membagikan -x OR camat DEKAT/3 sembako"],
)
def test_near(text):
    assert Near(("camat", "sembako"), 3) in parse(text).terms


def test_near_without_a_number_is_five_words_and_never_more_than_twenty():
    assert parse("camat DEKAT sembako").terms == (Near(("camat", "sembako"), 5),)
    assert parse('"camat sembako"~500').terms == (Near(("camat", "sembako"), 20),)


def test_a_longer_near_phrase_wants_its_neighbours_two_by_two():
    query = parse('"camat bagi sembako"~2')
    assert query.required == ((Near(("camat", "bagi"), 2),), (Near(("bagi", "sembako"), 2),))


def test_near_the_same_word_is_that_word():
    assert parse('"camat camat"~2').terms == (Word("camat", "camat"),)
    assert parse("camat DEKAT camat").terms == (Word("camat", "camat"),)


def test_everything_together():
    query = parse('terlapor:budi "pasangan calon" kampany* -lurah camat OR bupati syahrudin~')
    assert query.fields == ("respondent:budi",) and query.fuzzy == ("syahrudin",)
    assert query.required == ((Phrase(("pasangan", "calon")),),)
    assert query.wanted[1] == (Prefix("kampany"),) and query.unwanted == (Word("lurah", "lurah"),)
    assert [term.surface for term in query.wanted[2]] == ["camat", "bupati"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("warna:merah", "Tidak ada isian bernama “warna:”"),
        ("-terlapor:budi", "Tanda minus"),
        ('terlapor:""', "tanpa isi"),
        ("camat DEKAT", "DEKAT"),
        ("camat DEKAT camat", "DEKAT"),
        ("k*", "terlalu pendek"),
        ("a" * 1200, "1.000 huruf"),
        (" ".join(f"kata{n}" for n in range(60)), "32 kata"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_searched(text, said):
    (sentence,) = notes.sentences(parse(text))
    assert said in sentence


@pytest.mark.parametrize(
    "text", ["http://contoh.id/a", "https://x.y", "pukul 10:30", "camat syahrudin", '"', "~", "~5", ":", "nip"]
)
def test_ordinary_words_need_no_note(text):
    assert parse(text).notes == ()


def test_an_unknown_field_is_words():
    assert words("warna:merah") == ["warna", "merah"]


# Mistyped words ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("budi", "budi", 0),
        ("budi", "bubi", 1),
        ("budi", "bdui", 1),
        ("syahrudin", "sahruddin", 2),
        ("budi", "camat", 3),
    ],
)
def test_distance(one, other, far):
    assert distance(one, other, 2) == far == distance(other, one, 2)


@pytest.fixture
def site(db, a_complaint, a_file, up_to_date):
    """A site that knows how some names are written."""
    complaint = a_complaint(narrative="Kepala dinas bernama Syahruddin berorasi.")
    a_file(complaint.access, "Undangan dari Sjahrudin untuk Budi.")
    up_to_date()
    expansion.learn()
    return complaint


def test_spellings_are_learnt_from_what_is_new(site):
    assert {"syahruddin", "sjahrudin", "budi"} <= set(Spelling.objects.values_list("surface", flat=True))
    assert alternatives("syahrudin") == ["sjahrudin", "syahruddin"]
    assert alternatives("bodi") == ["budi"]


def test_a_mistyped_name_is_found_and_shown_where_a_hit_has_it(site, intake, find):
    assert find(intake, "syahrudin").total == 0
    result = find(intake, "syahrudin~")
    assert result.total == 2
    assert {"sjahrudin", "syahruddin"} <= set(result.also)
    assert any("<mark>Syahruddin</mark>" in piece for hit in result.hits for piece in hit.highlights)


def test_an_alternative_that_only_others_may_see_is_never_shown(site, find):
    result = find(make_officer("jauh", "intake", regions=["73"]), "syahrudin~")
    assert (result.total, result.also) == (0, ())


# The thesaurus ----------------------------------------------------------------------------------------------------------
def test_other_names_are_looked_for_told_of_and_switched_off(intake, a_complaint, up_to_date, client):
    a_complaint(narrative="Seorang PNS memasang baliho.", people=[])
    up_to_date()
    client.force_login(intake)
    text = client.get("/petugas/cari/", {"q": "ASN"}).content.decode()
    assert "Juga dicari:" in text and "<mark>PNS</mark>" in text and "tanpa_sinonim=1" in text
    text = client.get("/petugas/cari/", {"q": "ASN", "tanpa_sinonim": "1"}).content.decode()
    assert "<mark>PNS</mark>" not in text and "Sebutan lain tidak ikut dicari." in text
