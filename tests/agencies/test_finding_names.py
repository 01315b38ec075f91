"""Places and agencies are found by what people type."""

import pytest

from agencies.queries import agencies, territories

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(reference_data):
    return territories()


@pytest.fixture
def employers(reference_data):
    return agencies()


def test_every_name_as_shown_is_recognised(places, employers):
    for directory in (places, employers):
        missed = [e.label for e in directory.entries if directory.recognised(e.label) != e]
        assert missed == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kukar", "64.02"),
        ("Kab. Kutai Kartanegara", "64.02"),
        ("kartanegara kutai", "64.02"),
        ("kota bogor", "32.71"),
        ("KALTIM", "64"),
        ("Kalimantan Timur", "64"),
        ("Kutai Timur, Kalimantan Timur", "64.08"),
    ],
)
def test_other_spellings_are_recognised(places, typed, code):
    assert places.recognised(typed).code == code


@pytest.mark.parametrize("typed", ["bogor", "kutai", "gorontalo", "", "kota", "kabupaten", "😀", "Atlantis"])
def test_what_names_none_or_several_is_not_guessed(places, typed):
    assert places.recognised(typed) is None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("kutai kertanegara", "Kabupaten Kutai Kartanegara, Kalimantan Timur"),
        ("tarakn", "Kota Tarakan, Kalimantan Utara"),
        ("banjarmsin", "Kota Banjarmasin, Kalimantan Selatan"),
        ("bulungan", "Kabupaten Bulungan, Kalimantan Utara"),
    ],
)
def test_typing_errors_are_forgiven(places, typed, label):
    assert places.similar(typed)[0].label == label


def test_an_office_leads_to_its_government(employers):
    found = employers.similar("SDN 3 Tenggarong, Kutai Kartanegara")
    assert found[0].code == "64.02"
    assert employers.similar("Dinas Pendidikan Provinsi Kalimantan Utara")[0].code == "65"


@pytest.mark.parametrize("typed", ["\x00", "a" * 100_000, "محمد", "%_'\"", " "])
def test_nonsense_finds_little_and_breaks_nothing(places, typed):
    assert len(places.similar(typed)) <= 8
