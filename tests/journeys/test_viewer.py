"""The page of a file and its redaction in a browser: words are marked on the picture, boxes are drawn by pointer and by keys."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.evidence import corpus
from tests.journeys.test_whole_path import log_in, look

pytestmark = pytest.mark.browser
WORDS = "Surat tugas\nNIP 198703122010011004\nCamat mengajak warga"


def call(page: Page, method: str, path: str, **more) -> dict:
    return page.request.fetch(f"/api/v1/{path}", method=method, **more).json()


@pytest.fixture
def a_file(someone) -> str:
    """A report through the API with a letter, read by the worker: the address of its page."""
    page = someone()
    body = {
        "kind": "NEUTRALITY",
        "narrative": "Camat membagikan kaus bergambar pasangan calon di balai desa.",
        "territory": "64.02",
        "respondents": [{"name": "Camat Uji", "agency_code": "64.02"}],
        "violations": ["NET-D8"],
        "reporter": {"mode": "ANONYMOUS"},
    }
    made = call(page, "POST", "complaints", data=json.dumps(body), headers={"Content-Type": "application/json"})
    letter = {"name": "surat tugas.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf(WORDS, "Halaman dua")}
    code = {"X-Receipt-Code": made["receipt_code"]}
    sent = call(page, "POST", f"complaints/{made['reference']}/evidence", multipart={"file": letter}, headers=code)
    return f"/petugas/bukti/{sent['id']}/"


def opened(page: Page, address: str) -> Page:
    """The page, once the worker is done with the file."""
    log_in(page, "pemeriksa")
    for _ in range(60):
        page.goto(address)
        if page.locator(".sheet").count():
            return page
        page.wait_for_timeout(1000)
    raise AssertionError(page.content()[:4000])


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_shows_pictures_text_and_what_was_looked_for(width, someone, a_file):
    page = opened(someone(width), f"{a_file}?hal=1&q=camat")
    look(page)
    picture = page.locator(".sheet img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("i => i.complete && i.naturalWidth > 500")
    expect(page.locator(".over rect").first).to_be_attached()
    page.locator(".sheet a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sheet").first).to_have_class(re.compile("big"))
    look(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_boxes_are_drawn_by_pointer_and_by_keys_and_burnt(width, someone, a_file):
    page = opened(someone(width), a_file)
    page.get_by_role("link", name="Samarkan").click()
    look(page)
    page.fill("[name=text]", "198703122010011004")
    page.get_by_role("button", name="Tandai teks itu").click()
    expect(page.locator("svg .burnt")).to_have_count(1)
    page.get_by_role("button", name="Kotak baru di halaman ini").first.click()
    expect(page.locator("svg .burnt")).to_have_count(2)
    before = json.loads(page.locator("[name=marks]").input_value())[1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    after = json.loads(page.locator("[name=marks]").input_value())[1]
    assert after["top"] > before["top"] and after["right"] > before["right"] and after["left"] == before["left"]
    page.keyboard.press("Delete")
    expect(page.locator("svg .burnt")).to_have_count(1)
    drag(page)
    expect(page.locator("svg .burnt")).to_have_count(2)
    expect(page.locator("[data-count]")).to_have_text("2 tempat ditandai.")
    look(page)
    page.get_by_role("button", name="Buat salinan tersamar").click()
    for _ in range(30):
        if page.get_by_role("link", name=re.compile("Samaran")).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as given:
        page.get_by_role("link", name=re.compile("Samaran")).first.click()
    assert given.value.suggested_filename.endswith(".pdf")


def drag(page: Page) -> None:
    sheet = page.locator("svg[data-page]").first
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.34, steps=4)
    page.mouse.up()
