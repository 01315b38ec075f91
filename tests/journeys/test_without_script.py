"""A browser like Tor's at its safest: no script, no pictures that are drawn, no fonts of others, a window of round sizes.

Everything a reporter does works there; nothing is asked of another host; leaving leaves nothing behind.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.platform.test_server import Site

pytestmark = pytest.mark.browser
HARMLESS = "https://www.bmkg.go.id/"
STORY = "Camat mengumpulkan para ketua RT di balai desa dan membagikan kaus."
NOTES = {"name": "catatan rapat.txt", "mimeType": "text/plain", "buffer": b"Selebaran disebarkan di rapat."}


class Named(HTMLParser):
    """Links and buttons that say nothing once drawings are taken away."""

    def __init__(self):
        super().__init__()
        self.open, self.drawing, self.mute = [], 0, []

    def handle_starttag(self, tag, attrs):
        self.drawing += tag == "svg"
        if tag in ("a", "button"):
            self.open.append([tag, dict(attrs).get("href", ""), ""])

    def handle_endtag(self, tag):
        self.drawing -= tag == "svg"
        if tag in ("a", "button") and self.open:
            found = self.open.pop()
            self.mute += [found[:2]] if not found[2].strip() else []

    def handle_data(self, data):
        if self.open and not self.drawing:
            self.open[-1][2] += data


@pytest.fixture
def safest(chromium, site):
    """Opens a page without script: safest(address of the site) → page. Requests to other hosts are noted as `.foreign`."""
    contexts = []

    def enter(address: str = site, script: bool = False, width: int = 1000) -> Page:
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 600}, java_script_enabled=script, color_scheme="light"
        )
        context.set_default_timeout(60_000)
        context.route(re.compile(r".*\.(woff2?|ttf|otf|svg)(\?.*)?$"), lambda route: route.abort())
        context.route(HARMLESS + "**", lambda route: route.fulfill(body="<h1>Cuaca</h1>", content_type="text/html"))
        context.foreign = []
        context.on(
            "request", lambda r: urlsplit(r.url).netloc == urlsplit(address).netloc or context.foreign.append(r.url)
        )
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    named = Named()
    named.feed(page.content())
    assert named.mute == [], page.url
    assert "<noscript" not in page.content(), "nothing is said only to those without script"


def go_on(page: Page, name: str = "Simpan dan lanjut") -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).last.click()
    look(page)


def first_page(page: Page) -> None:
    page.goto("/lapor/")
    look(page)
    page.locator("[name=kind][value=NEUTRALITY]").check()
    page.fill("[name=narrative]", STORY)


def the_rest(page: Page) -> None:
    page.fill("[name=orang-0-name]", "Pak Camat")
    go_on(page)
    page.fill("[name=day]", "14")
    page.select_option("[name=month]", "10")
    page.fill("[name=year]", "2024")
    page.fill("[name=territory_text]", "kutai kartanegara")
    go_on(page, "Cari wilayah")
    go_on(page)
    page.set_input_files("[name=berkas]", [NOTES])
    go_on(page, "Simpan berkas dan tautan")
    expect(page.get_by_text("catatan rapat.txt").first).to_be_visible()
    go_on(page)
    page.locator("[name=mode][value=ANONYMOUS]").check()
    go_on(page)
    expect(page.get_by_text(STORY).first).to_be_visible()


def receipt(page: Page) -> tuple[str, str]:
    expect(page.get_by_role("heading", name="Laporan Anda sudah kami terima")).to_be_visible()
    look(page)
    return tuple(page.locator("[data-copy]").nth(n).inner_text().strip() for n in (0, 1))


def test_everything_a_reporter_does_works_without_script(safest):
    page = safest()
    for place in ("/", "/perlindungan/", "/data-pribadi/", "/aksesibilitas/"):
        page.goto(place)
        look(page)
    first_page(page)
    go_on(page)
    the_rest(page)
    page.goto("/lapor/lanjutkan/")
    look(page)
    resume = page.locator("[data-copy]").inner_text()
    other = safest()
    other.goto("/lapor/lanjutkan/")
    other.fill("[name=kode]", resume.lower())
    go_on(other, "Lanjutkan")
    expect(other.get_by_text(STORY).first).to_be_visible()
    go_on(other, "Kirim laporan")
    reference, code = receipt(other)

    page.goto("/lacak/")
    look(page)
    page.fill("[name=nomor]", reference)
    page.fill("[name=kode]", code)
    go_on(page, "Buka laporan")
    page.locator("#tulis").fill("Apakah sudah dibaca?")
    page.locator("form:has(#tulis) button").last.click()
    expect(page.get_by_text("Apakah sudah dibaca?").first).to_be_visible()
    page.get_by_text("Tambah bukti").click()
    page.set_input_files("#berkas", [{**NOTES, "name": "tambahan.txt", "buffer": b"Satu catatan lagi."}])
    page.locator("form:has(#berkas) button").last.click()
    expect(page.get_by_text("tambahan.txt").first).to_be_visible()
    look(page)
    page.goto("/lacak/tarik/")
    go_on(page, "Tarik laporan")
    expect(page.get_by_text("Anda menarik laporan ini").first).to_be_visible()
    assert page.context.foreign == other.context.foreign == []


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_leaving_quickly_leaves_nothing_behind(safest, script, width):
    page = safest(script=script, width=width)
    first_page(page)
    page.locator("main").get_by_role("button", name="Simpan dan lanjut", exact=True).last.click()
    page.wait_for_url("**/lapor/siapa/")
    assert {cookie["name"] for cookie in page.context.cookies()} >= {"isian"}
    with page.expect_response(lambda answer: "/keluar-cepat/" in answer.url) as left:
        page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(HARMLESS)
    assert '"cookies"' in left.value.header_value("clear-site-data")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] in ("isian", "terbuka")]
    assert set(page.context.foreign) == {HARMLESS}
    page.go_back()
    page.wait_for_load_state("load")
    assert STORY not in page.content()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """A site where everybody stands in line."""
    with Site(tmp_path_factory.mktemp("crowded"), DEMO="0", INTAKE_FREE="0") as site:
        yield f"http://127.0.0.1:{site.ready(240).port}"


def test_a_browser_with_script_works_instead_of_waiting(safest, crowded):
    page = safest(crowded, script=True, width=360)
    first_page(page)
    page.locator("main").get_by_role("button", name="Simpan dan lanjut", exact=True).last.click()
    page.wait_for_url("**/lapor/siapa/", timeout=60_000)
    the_rest(page)
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/lapor/tanda-terima/", timeout=60_000)
    receipt(page)
    assert page.context.foreign == []


@pytest.mark.slow
def test_without_script_the_report_files_itself_after_half_a_minute(safest, crowded):
    page = safest(crowded)
    first_page(page)
    go_on(page)
    expect(page.get_by_role("heading", name="Sebentar lagi giliran Anda.")).to_be_visible()
    page.wait_for_timeout(31_000)
    go_on(page)
    the_rest(page)
    go_on(page, "Kirim laporan")
    expect(page.get_by_role("heading", name="Isian Anda aman")).to_be_visible()
    page.wait_for_url("**/lapor/tanda-terima/", timeout=90_000)
    receipt(page)
    assert page.context.foreign == []
