"""The intake officer's queue by keyboard and by mouse: rows, palette, help, bulk; axe finds nothing, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_whole_path import log_in, look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360])
def test_intake_works_through_the_queue(width, someone):
    page = someone(width)
    log_in(page, "intake")
    page.goto("/petugas/antrean/masuk/")
    look(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("tr.it.at")).to_have_count(1)
    expect(page.locator("tr.it").first.locator(".t a")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#bantuan")).to_be_visible()
    look(page)
    page.uncheck("#pintasan-hidup")
    page.locator("#bantuan").get_by_role("button", name="Tutup").click()
    page.keyboard.press("/")
    expect(page.locator("#perintah")).to_be_hidden()  # switched off
    page.get_by_role("button", name="Perintah").click()
    page.fill("#perintah-cari", "saringan")
    look(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/petugas/saringan/")
    look(page)
    page.goto("/petugas/antrean/masuk/")
    page.get_by_role("button", name="Pintasan").click()
    page.check("#pintasan-hidup")
    page.locator("#bantuan").get_by_role("button", name="Tutup").click()
    page.locator("[name=pilih]").first.check()
    expect(page.locator("[data-picked]")).to_have_text("1 baris dipilih")
    page.select_option("#tindakan", "verify")
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.get_by_role("heading", name="Mulai verifikasi")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Dibatalkan.")).to_be_visible()
    page.goto("/petugas/antrean/masuk/")
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#dilihat")).to_be_attached(timeout=15_000)
