"""546 local governments by the code of their territory, and some central agencies as examples."""

from collections import Counter

import pytest

from agencies.models import Agency, Territory

pytestmark = pytest.mark.usefixtures("reference")
LOCAL = ("PROVINCE", "REGENCY", "CITY")


def test_there_are_546_local_governments():
    kinds = Counter(Agency.objects.filter(kind__in=LOCAL).values_list("kind", flat=True))
    assert kinds == {"PROVINCE": 38, "REGENCY": 415, "CITY": 93}


def test_a_local_government_governs_the_territory_of_its_code():
    governed = Agency.objects.filter(kind__in=LOCAL).select_related("territory")
    assert all(agency.code == agency.territory_id and agency.kind == agency.territory.kind for agency in governed)
    assert {agency.code for agency in governed} == set(
        Territory.objects.filter(autonomous=True).values_list("code", flat=True)
    )


@pytest.mark.parametrize(
    "code, name, body",
    [
        ("64.02", "Pemerintah Kabupaten Kutai Kartanegara", "BKPSDM"),
        ("65", "Pemerintah Provinsi Kalimantan Utara", "BKD"),
        ("73.71", "Pemerintah Kota Makassar", "BKPSDM"),
    ],
)
def test_names_and_personnel_bodies(code, name, body):
    agency = Agency.objects.get(code=code)
    assert (agency.name, agency.personnel_body, agency.example) == (name, body, False)


def test_central_agencies_are_marked_as_examples():
    central = Agency.objects.exclude(kind__in=LOCAL)
    assert central.count() == 26
    assert all(agency.example and agency.territory_id is None for agency in central)
    assert list(central.order_by("code").values_list("code", flat=True)) == [f"K.{n:02}" for n in range(1, 27)]


def test_the_agencies_of_the_joint_decree_are_among_them():
    names = set(Agency.objects.filter(example=True).values_list("name", flat=True))
    assert names >= {
        "Badan Pengawas Pemilihan Umum",
        "Badan Kepegawaian Negara",
        "Kementerian Dalam Negeri",
        "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
    }


@pytest.mark.parametrize(
    "typed, code", [("bawaslu", "K.01"), ("kukar", "64.02"), ("pemerintah kota makassar", "73.71")]
)
def test_agencies_are_found_by_what_people_type(typed, code):
    assert Agency.objects.filter(search_text__contains=typed).values_list("code", flat=True)[0] == code


def test_every_row_obeys_its_model():
    for agency in Agency.objects.all():
        agency.full_clean()
