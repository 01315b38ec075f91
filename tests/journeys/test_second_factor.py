"""A newcomer's first day with a passkey, in a browser with an authenticator of its own; then with an app, without script."""

import os
import re
import subprocess
import sys
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.factors import PERIOD, format_hotp_value, hotp_value
from tests.journeys.conftest import ROOT, environment

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PASSWORD = "enam belas pohon sawo"
MAKE = """
from agencies.models import Officer, Role
for name in ("wening", "tirta"):
    made = Officer.objects.create_user(name, password="{password}", full_name=name.title(), authority_id="BKN")
    made.roles.add(Role.objects.get(code="investigator"))
"""


@pytest.fixture(scope="module")
def newcomers(site, data):
    """Two officers who are no demo accounts."""
    told = [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE.format(password=PASSWORD)]
    subprocess.run(told, cwd=ROOT, env=environment(data), check=True, capture_output=True)


@pytest.fixture
def desk(chromium, site, newcomers):
    """A browser on the address that passkeys know: names, not numbers. desk(width, **context) → page."""
    contexts = []

    def enter(width: int = 1280, **more) -> Page:
        address = site.replace("127.0.0.1", "localhost")
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 800}, locale="id-ID", **more
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


def authenticator(page: Page) -> None:
    """A phone with a fingerprint reader, for this page's browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def look(page: Page, name: str, pictures) -> None:
    """No barrier, no sideways scrolling; a picture for whoever wants to see it."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options=WCAG)
    told = [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found.response["violations"]]
    assert told == [], (page.url, told)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    pictures(page, name)


@pytest.fixture
def pictures():
    """Kept where JOURNEY_PICTURES says."""
    folder = os.environ.get("JOURNEY_PICTURES")

    def keep(page: Page, name: str) -> None:
        if folder:
            width = page.viewport_size["width"]
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    return keep


def sign_in(page: Page, account: str) -> None:
    page.goto("/masuk/?next=/akun/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_a_newcomer_sets_up_a_passkey_and_comes_in_with_it_alone(desk, pictures):
    page = desk()
    authenticator(page)
    page.goto("/masuk/")
    look(page, "masuk", pictures)
    sign_in(page, "wening")
    page.wait_for_url("**/masuk/daftar-faktor/")
    look(page, "daftar-faktor", pictures)
    page.goto("/petugas/")
    expect(page).to_have_url(re.compile("/masuk/daftar-faktor/"))
    page.fill("[name=name]", "Ponsel Wening")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/akun/kode/")
    look(page, "kode", pictures)
    page.get_by_role("button", name="Sudah saya simpan").click()
    page.wait_for_url(re.compile("/(akun|petugas)/$"))
    page.goto("/akun/")
    expect(page.get_by_text("Ponsel Wening").first).to_be_visible()
    look(page, "akun", pictures)
    # out, and in again with the passkey and nothing else
    page.get_by_role("button", name="Keluar").click()
    page.goto("/masuk/?next=/akun/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/akun/")
    # another name for it, and a second one
    page.get_by_text("Ganti nama").first.click()
    page.get_by_label("Nama kunci").first.fill("Ponsel lama")
    page.get_by_role("button", name="Simpan").first.click()
    expect(page.get_by_text("Ponsel lama").first).to_be_visible()
    page.get_by_role("link", name="Tambah kunci sandi").click()
    look(page, "tambah-kunci", pictures)
    # out, and in with password, then the passkey as second step
    page.get_by_role("button", name="Keluar").click()
    sign_in(page, "wening")
    page.wait_for_url("**/masuk/faktor/")
    look(page, "faktor", pictures)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url("**/akun/")


def test_a_passkey_of_somebody_else_is_refused_in_words(desk, pictures):
    page = desk()
    authenticator(page)
    page.goto("/masuk/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_text("Kunci sandi tidak terbaca")).to_be_visible()


def test_without_script_an_app_is_set_up_and_used_on_a_phone(desk, pictures):
    page = desk(360, java_script_enabled=False)
    sign_in(page, "tirta")
    page.wait_for_url("**/masuk/daftar-faktor/")
    assert not page.get_by_role("button", name="Buat kunci sandi").is_visible()
    page.get_by_role("link", name="Pasang aplikasi").click()
    pictures(page, "aplikasi")
    seed = page.locator(".seed").inner_text().replace(" ", "")
    page.fill("[name=code]", shown(seed))
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/akun/kode/")
    pictures(page, "kode")
    with page.expect_download() as file:
        page.get_by_role("link", name="Unduh sebagai berkas").click()
    paper = re.findall(r"^\d{8}$", file.value.path().read_text(), re.M)
    assert len(paper) == 10
    page.get_by_role("button", name="Sudah saya simpan").click()
    page.wait_for_url("**/akun/")
    pictures(page, "akun")
    page.get_by_role("button", name="Keluar").click()
    sign_in(page, "tirta")
    page.wait_for_url("**/masuk/faktor/")
    pictures(page, "faktor")
    page.fill("[name=code]", paper[3])
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_url("**/akun/")


def shown(seed: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // PERIOD))
