"""38 provinces, 416 regencies and 98 cities, each in its province and its time zone."""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from agencies.models import Territory

ZONES = {
    "WIB": ("Asia/Jakarta", "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62"),
    "WITA": ("Asia/Makassar", "51 52 53 63 64 65 71 72 73 74 75 76"),
    "WIT": ("Asia/Jayapura", "81 82 91 92 93 94 95 96"),
}
pytestmark = pytest.mark.usefixtures("reference")


def test_counts_are_those_of_the_decree():
    kinds = Counter(Territory.objects.values_list("kind", flat=True))
    assert kinds == {"PROVINCE": 38, "REGENCY": 416, "CITY": 98}


def test_every_regency_and_city_lies_in_the_province_of_its_code():
    provinces = Territory.objects.filter(kind="PROVINCE")
    assert {p.parent_id for p in provinces} == {None}
    for place in Territory.objects.exclude(kind="PROVINCE").select_related("parent"):
        assert place.parent.kind == "PROVINCE"
        assert place.code.startswith(place.parent_id + ".")


def test_no_province_is_without_regencies():
    assert Territory.objects.filter(kind="PROVINCE", children__isnull=False).distinct().count() == 38


@pytest.mark.parametrize(
    "code, name",
    [
        ("64.02", "Kabupaten Kutai Kartanegara"),
        ("65", "Kalimantan Utara"),
        ("65.71", "Kota Tarakan"),
        ("73.71", "Kota Makassar"),
        ("91", "Papua"),
        ("92", "Papua Barat"),
        ("93", "Papua Selatan"),
        ("94", "Papua Tengah"),
        ("95", "Papua Pegunungan"),
        ("96", "Papua Barat Daya"),
        ("93.01", "Kabupaten Merauke"),
        ("96.71", "Kota Sorong"),
    ],
)
def test_codes_stand_for_their_places(code, name):
    assert Territory.objects.get(code=code).name == name


def test_the_name_says_what_a_place_is():
    for place in Territory.objects.all():
        first = place.name.split()[0]
        assert (first == "Kabupaten") == (place.kind == "REGENCY")
        assert (first == "Kota") == (place.kind == "CITY")


def test_names_are_unique():
    names = list(Territory.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))


def test_only_the_six_units_of_jakarta_are_not_autonomous():
    codes = Territory.objects.filter(autonomous=False).values_list("code", flat=True)
    assert sorted(codes) == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]


@pytest.mark.parametrize("zone", ZONES)
def test_every_province_has_its_time_zone(zone):
    name, codes = ZONES[zone]
    provinces = Territory.objects.filter(kind="PROVINCE", zone=zone)
    assert sorted(provinces.values_list("code", flat=True)) == codes.split()
    assert {p.timezone for p in provinces} == {name}
    assert ZoneInfo(name)


def test_regencies_have_the_time_zone_of_their_province():
    for place in Territory.objects.exclude(kind="PROVINCE").select_related("parent"):
        assert (place.zone, place.timezone) == (place.parent.zone, place.parent.timezone)


@pytest.mark.parametrize(
    "typed, code",
    [
        ("kutai kart", "64.02"),
        ("kabupaten kutai kartanegara", "64.02"),
        ("kukar", "64.02"),
        ("kalimantan timur", "64"),
        ("tolitoli", "72.04"),
        ("diy", "34"),
        ("dki jakarta", "31"),
    ],
)
def test_places_are_found_by_what_people_type(typed, code):
    found = Territory.objects.all()
    for word in typed.split():
        found = found.filter(search_text__contains=word)
    assert code in found.values_list("code", flat=True)


def test_the_bare_name_begins_the_search_text_and_the_province_is_in_it():
    kukar = Territory.objects.get(code="64.02")
    assert kukar.search_text.startswith("kutai kartanegara")
    assert "kalimantan timur" in kukar.search_text
