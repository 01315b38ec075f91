"""The whole ladder in a browser, in months that pass within seconds: proposed by rule, taken by hand, one letter for many.

The browser's requests are answered by this process, whose clock is moved; axe finds nothing on the way, wide and narrow.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from complaints.actions import Person
from sanctions import rounds
from sanctions.models import Recommendation
from tests.journeys.conftest import CHROMIUM, QUIET

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]  # the browser has a connection of its own
SITE = "http://netral.test"
START = date(2026, 1, 5)


@pytest.fixture
def browsing(people, monkeypatch):
    """A page whose every request this process answers, as an officer: browsing(officer, width) → page.

    Its browser starts after the database and ends before it: its event loop runs in this thread.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)

        with ThreadPoolExecutor(1) as answering:  # one thread, and so one connection, for every answer

            def enter(officer, width: int = 1280):
                facts = {"viewport": {"width": width, "height": 800}, "locale": "id-ID", "reduced_motion": "reduce"}
                context = browser.new_context(**facts)
                context.route(
                    "**/*", lambda route: route.fulfill(**answering.submit(_answer, officer, asked(route)).result())
                )
                return context.new_page()

            yield enter
            answering.submit(connections.close_all).result()
        browser.close()


def asked(route) -> dict:
    """What the browser asks for, taken in its own thread."""
    request, url = route.request, urlsplit(route.request.url)
    sent = {"data": request.post_data_buffer or b"", "content_type": request.headers.get("content-type", "")}
    return {"path": url.path + (f"?{url.query}" if url.query else ""), **(sent if request.method == "POST" else {})}


def _answer(officer, request: dict) -> dict:
    """Logged in anew each time: between two presses months go by."""
    if request["path"].startswith("/static/"):
        found = finders.find(request["path"].removeprefix("/static/"))
        return {"path": found} if found else {"status": 404}
    client = Client()
    client.force_login(officer)
    answer = client.post(follow=True, **request) if "data" in request else client.get(follow=True, **request)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {"status": answer.status_code, "body": body, "content_type": answer.headers.get("Content-Type", "")}


def seen(page, name: str) -> str:
    """Looked at by axe, and a picture where JOURNEY_PICTURES names a folder."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)
    wrong = Axe().run(page, context={"exclude": [[".without"]]}).response["violations"]  # the notice of a demo site
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in wrong] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return page.content()


def test_from_the_reminder_to_the_president(browsing, a_recommendation, people, time_machine, penyelia, bkd_kukar):
    time_machine.move_to(_noon(START))
    rec = a_recommendation("ACKNOWLEDGED")
    a_recommendation("ISSUED", people=[Person(name="Pegawai Kaltara", agency=people["bkd.kaltara"].agency)])
    desk = browsing(penyelia)
    address, day = f"{SITE}/petugas/rekomendasi/{rec.reference}/", START
    for days, step in ((25, "REMINDER"), (14, "WARNING"), (14, "HOME_AFFAIRS"), (5, "DATA_BLOCK"), (25, "PRESIDENT")):
        day += timedelta(days=days)
        time_machine.move_to(_noon(day))
        rounds.round_of("")
        desk.goto(f"{SITE}/petugas/eskalasi/?hari=14")
        if step == "HOME_AFFAIRS":
            assert "waktunya daftar ke Menteri" in seen(desk, "eskalasi")
            for box in desk.locator("input[name=instansi]").all():
                box.check()
            desk.get_by_role("button", name="Buat satu surat ke Menteri Dalam Negeri").click()
            continue
        desk.goto(f"{address}escalate/")
        desk.select_option("select[name=step]", step)
        desk.locator("form.panel button").click()
    desk.goto(address)
    text = seen(desk, "rekomendasi")
    for word in (
        "Pengingat",
        "Peringatan",
        "Daftar ke Menteri Dalam Negeri",
        "Rekomendasi kepada Presiden",
        "Diblokir sejak",
    ):
        assert word in text
    assert list(rec.escalations.order_by("at").values_list("step", flat=True)) == [
        "REMINDER", "WARNING", "HOME_AFFAIRS", "DATA_BLOCK", "PRESIDENT",
    ]  # fmt: skip

    agency = browsing(bkd_kukar, 360)
    agency.goto(f"{SITE}/instansi/rekomendasi/{rec.reference}/")
    seen(agency, "instansi")
    agency.fill("#implement_decree_number", "800.1.6.2/12/2026")
    agency.fill("#implement_decree_date", day.isoformat())
    agency.select_option("#implement_sanction", rec.sanction_id)
    agency.get_by_role("button", name="Kirim tindak lanjut").click()
    assert "Sama dengan rekomendasi" in seen(agency, "keputusan")
    assert Recommendation.objects.get(pk=rec.pk).stage == "IMPLEMENTED"
    desk.goto(f"{address}unblock/")
    desk.fill("textarea[name=reason]", "Keputusan sudah diterima.")
    desk.locator("form.panel button").click()
    desk.get_by_text("dibuka").first.wait_for()
    assert not rec.blocks.filter(lifted_at=None).exists()


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
