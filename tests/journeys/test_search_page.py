"""The search in a browser: found with its place on the picture, narrowed, kept, frozen; every page by axe, wide and narrow."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_viewer import a_file  # noqa: F401
from tests.journeys.test_whole_path import log_in, look

pytestmark = pytest.mark.browser


def seen(page: Page, name: str, width: int) -> None:
    """Looked at by axe; and a picture, where JOURNEY_PICTURES names a folder."""
    look(page)
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/cari-{name}-{width}.png", full_page=True)


def found(page: Page, words: str) -> None:
    """The results of these words, once the index knows the file."""
    for _ in range(60):
        page.goto(f"/petugas/cari/?q={words}")
        if page.locator(".hit .strip").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(page.content()[:4000])


@pytest.mark.parametrize("width", [1280, 360])
def test_search_from_the_question_to_the_frozen_list(width, someone, a_file):  # noqa: F811
    page = someone(width)
    log_in(page, "pemeriksa")
    page.goto("/petugas/cari/")
    expect(page.get_by_text("instansi:64.02")).to_be_visible()
    seen(page, "kosong", width)
    found(page, "camat+berkampanye~+warna:merah")
    expect(page.locator(".strip rect").first).to_be_attached()
    expect(page.get_by_text("Tidak ada isian bernama")).to_be_visible()
    seen(page, "hasil", width)
    page.locator("#saring").get_by_role("link", name="PDF").click()
    expect(page.get_by_text("Hapus saringan")).to_be_visible()
    page.get_by_text("Simpan pencarian ini").click()
    page.fill("#nama", f"Camat {width}")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name=f"Camat {width}")).to_be_visible()
    seen(page, "tersimpan", width)
    page.get_by_role("link", name=f"Camat {width}").click()
    page.get_by_text("Bekukan daftar hasil untuk sidang").click()
    page.fill("#keperluan", "Pleno 12 November")
    page.get_by_role("button", name="Bekukan").click()
    expect(page.get_by_text("utuh")).to_be_visible()
    page.get_by_role("link", name="Jalankan lagi dan bandingkan").click()
    expect(page.get_by_text("Hasilnya sama.")).to_be_visible()
    seen(page, "beku", width)
    page.goto("/petugas/cari/belum-terbaca/")
    seen(page, "belum", width)
    auditor = someone(width)
    log_in(auditor, "auditor")
    auditor.goto("/petugas/cari/catatan/")
    expect(auditor.get_by_text("berkampanye~").first).to_be_visible()
    seen(auditor, "catatan", width)
