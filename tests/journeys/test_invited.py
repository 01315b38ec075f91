"""Somebody invited answers at a telephone without script: code, questions, a file, the receipt; axe finds nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_whole_path import do, go_on, log_in, look

pytestmark = pytest.mark.browser
WHO, SECRET = "Lurah Tanpa Pihak", "Pelapor Tersembunyi"
STORY = "Lurah membagikan kalender bergambar calon kepada para ketua RT di kelurahan."


def report(page: Page) -> None:
    page.goto("/lapor/")
    page.locator("[name=kind][value=NEUTRALITY]").check()
    page.get_by_text("Pilih perbuatannya").first.click()
    page.locator("[name=violations][value=NET-D8]").check()
    page.fill("[name=narrative]", STORY)
    go_on(page)
    page.fill("[name=orang-0-name]", WHO)
    page.fill("[name=orang-0-agency_text]", "Pemerintah Kabupaten Kutai Kartanegara")
    go_on(page)
    page.fill("[name=day]", "14")
    page.select_option("[name=month]", "10")
    page.fill("[name=year]", "2024")
    page.fill("[name=territory_text]", "Kabupaten Kutai Kartanegara")
    go_on(page)
    go_on(page)
    page.fill("[name=name]", SECRET)
    go_on(page)
    go_on(page, "Kirim laporan")


def test_whoever_is_invited_answers_and_the_investigator_reads_it(someone, chromium, site):
    report(someone(360))
    supervisor = log_in(someone(), "penyelia")
    supervisor.goto("/petugas/laporan/")
    supervisor.get_by_role("link", name=re.compile("Lurah membagikan kalender")).first.click()
    do(supervisor, "Mulai verifikasi")
    do(supervisor, "Lanjutkan menjadi perkara")
    do(supervisor, "Tugaskan", to="pemeriksa")
    case = re.search(r"/petugas/perkara/([\w-]+)/", supervisor.url)[1]
    officer = log_in(someone(), "pemeriksa")
    officer.goto(f"/petugas/perkara/{case}/")
    do(officer, "Minta klarifikasi")
    officer.locator("#klarifikasi").get_by_role("link", name=WHO).click()
    look(officer)
    with officer.expect_navigation():
        officer.get_by_role("button", name="Buat kode").click()
    look(officer)
    code = officer.locator(".code").inner_text()

    answer(chromium, site, code)

    officer.goto(f"/petugas/perkara/{case}/")
    expect(officer.locator("#klarifikasi").get_by_text("Sudah menjawab")).to_be_visible()
    officer.locator("#klarifikasi").get_by_role("link", name=WHO).click()
    expect(officer.get_by_text("Kalender itu bukan dari saya.")).to_be_visible()
    look(officer)


def answer(chromium, site, code: str) -> None:
    """Axe needs a script of its own: each page is looked at in a browser that runs scripts, and used in one that does not."""
    plain = chromium.new_context(base_url=site, viewport={"width": 360, "height": 800}, java_script_enabled=False)
    plain.set_default_timeout(30_000)
    page = plain.new_page()
    page.goto("/tanggapan/")
    page.fill("[name=kode]", code.lower().replace("-", " "))
    page.get_by_role("button", name="Buka undangan").click()
    expect(page.get_by_role("heading", name=re.compile("PGL-"))).to_be_visible()
    assert SECRET not in page.content() and "kalender bergambar" not in page.content()
    page.fill("[name=jawab0]", "Kalender itu bukan dari saya.")
    page.set_input_files("[name=berkas]", [{"name": "surat.txt", "mimeType": "text/plain", "buffer": b"Surat tugas"}])
    page.get_by_role("button", name="Kirim tanggapan").click()
    expect(page.get_by_role("heading", name="Tanggapan Anda sudah kami terima.")).to_be_visible()
    receipt, cookies = page.url, plain.cookies()
    plain.close()
    seen = chromium.new_context(base_url=site, viewport={"width": 360, "height": 800})
    page = seen.new_page()
    page.goto("/tanggapan/")
    look(page)
    seen.add_cookies(cookies)
    for address in ("/tanggapan/", receipt):
        page.goto(address)
        look(page)
    seen.close()
