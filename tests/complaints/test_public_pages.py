"""The first page, the information, the door for staff: light, closed to other sites, in two languages."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from law.models import Election
from tests.complaints.conftest import Citizen

pytestmark = pytest.mark.django_db

OPEN = [
    "/",
    "/perlindungan/",
    "/data-pribadi/",
    "/aksesibilitas/",
    "/masuk/",
    "/lapor/",
    "/lapor/lanjutkan/",
    "/lacak/",
]


def squeezed(content: bytes) -> int:
    return len(gzip.compress(content))


@pytest.mark.parametrize("path", OPEN)
def test_public_pages_open_in_both_languages(client, reference_data, path):
    assert '<html lang="id">' in client.get(path).content.decode()
    page = client.get(f"{path}?bahasa=en").content.decode()
    assert '<html lang="en">' in page and "?bahasa=id" in page


@pytest.mark.parametrize("path", OPEN)
def test_pages_carry_no_inline_code_and_no_foreign_host(client, reference_data, path):
    page = client.get(path).content.decode()
    assert "<style" not in page and ' style="' not in page and " onclick" not in page
    assert "<script>" not in page
    assert 'src="http' not in page and 'href="http' not in page


@pytest.mark.parametrize("path", ["/lapor/", "/lacak/"])
def test_every_report_page_has_the_quick_exit_and_a_neutral_title(client, reference_data, path):
    page = client.get(path).content.decode()
    assert "Keluar cepat" in page and 'href="/keluar-cepat/"' in page
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Netral" not in title and "ASN" not in title


def test_the_first_page_is_light(client, reference_data):
    page = client.get("/")
    sheets = [finders.find(name) for name in ("public.css", "front.css", "favicon.svg")]
    total = squeezed(page.content) + sum(squeezed(Path(sheet).read_bytes()) for sheet in sheets)
    assert total < 20_000


def test_the_style_sheet_and_the_script_stay_small():
    assert Path(finders.find("public.css")).stat().st_size <= 14_336
    assert Path(finders.find("complaints/lapor.js")).stat().st_size <= 4_096


def test_the_status_page_is_light(citizen, a_complaint):
    complaint = a_complaint("INCOMPLETE")
    citizen.opens(complaint.reference, complaint.receipt_code)
    assert squeezed(citizen.browser.get("/lacak/").content) < 6_000


def test_answers_come_compressed(client, reference_data):
    assert client.get("/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_the_next_voting_day_is_shown_only_when_it_is_known(client, reference_data):
    Election.objects.update(in_force=False)
    assert "hari lagi" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("username", "desk"),
    [("intake", "/petugas/"), ("komisioner", "/petugas/"), ("bkd.kukar", "/instansi/"), ("admin", "/sistem/")],
)
def test_each_account_lands_at_its_own_desk(client, people, settings, username, desk):
    settings.SECOND_FACTOR = False
    answer = client.post("/masuk/", {"username": username, "password": "netral-demo"})
    assert answer.url == desk


def test_where_one_wanted_to_go_comes_first_and_never_elsewhere(client, people, settings):
    settings.SECOND_FACTOR = False
    form = {"username": "intake", "password": "netral-demo", "next": "/petugas/cari/"}
    assert client.post("/masuk/", form).url == "/petugas/cari/"
    client.logout()
    assert client.post("/masuk/", {**form, "next": "https://example.org/"}).url == "/petugas/"


def test_a_wrong_password_says_so_and_keeps_the_name(client, people):
    answer = client.post("/masuk/", {"username": "intake", "password": "salah"})
    page = answer.content.decode()
    assert "tidak cocok" in page and 'value="intake"' in page
    assert "Netral</a>" in page


def test_logging_out_leads_to_the_first_page_and_needs_a_button(client, intake):
    client.force_login(intake)
    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/").url == "/"
    assert "_auth_user_id" not in client.session


def test_a_citizen_needs_no_session(reference_data, citizen):
    citizen.reports()
    assert "sessionid" not in citizen.browser.cookies


def test_forms_of_citizens_are_guarded(reference_data):
    assert Citizen(enforce_csrf_checks=True).writes("/lapor/").status_code == 403


def test_the_receipt_is_cleared_from_a_shared_telephone(citizen):
    reference, _code = citizen.reports()
    answer = citizen.browser.post("/lapor/tutup/")
    assert "Clear-Site-Data" in answer.headers
    assert citizen.browser.get("/lapor/tanda-terima/").status_code == 302


@pytest.mark.parametrize(
    ("path", "status"),
    [*((path, 200) for path in OPEN), ("/lapor", 301), ("/lapor/siapa/", 302), ("/keluar-cepat/", 302),
     ("/?x=%00", 400), ("/petugas/", 302), ("/tidak-ada/", 404), ("/keluar/", 405),
     pytest.param("/static/favicon.svg", 200, marks=pytest.mark.embedded)],
)  # fmt: skip
def test_every_answer_says_what_a_browser_may_not_do(client, reference_data, path, status):
    answer = client.get(path)
    answer.close()  # a file is open behind it
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"]
