"""Nothing typed is lost: by an error, a refresh, another page, an old form, another telephone."""

import re

import pytest

from complaints import drafts
from complaints.models import Complaint, Draft
from complaints.views import cookies

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_on_the_page_after_a_refresh(citizen):
    citizen.writes("/lapor/", narrative="Baru separuh cerita")
    assert "Baru separuh cerita" in citizen.reads("/lapor/")
    citizen.writes("/lapor/siapa/", orang__0__name="Seseorang")
    assert "Seseorang" in citizen.reads("/lapor/siapa/")


def test_what_was_typed_is_kept_when_the_page_has_errors(citizen):
    refused = citizen.writes("/lapor/", kind="", narrative="Ceritanya sudah ada")
    assert refused.status_code == 422
    assert "Ceritanya sudah ada" in refused.content.decode()
    assert "Ceritanya sudah ada" in citizen.reads("/lapor/")


def test_a_page_can_be_left_incomplete_and_mended_later(citizen):
    citizen.writes("/lapor/", kind="", narrative="Cerita")
    assert citizen.browser.get("/lapor/siapa/").status_code == 200
    assert "Pilih salah satu" in citizen.reads("/lapor/periksa/")


def test_the_script_saves_while_one_types_and_shows_no_errors(citizen):
    answer = citizen.browser.post("/lapor/", {"narrative": "Sedang meng", "simpan": "1"})
    assert answer.status_code == 204
    page = citizen.reads("/lapor/")
    assert "Sedang meng" in page
    assert "Galat" not in page


def test_nobody_reads_a_draft_in_the_database(citizen, the_draft):
    citizen.writes("/lapor/", narrative="Rahasia sekali")
    row = the_draft()
    assert b"Rahasia" not in bytes(row.sealed)
    assert row.access.sealed
    assert row.digest not in citizen.browser.cookies[cookies.DRAFT].value


def test_another_browser_sees_nothing(citizen, another_citizen):
    citizen.writes("/lapor/", narrative="Milik orang pertama")
    assert "Milik orang pertama" not in another_citizen.reads("/lapor/")
    assert another_citizen.browser.get("/lapor/periksa/").url == "/lapor/"


def test_the_cookie_is_for_the_form_alone(citizen):
    citizen.writes("/lapor/")
    cookie = citizen.browser.cookies[cookies.DRAFT]
    assert cookie["path"] == "/lapor/"
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert drafts.TOKEN_LENGTH * 5 >= 128


def test_a_forged_cookie_opens_nothing(citizen, another_citizen):
    citizen.writes("/lapor/", narrative="Milik orang pertama")
    token = citizen.browser.cookies[cookies.DRAFT].value.partition(":")[0]
    another_citizen.browser.cookies[cookies.DRAFT] = f"{token}:palsu:palsu"
    assert "Milik orang pertama" not in another_citizen.reads("/lapor/")


def test_an_old_form_offers_what_was_typed_again(reference_data, citizen):
    strict = type(citizen)(enforce_csrf_checks=True)
    strict.browser.get("/lapor/")
    refused = strict.writes("/lapor/", narrative="Ditulis lama sekali")
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "Ditulis lama sekali" in page
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    again = strict.writes("/lapor/", narrative="Ditulis lama sekali", csrfmiddlewaretoken=fresh)
    assert again.url == "/lapor/siapa/"


def test_an_old_form_with_a_code_in_it_is_kept_by_no_browser(reference_data, citizen):
    answer = type(citizen)(enforce_csrf_checks=True).browser.post("/lacak/", {"nomor": "LAP", "kode": "ABCD"})
    assert answer.status_code == 403 and ">\nABCD<" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_refuses_cookies_is_told_so_at_the_second_try(reference_data, citizen):
    again = {}
    for told in (False, True):
        answer = type(citizen)(enforce_csrf_checks=True).writes("/lapor/", **again)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert ("menolak kuki" in page) is told
        again = dict.fromkeys(re.findall(r'type="hidden" name="(sekali\w+)"', page), "1")
        assert again


def test_the_code_continues_the_draft_on_another_telephone(citizen, another_citizen):
    citizen.writes("/lapor/", narrative="Mulai di ponsel pertama")
    code = re.search(r"data-copy>([^<]+)<", citizen.reads("/lapor/lanjutkan/"))[1]
    answer = another_citizen.browser.post("/lapor/lanjutkan/", {"kode": code.lower().replace("-", " ")})
    assert answer.url == "/lapor/periksa/"
    assert "Mulai di ponsel pertama" in another_citizen.reads("/lapor/periksa/")


@pytest.mark.parametrize("code", ["", "salah", "\x00", "A" * 5000, "😀"])
def test_a_wrong_code_continues_nothing(citizen, code):
    answer = citizen.browser.post("/lapor/lanjutkan/", {"kode": code})
    assert answer.status_code == 422
    assert "Kode tidak cocok" in answer.content.decode()


def test_the_writer_can_throw_the_draft_away(citizen, photo):
    citizen.writes("/lapor/", narrative="Lebih baik dihapus")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"})
    assert citizen.reads("/lapor/hapus/")
    citizen.browser.post("/lapor/hapus/")
    assert not Draft.objects.exists()
    assert "Lebih baik dihapus" not in citizen.reads("/lapor/")


def test_leaving_quickly_forgets_the_browser_but_not_the_draft(citizen):
    citizen.writes("/lapor/", narrative="Ada yang datang")
    gone = citizen.browser.get("/keluar-cepat/", headers={"Sec-Fetch-Site": "same-origin"})
    assert gone.status_code == 302 and "//" in gone.url
    assert '"cookies"' in gone.headers["Clear-Site-Data"]
    assert "Ada yang datang" not in citizen.reads("/lapor/")
    assert Draft.objects.count() == 1


def test_another_site_cannot_make_a_browser_forget(citizen):
    citizen.writes("/lapor/", narrative="Tetap ada")
    answer = citizen.browser.get("/keluar-cepat/", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Clear-Site-Data" not in answer.headers
    assert "Tetap ada" in citizen.reads("/lapor/")


def test_too_many_reports_of_one_address_wait_and_lose_nothing(citizen, another_citizen, settings):
    settings.INTAKE_FREE = 1
    citizen.reports()
    another_citizen.fills_in()
    waiting = another_citizen.sends()
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["Retry-After"]) <= 600
    assert "Isian Anda aman" in waiting.content.decode()
    settings.INTAKE_FREE = 5
    assert another_citizen.sends().url == "/lapor/tanda-terima/"
    assert Complaint.objects.count() == 2


def test_pressing_again_does_not_use_up_the_free_reports(citizen, another_citizen, settings):
    settings.INTAKE_FREE = 2
    citizen.reports()
    for _ in range(5):
        citizen.sends()
    another_citizen.reports()
