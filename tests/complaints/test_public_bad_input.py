"""Whatever is typed or forged: a clear message beside the field, everything else kept, never an error page."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import forms

pytestmark = pytest.mark.django_db

WHEN = "/lapor/kapan-di-mana/"


@pytest.fixture
def begun(citizen):
    citizen.writes("/lapor/")
    return citizen


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"day": "31", "month": "2"}, "tidak ada di kalender"),
        ({"day": "12", "month": "10", "year": "2042"}, "belum terjadi"),
        ({"day": "12", "month": "10", "year": "24"}, "empat angka"),
        ({"day": "12", "month": "10", "year": "0000"}, "terlalu lama"),
        ({"day": "12", "month": "10", "year": "dua ribu"}, "empat angka"),
        ({"day": "12", "month": "", "year": "2024"}, "Lengkapi bulan"),
        ({"day": "abc", "month": "10", "year": "2024"}, "1 sampai 31"),
        ({"day": "٣", "month": "10", "year": "2024"}, "1 sampai 31"),
        ({"day": "", "month": "10", "year": ""}, "Tulis tahunnya"),
        ({"day": "1", "month": "99", "year": "2024"}, "Pilih bulan"),
        ({"day": "9" * 5000, "month": "10", "year": "2024"}, "5.000 huruf"),
        ({"territory_text": "Atlantis"}, "Pilih salah satu"),
        ({"place": "x" * 201}, "201 huruf, batasnya 200"),
    ],
)
def test_wrong_dates_and_places_get_a_message_and_everything_stays(begun, typed, message):
    answer = begun.writes(WHEN, **{"place": "Balai desa", "time_note": "malam", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'value="malam"' in page
    assert 'role="alert"' in page


def test_today_is_never_the_future_in_the_east(begun):
    late = datetime.datetime(2026, 3, 1, 16, 30, tzinfo=datetime.UTC)  # 2 March in Jayapura
    typed = {"day": "2", "month": "3", "year": "2026"}
    assert forms.When.checked(typed, directory=forms.Directory([]), at=late).is_valid()


@pytest.mark.parametrize(
    ("nip", "warning"),
    [
        ("19800101 200501 1 00", "yang ini 17"),
        ("abc", "hanya angka"),
        ("999999999999999999", "tanggal lahir"),
        ("١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١", "hanya angka"),
        ("198001012005011001", ""),
        ("1980-0101.200501 1 001", ""),
    ],
)
def test_an_odd_nip_warns_and_never_refuses(begun, nip, warning):
    assert begun.writes("/lapor/siapa/", orang__0__nip=nip).status_code == 302
    page = begun.reads("/lapor/siapa/")
    assert (warning in page) if warning else ('class="wm"' not in page)


def test_two_hundred_thousand_characters_get_a_message_and_stay(citizen):
    answer = citizen.writes("/lapor/", narrative="a" * 200_000)
    assert answer.status_code == 422
    assert "200.000 huruf, batasnya 50.000" in answer.content.decode()
    assert "a" * 200_000 in citizen.reads("/lapor/")


def test_fifty_thousand_characters_of_emoji_are_taken(citizen, the_complaint):
    citizen.reports(but={"/lapor/": {"narrative": "😀" * 50_000}})
    assert the_complaint().narrative == "😀" * 50_000


NASTY = [
    "nol\x00di tengah",
    "\x00\x01\x1f\x7f",
    "محمد الأمين",
    "‮gnp.exe",
    "👨‍👩‍👧‍👦",
    "<script>alert(1)</script>",
    "'; DROP TABLE complaints_complaint; --",
    "{{ 7|add:7 }} {% now 'Y' %}",
    "é" * 100,
    "\ufeff\u200b",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_text_breaks_nothing_from_form_to_receipt(citizen, text, the_complaint):
    citizen.reports(
        but={
            "/lapor/": {"narrative": f"Cerita {text}"},
            "/lapor/siapa/": {"orang-0-name": f"Nama {text}", "orang-0-agency_text": text, "orang-0-nip": text[:40]},
            WHEN: {"place": f"Di {text}", "time_note": text, "territory_text": text, "territory": "-"},
            "/lapor/kontak/": {"mode": "NAMED", "name": f"Pelapor {text}"},
        }
    )
    stored = the_complaint().narrative
    assert "\x00" not in stored
    assert text.replace("\x00", "").translate(forms.CONTROL) in stored
    assert "<script>alert" not in citizen.reads("/lapor/tanda-terima/")


def test_names_written_from_right_to_left_stay_and_cannot_turn_the_line(citizen, the_complaint):
    citizen.reports(but={"/lapor/siapa/": {"orang-0-name": "محمد \u202eالأمين"}})
    assert the_complaint().people.get().name == "محمد الأمين"


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("kosong.jpg", b""), "kosong"),
        (SimpleUploadedFile("program.exe", b"MZ" + b"\x00" * 200), ".exe"),
        (SimpleUploadedFile("halaman.jpg", b"<html><script>alert(1)</script></html>"), "halaman.jpg"),
    ],
)
def test_files_we_cannot_take_are_named_with_the_reason(begun, photo, upload, message):
    upload.seek(0)
    answer = begun.browser.post("/lapor/bukti/", {"berkas": [photo("baik.png"), upload], "tautan": "https://a.id/x"})
    page = answer.content.decode()
    if not upload.size:  # browsers send an empty part for it; Django's parser keeps it
        assert answer.status_code in (302, 422)
    else:
        assert answer.status_code == 422
        assert message in page
    assert "baik.png" in begun.reads("/lapor/bukti/")
    assert "https://a.id/x" in begun.reads("/lapor/bukti/")


def test_a_refused_file_is_told_at_the_top_of_the_page(begun, photo):
    bad = SimpleUploadedFile("program.exe", b"MZ" + b"\x00" * 200)
    page = begun.browser.post("/lapor/bukti/", {"berkas": [photo("baik.png"), bad]}).content.decode()
    assert page.index('role="alert"') < page.index("<h1>")
    assert "Perlu dilengkapi" in page.partition("</title>")[0]


def test_a_file_that_is_too_large_is_refused_beside_the_field(begun, monkeypatch):
    monkeypatch.setattr("evidence.quota.LARGEST_FILE", 100)
    answer = begun.browser.post("/lapor/bukti/", {"berkas": [SimpleUploadedFile("besar.png", b"x" * 200)]})
    assert answer.status_code == 422
    assert "batasnya" in answer.content.decode()


@pytest.mark.parametrize("link", ["bukan tautan", "javascript:alert(1)", "https://" + "a" * 3000, "file:///etc/passwd"])
def test_links_we_cannot_take_stay_in_the_field(begun, link):
    answer = begun.writes("/lapor/bukti/", tautan=f"{link}\nhttps://example.org/ok")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert link[:100] in page
    assert "https://example.org/ok" in page
    assert 'id="tautan-galat"' in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"mode": "NAMED", "name": ""}, "Tulis nama Anda"),
        ({"mode": "CONFIDENTIAL", "email": "bukan surel"}, "surel"),
        ({"mode": "CONFIDENTIAL", "notify": "on"}, "Tulis alamat surel"),
        ({"mode": "ADMIN"}, "Pilih salah satu"),
        ({"mode": ""}, "Pilih salah satu"),
    ],
)
def test_contact_answers_that_do_not_fit(begun, typed, message):
    answer = begun.writes("/lapor/kontak/", **typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()


FORGED = [
    ("/lapor/", {"kind": "ADMIN", "violations": ["NET-X", "'"], "stage": "ACCEPTED", "authority": "1"}),
    ("/lapor/", {"violations": ["MER-01"]}),
    ("/lapor/siapa/", {"jumlah": "999999999999", "orang__0__agency": "99.99"}),
    ("/lapor/siapa/", {"jumlah": "-1", "hapus": "abc"}),
    ("/lapor/siapa/", {"jumlah": "٣", "cari": "../../x"}),
    ("/lapor/siapa/", {"tambah": "1", "jumlah": "50"}),
    (WHEN, {"territory": "00.00", "territory_text": ""}),
    ("/lapor/bukti/", {"hapus": "bukan-uuid", "hapus_tautan": "9" * 40}),
    ("/lapor/bukti/", {"hapus_tautan": "-1"}),
    ("/lapor/kontak/", {"notify": ["a", "b"]}),
]


@pytest.mark.parametrize(("path", "typed"), FORGED)
def test_forged_fields_are_answered_and_change_nothing_else(begun, path, typed, the_draft):
    answer = begun.writes(path, **typed)
    assert answer.status_code in (302, 422)
    assert begun.browser.get("/lapor/periksa/").status_code == 200
    assert the_draft().complaint is None


def test_the_stage_and_source_cannot_be_chosen_by_the_sender(citizen, the_complaint):
    forged = {"stage": "ACCEPTED", "source": "OWN", "receipt_digest": "x", "mode": "NAMED"}
    citizen.reports(but={"/lapor/": forged})
    complaint = the_complaint()
    assert (complaint.stage, complaint.source, complaint.mode) == ("RECEIVED", "WEB", "CONFIDENTIAL")


@pytest.mark.parametrize(
    "query", ["?cari=abc", "?cari=99999999999", "?ubah=%F0%9F%98%80", "?bahasa=xx", "?cari=%C2%B2"]
)
def test_odd_addresses_open_the_page(begun, query):
    for path in ("/lapor/siapa/", WHEN, "/lapor/"):
        assert begun.browser.get(path + query).status_code == 200


def test_a_nul_in_an_address_is_a_bad_request(citizen):
    assert citizen.browser.get("/lapor/wilayah.json?q=%00").status_code == 400


def test_fifty_people_at_most(begun):
    for_fifty = {f"orang-{i}-name": f"Orang {i}" for i in range(60)}
    begun.browser.post("/lapor/siapa/", {"jumlah": "60", **for_fifty})
    page = begun.reads("/lapor/siapa/")
    assert page.count('class="person"') == 50
    assert "Tambah orang lain" not in page
