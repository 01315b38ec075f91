"""The same bytes, the same picture compressed or cropped, the same text reworded: known again, and told only to who may see."""

import random

import numpy as np
import pytest
from django.urls import reverse

from agencies.models import Territory
from evidence import corners, minhash
from evidence.models import Evidence, Fingerprint, Likeness
from evidence.seen import seen_before
from tests.evidence import screens
from workflow.worker import drain

SAMPLE = 12  # pictures of each kind
NARRATIVE = (
    "Pada hari Senin pagi kepala dinas mengumpulkan seluruh pegawai di aula kantor, lalu membagikan kaus bergambar pasangan "
    "calon nomor dua. Pegawai honorer diminta mencatat nama keluarga masing masing dan menyerahkan daftar itu kepada "
    "bendahara sebelum jam pulang. Siapa yang menolak akan dipindahkan ke kecamatan paling jauh."
)
OTHER = (
    "Lurah kami mengunggah foto bersama bakal calon wali kota pada halaman media sosial pribadinya, memakai pakaian dinas "
    "lengkap dan simbol jari. Unggahan tersebut disukai puluhan guru sekolah dasar. Tangkapan layar disertakan beserta "
    "tautan halaman dan waktu kejadian."
)


def seen_corners(picture) -> np.ndarray:
    return corners.corners_of(np.asarray(picture.convert("L")))


@pytest.fixture(scope="module", params=[screens.chat, screens.photo], ids=["chats", "photos"])
def kind(request):
    originals = [request.param(seed) for seed in range(SAMPLE)]
    return originals, [seen_corners(picture) for picture in originals]


@pytest.mark.parametrize("how", screens.CHANGES)
def test_a_picture_is_known_again_after_what_telephones_do_to_it(kind, how):
    """Measured on 12 pictures a kind: all are found again; 3 of 4 at least have the bands by which they are looked up."""
    originals, known = kind
    again = [seen_corners(screens.changed(picture, how, seed)) for seed, picture in enumerate(originals)]
    found = sum(corners.compare(new, old).alike for new, old in zip(again, known, strict=True))
    shared = [
        len(set(corners.bands(new)) & set(corners.bands(old))) >= 4 for new, old in zip(again, known, strict=True)
    ]
    assert found >= SAMPLE - 1, f"{found} of {SAMPLE}"
    assert sum(shared) >= SAMPLE * (0.7 if how == "all sides cut" else 0.9), f"{sum(shared)} of {SAMPLE} by their bands"


def test_other_pictures_of_the_same_look_are_other_pictures(kind):
    _originals, known = kind
    pairs = [(one, other) for one in known for other in known if one is not other]
    assert [corners.compare(*pair) for pair in pairs if corners.compare(*pair).alike] == []


def test_corners_outlast_being_packed_and_an_empty_page_has_none():
    there = seen_corners(screens.chat(1))
    assert np.array_equal(corners.unpacked(corners.packed(there)), there)
    assert len(corners.corners_of(np.full((400, 300), 255, np.uint8))) == 0
    assert corners.bands(corners.corners_of(np.zeros((1, 1), np.uint8))) == []


# Texts --------------------------------------------------------------------------------------------------------------------
def misread(text: str, rate: float, seed: int) -> str:
    dice = random.Random(seed)
    return "".join(dice.choice("aeioun1l") if c.isalpha() and dice.random() < rate else c for c in text)


def reworded(text: str, rate: float, seed: int) -> str:
    dice = random.Random(seed)
    words = ["katanya", "kemarin", "sekitar", "banyak", "sekali", "memang", "begitu"]
    return " ".join(dice.choice(words) if dice.random() < rate else word for word in text.split())


def share(one: str, other: str) -> float:
    return minhash.likeness(minhash.signature(one), minhash.signature(other))


@pytest.mark.parametrize(
    "spoil", [lambda t, n: misread(t, 0.02, n), lambda t, n: reworded(t, 0.1, n)], ids=["ocr", "reworded"]
)
def test_a_text_is_known_again_misread_or_reworded(spoil):
    found = [share(text, spoil(text, seed)) >= minhash.ALIKE for text in (NARRATIVE, OTHER) for seed in range(15)]
    shared = [
        bool(set(minhash.bands(minhash.signature(text))) & set(minhash.bands(minhash.signature(spoil(text, seed)))))
        for text in (NARRATIVE, OTHER)
        for seed in range(15)
    ]
    assert sum(found) >= 25 and sum(shared) >= 27, (sum(found), sum(shared))


def test_another_text_shares_little_and_a_greeting_is_no_text():
    assert share(NARRATIVE, OTHER) < 0.15
    assert minhash.signature("Siap pak, terima kasih") == [] == minhash.bands([])
    assert share("", "") == 0.0


def test_the_estimate_is_near_the_true_share():
    words = [f"kata{n}" for n in range(400)]
    for common in (100, 200, 300):
        one, other = " ".join(words[:common]), " ".join(words[:300])
        true = len(minhash._shingles(one) & minhash._shingles(other)) / len(
            minhash._shingles(one) | minhash._shingles(other)
        )
        assert abs(share(one, other) - true) < 0.15


# Files --------------------------------------------------------------------------------------------------------------------
@pytest.fixture
def kaltara(reference_data):
    """Facts of a report from another region."""
    return {"territory": Territory.objects.get(code="65.01"), "incident_place": "Tanjung Selor"}


@pytest.fixture
def here_only(pemeriksa):
    """The investigator works in East Kalimantan alone."""
    pemeriksa.regions.set([Territory.objects.get(code="64")])
    return pemeriksa


def fresh(evidence: Evidence) -> list[Evidence]:
    return [Evidence.objects.get(pk=evidence.pk)]


@pytest.mark.django_db
def test_a_screenshot_sent_again_cropped_is_found_and_the_same_bytes_are_called_so(a_file, a_complaint, pemeriksa):
    first, second, third = a_complaint(), a_complaint(), a_complaint()
    picture = screens.chat(3)
    original = a_file("layar.png", screens.data(picture), complaint=first)
    cropped = a_file(
        "layar2.jpg", screens.data(screens.changed(picture, "status bar cut", 3), "JPEG"), complaint=second
    )
    a_file("lain.png", screens.data(screens.chat(4)), complaint=third)
    same = a_file("kopi.png", screens.data(picture), complaint=third)
    drain()
    found = {seen.subject.reference: seen.how for seen in seen_before(fresh(original), pemeriksa).found}
    assert found == {second.reference: "PICTURE", third.reference: "SAME"}
    assert {seen.how for seen in seen_before(fresh(cropped), pemeriksa).found} == {"PICTURE"}
    assert Fingerprint.objects.filter(evidence=same, kind="PICTURE").exists()
    assert not Likeness.objects.filter(how="PICTURE", score__gte=1).exists()


@pytest.mark.django_db
def test_a_text_sent_again_reworded_is_found(a_file, a_complaint, pemeriksa):
    first, second = a_complaint(), a_complaint()
    old = a_file("kronologi.txt", NARRATIVE.encode(), complaint=first)
    new = a_file("cerita.txt", reworded(NARRATIVE, 0.08, 2).encode(), complaint=second)
    a_file("lain.txt", OTHER.encode(), complaint=second)
    drain()
    (seen,) = seen_before(fresh(new), pemeriksa).found
    assert (seen.how, seen.subject, seen.evidence.pk) == ("TEXT", first, old.pk)


@pytest.mark.django_db
def test_looking_a_second_time_doubles_nothing(a_file, a_complaint):
    for _ in range(2):
        a_file("kronologi.txt", NARRATIVE.encode(), complaint=a_complaint())
    drain()
    (pair,) = Likeness.objects.all()
    evidence = pair.one
    evidence.steps.filter(name="TWINS").update(state="WAITING", done=0, total=0)
    from_before = Fingerprint.objects.filter(evidence=evidence).count()
    a_file("lagi.txt", OTHER.encode())
    drain()
    assert Likeness.objects.count() == 1 and Fingerprint.objects.filter(evidence=evidence).count() == from_before


# Who is told --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def two_regions(a_file, a_complaint, kaltara, here_only):
    """A file of East Kalimantan and the same bytes from North Kalimantan; the reader works in the first."""
    near, far = a_complaint(), a_complaint(**kaltara)
    own = a_file("kronologi.txt", NARRATIVE.encode(), complaint=near)
    a_file("kronologi.txt", NARRATIVE.encode(), complaint=far)
    drain()
    return fresh(own), far


@pytest.mark.django_db
def test_across_a_region_it_is_said_that_there_is_one_and_nothing_more(two_regions, here_only, client):
    files, far = two_regions
    earlier = seen_before(files, here_only)
    assert (earlier.found, earlier.more, earlier.elsewhere) == ([], 0, True)
    client.force_login(here_only)
    page = client.get(reverse("evidence:evidence", args=[files[0].pk])).content.decode()
    assert "Berkas serupa ada di wilayah lain" in page and far.reference not in page


@pytest.mark.django_db
@pytest.mark.parametrize("boundary", ["sealed", "excluded", "other authority", "draft"])
def test_under_seal_excluded_or_of_another_authority_it_does_not_exist(two_regions, here_only, boundary):
    files, far = two_regions
    access = far.access
    if boundary == "excluded":
        access.excluded.add(here_only)
    elif boundary == "other authority":
        access.authority_id = "KASN"
    else:
        access.sealed = True
    access.save()
    assert not seen_before(files, here_only)


@pytest.mark.django_db
def test_a_reader_without_regions_sees_it_and_a_partner_and_an_agency_see_nothing(
    two_regions, penyelia, bawaslu, bkd_kukar
):
    files, far = two_regions
    assert [seen.subject for seen in seen_before(files, penyelia).found] == [far]
    assert not seen_before(files, bawaslu) and not seen_before(files, bkd_kukar)


@pytest.mark.django_db
def test_the_complaint_page_offers_to_merge_into_where_it_was_seen(a_file, a_complaint, intake, client):
    old, new = a_complaint("VERIFYING"), a_complaint("VERIFYING")
    for complaint in (old, new):
        a_file("kronologi.txt", NARRATIVE.encode(), complaint=complaint)
    drain()
    client.force_login(intake)
    page = client.get(f"/petugas/laporan/{new.reference}/").content.decode()
    way = f"/petugas/laporan/{new.reference}/merge/?into={old.reference}"
    assert "sama persis" in page and way in page
    assert old.reference in client.get(way).content.decode()
    assert client.post(way.split("?")[0], {"into": old.reference}).status_code == 302
    new.refresh_from_db(fields=["merged_into"])
    assert new.merged_into == old


@pytest.mark.django_db
def test_pages_cost_the_same_however_many_are_alike(a_file, a_complaint, pemeriksa, django_assert_max_num_queries):
    own = [a_file("kronologi.txt", NARRATIVE.encode(), complaint=a_complaint()) for _ in range(9)]
    drain()
    with django_assert_max_num_queries(8):
        earlier = seen_before(fresh(own[0]), pemeriksa)
    assert len(earlier.found) == 8
