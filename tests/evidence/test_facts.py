"""Numbers, days, addresses and names are found in the text of a file, with their place and one form for every spelling."""

import pytest

from agencies.models import Agency, Official, Territory
from evidence.facts import facts_in
from evidence.models import Evidence, Fact
from evidence.namebook import Name, Namebook, words_of
from evidence.processing import process
from evidence.registers import book, provinces
from law.models import Candidate, Election
from workflow.worker import drain

NO_NAMES = Namebook([])
REGIONS = {"64", "65"}


def found(text: str, kind: str = "", names: Namebook = NO_NAMES) -> list[tuple[str, str]]:
    """(value, as written) of everything of a kind."""
    facts = facts_in(text, names=names, known_provinces=REGIONS)
    return [(fact.value, text[fact.start : fact.end]) for fact in facts if fact.kind == (kind or fact.kind)]


def values(text: str, kind: str, names: Namebook = NO_NAMES) -> list[str]:
    return [value for value, _written in found(text, kind, names)]


@pytest.mark.parametrize(
    "written",
    [
        "198609262015051001",
        "19860926 201505 1 001",
        "19860926.201505.1.001",
        "19860926-201505-1-001",
        "1986 0926 2015 05 1 001",
        "I98609262O15051001",
        "19860926 2O15O5 l 001",
    ],
)
def test_a_nip_is_found_however_it_is_written(written):
    assert found(f"atas nama Budi, NIP. {written}, golongan III/b", "NIP") == [("198609262015051001", written)]


@pytest.mark.parametrize(
    "number",
    [
        "198613262015051001",  # no thirteenth month
        "198602302015051001",  # no 30 February
        "198609261990051001",  # four years old when appointed
        "198609262015131001",  # no such month, and too early for a contract
        "198609262015053001",  # neither sex
        "1986092620150510012",  # nineteen digits
        "oooooooooooooooooo",
    ],
)
def test_eighteen_digits_alone_are_no_nip(number):
    assert values(f"nomor {number} di berkas", "NIP") == []


def test_the_number_of_a_contract_needs_no_month():
    assert values("NI PPPK 199001012022211003", "NIP") == ["199001012022211003"]


def test_a_nik_has_a_known_province_and_a_real_birth_date():
    assert values("NIK 6402011209860001 dan 640201 520986 0001", "NIK") == ["6402011209860001", "6402015209860001"]
    assert values("9902011209860001 6402013209860001 6402011213860001 6402011209860000", "NIK") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("081234567890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("(0541) 662088", "+62541662088"),
        ("021-5551234", None),
    ],
)
def test_telephone_numbers_have_one_form(written, value):
    assert found(f"hubungi {written} segera", "PHONE") == ([(value, written)] if value else [])


def test_a_landline_is_known_by_the_word_before_it():
    assert values("Telp. 0541-662088", "PHONE") == ["+62541662088"]


def test_a_year_after_a_telephone_number_is_not_part_of_it():
    assert found("08123456789 2024", "PHONE") == [("+628123456789", "08123456789")]


@pytest.mark.parametrize(
    "written",
    [
        "12 November 2024",
        "12 Nopember 2024",
        "12/11/2024",
        "12-11-2024",
        "12.11.2024",
        "2024-11-12",
        "12 Nov 24",
        "12/11/24",
    ],
)
def test_a_day_has_one_form(written):
    assert found(f"pada Selasa, {written}, di Tenggarong", "DATE") == [("2024-11-12", written)]


def test_a_day_that_ocr_misread_is_the_day_it_can_only_be():
    assert values("1O November 2O24", "DATE") == ["2024-11-10"]


@pytest.mark.parametrize(
    "text", ["31 Februari 2024", "kemarin", "12 Nov 20.15 WITA", "12 November 24 orang hadir", "1.12.2.24.5"]
)
def test_what_only_looks_like_a_day_is_none(text):
    assert values(text, "DATE") == []


def test_links_lose_what_tracks_and_keep_their_place():
    text = "Lihat (https://www.instagram.com/p/abc123/?utm_source=x&igsh=1), lalu www.medsos.example/a."
    assert found(text, "LINK") == [
        ("https://instagram.com/p/abc123", "https://www.instagram.com/p/abc123/?utm_source=x&igsh=1"),
        ("https://medsos.example/a", "www.medsos.example/a"),
    ]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("https://facebook.com/budi.santoso", "facebook:budi.santoso"),
        ("https://www.facebook.com/profile.php?id=1000123", "facebook:1000123"),
        ("tiktok.com/@nama.orang/video/12", "tiktok:nama.orang"),
        ("https://x.com/orang/status/1", "x:orang"),
        ("https://youtube.com/@kanal_kita", "youtube:kanal_kita"),
        ("wa.me/6281234567890", "whatsapp:+6281234567890"),
        ("akun @relawan_maju", "@relawan_maju"),
        ("IG @Budi_S", "instagram:budi_s"),
        ("ig: budi.t", "instagram:budi.t"),
    ],
)
def test_accounts_are_known_by_address_and_by_name(text, account):
    assert values(f"Unggahan {text} kemarin", "ACCOUNT") == [account]


@pytest.mark.parametrize(
    "text", ["surel budi@example.org", "https://instagram.com/p/abc", "https://instagram.com/reel/x/"]
)
def test_a_mail_address_and_a_post_without_its_author_name_no_account(text):
    assert values(text, "ACCOUNT") == []


def test_a_number_inside_a_link_is_part_of_the_link():
    assert found("https://medsos.example/198609262015051001/12-11-2024") == [
        ("https://medsos.example/198609262015051001/12-11-2024", "https://medsos.example/198609262015051001/12-11-2024")
    ]


# Names --------------------------------------------------------------------------------------------------------------------
PEOPLE = Namebook(
    Name("OFFICIAL", " ".join(words_of(n)), words_of(n)) for n in ["Drs. H. Rahmat Contoh Wijaya, M.Si.", "Ani Budi"]
)


@pytest.mark.parametrize(
    "written",
    [
        "Rahmat Contoh Wijaya",
        "RAHMAT CONTOH WIJAYA",
        "Rahmat  Contoh\nWijaya",
        "Rahmat Cont0h Wijaya",
        "Rahmat Contoh Wjaya",
    ],
)
def test_a_name_is_found_in_any_case_across_lines_and_with_one_letter_wrong(written):
    assert found(f"bersama Bapak {written}, M.Si. di kantor", "OFFICIAL", PEOPLE) == [("rahmat contoh wijaya", written)]


@pytest.mark.parametrize("written", ["Rahnat Cont0h Wijaya", "Rahmat Wijaya", "Ani Bud", "Ani Budl", "Rahmat Contoh"])
def test_two_wrong_letters_and_short_names_with_one_are_somebody_else(written):
    assert values(f"bersama {written} di kantor", "OFFICIAL", PEOPLE) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Pemerintah Kabupaten Kutai Kartanegara", "64.02"),
        ("Pemkab Kukar", "64.02"),
        ("Pemkab Kutai Kartanegra", "64.02"),
        ("BKD Kaltara", "65"),
        ("BKD Provinsi Kalimantan Utara", "65"),
        ("Bawaslu", "K.01"),
    ],
)
def test_agencies_are_found_by_their_full_and_their_short_names(written, code):
    assert found(f"surat kepada {written} tertanggal", "AGENCY", book()) == [(code, written)]


@pytest.mark.django_db
def test_a_place_is_an_agency_only_beside_the_name_of_an_office():
    assert values("kampanye di Kabupaten Kutai Kartanegara ramai", "AGENCY", book()) == []
    assert values("Dinas Pendidikan Kabupaten Kutai Kartanegara", "AGENCY", book()) == ["64.02"]


@pytest.mark.django_db
def test_officials_and_candidates_come_from_the_public_registers_and_a_new_one_is_known_at_once(kukar):
    assert values("Sri Contoh Lestari hadir bersama Joko Contoh Prasetyo", "OFFICIAL", book()) == []
    Official.objects.create(name="Hj. Sri Contoh Lestari, S.E.", position="Camat", agency=kukar, source="contoh")
    Candidate.objects.create(
        name="Joko Contoh Prasetyo",
        election=Election.objects.get(pk="PILKADA-2024"),
        territory=Territory.objects.get(pk="64.02"),
        post="HEAD",
        source="contoh",
    )
    text = "SRI CONTOH LESTARI hadir bersama Joko Contoh Prasetyo"
    assert values(text, "OFFICIAL", book()) == ["sri contoh lestari"]
    assert values(text, "CANDIDATE", book()) == ["joko contoh prasetyo"]


@pytest.mark.django_db
def test_who_is_reported_in_a_case_is_in_no_register(a_case, report):
    a_case(people=report().people)
    name = a_case().respondents.get().name
    assert found(f"{name} membagikan kaus", "OFFICIAL", book()) == []


# The worker's step --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_worker_keeps_the_facts_of_a_file_with_their_pages_and_the_api_tells_them(a_file, call, pemeriksa):
    text = "Rapat 12 November 2024.\nNIP 19860926 201505 1 001\nPemkab Kukar"
    evidence = a_file("catatan.txt", text.encode())
    drain()
    assert Evidence.objects.get(pk=evidence.pk).stage == "READY"
    facts = {fact["kind"]: fact for fact in call(pemeriksa, "GET", f"evidence/{evidence.pk}").json()["facts"]}
    assert {kind: fact["value"] for kind, fact in facts.items()} == {
        "DATE": "2024-11-12",
        "NIP": "198609262015051001",
        "AGENCY": "64.02",
    }
    page = evidence.pages.get(number=facts["NIP"]["page"]).text
    assert page[facts["NIP"]["start"] : facts["NIP"]["end"]] == facts["NIP"]["text"] == "19860926 201505 1 001"


@pytest.mark.django_db
def test_reading_a_file_again_does_not_double_its_facts(a_file):
    evidence = a_file("catatan.txt", b"NIP 198609262015051001")
    drain()
    evidence.steps.filter(name="FACTS").update(state="RUNNING", done=0)  # died between the pages and the step
    process(str(evidence.pk))
    assert Fact.objects.filter(evidence=evidence, kind="NIP").count() == 1


@pytest.mark.django_db
def test_provinces_are_those_of_the_register():
    assert {"64", "65"} <= provinces() and "99" not in provinces()
    assert Agency.objects.filter(pk="64.02").exists()
