"""Two officers of one agency and a stranger, live: what happens arrives, offline it waits, online again nothing is lost."""

import re
import sqlite3
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, environment
from tests.journeys.test_whole_path import log_in, look

pytestmark = pytest.mark.browser
PREPARE = """
from agencies.models import Officer, Agency, Territory
who = {o.username: o for o in Officer.objects.filter(demo=True)}
first = who["bkd.kukar"]
facts = {"full_name": "Rekan BKD", "agency": first.agency, "demo": True}
second, made = Officer.objects.get_or_create(username="bkd.kukar2", defaults=facts)
if made:
    second.set_password("netral-demo"); second.save(); second.roles.set(first.roles.all())
"""


@pytest.fixture(scope="session")
def manage(data, site):
    """Runs code in a process of its own over the site's database, as another worker would."""

    def run(code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=environment(data), check=True, capture_output=True, text=True)
        return done.stdout

    return run


EVENT = """
from django.utils import timezone
from agencies.models import Agency, SupervisingAuthority, Officer
from workflow.models import Access
from workflow.ledger import record, unit_of_work
from workflow.actors import SYSTEM
access, _ = Access.objects.get_or_create(
    authority=Officer.objects.get(username="penyelia").authority, agency=Agency.objects.get(code="64.02"), issued=True)
class Subject:
    KIND = "recommendation"; access_id = access.pk
    def __init__(self, reference): self.reference = reference
with unit_of_work():
    for reference in {references}:
        record("recommendation.issue", Subject(reference), by=SYSTEM, at=timezone.now())
"""


def happen(manage, *references: str) -> None:
    manage(EVENT.replace("{references}", repr(list(references))))


def count(page: Page, number: int) -> None:
    figure = page.locator("#lonceng b")
    expect(figure).to_have_text(str(number), timeout=20_000)
    expect(page).to_have_title(re.compile(rf"^\({number}\) " if number else r"^[^(]"))


def test_two_officers_and_a_stranger(someone, manage, data):
    manage(PREPARE)
    one, two, stranger = (
        log_in(someone(w), name) for w, name in ((1280, "bkd.kukar"), (360, "bkd.kukar2"), (1280, "bkd.kaltara"))
    )
    tab = one.context.new_page()
    tab.goto("/instansi/")
    happen(manage, "REK-26-AAAAAA")
    for page in (one, tab, two):
        expect(page.locator(".toast p")).to_have_text(
            "Rekomendasi baru untuk instansi Anda: REK-26-AAAAAA.", timeout=20_000
        )
        count(page, 1)
    look(one)
    two.context.set_offline(True)
    happen(manage, "REK-26-BBBBBB", "REK-26-CCCCCC")
    count(one, 3)
    count(two, 1)
    two.context.set_offline(False)
    count(two, 3)
    one.goto("/pemberitahuan/")
    count(one, 0)
    count(tab, 0)
    count(two, 3)
    look(one)
    two.goto("/pemberitahuan/")
    assert [line.split(": ")[1][:13] for line in two.locator(".news a").all_inner_texts()] == [
        "REK-26-CCCCCC", "REK-26-BBBBBB", "REK-26-AAAAAA"
    ]  # fmt: skip
    count(stranger, 0)
    assert stranger.locator(".toast").count() == 0
    with sqlite3.connect(data / "netral.sqlite3") as database:
        rows = database.execute(
            "SELECT username, count(*), count(DISTINCT event_id) FROM notifications_notification n"
            " JOIN agencies_officer o ON o.id = n.recipient_id WHERE username LIKE 'bkd.%' GROUP BY username"
        ).fetchall()
    assert rows == [("bkd.kukar", 3, 3), ("bkd.kukar2", 3, 3)]


def test_without_sockets_the_page_asks_and_wishes_hold(someone, manage):
    page = someone(360)
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    log_in(page, "bkd.kaltara")
    page.goto("/pemberitahuan/pengaturan/")
    look(page)
    page.locator("[name='notice:recommendation.issue']").uncheck()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Pengaturan disimpan.")).to_be_visible()
    page.goto("/instansi/")
    manage(EVENT.replace('"64.02"', '"65"').replace("{references}", "['REK-26-DDDDDD']"))
    count(page, 1)
    assert page.locator(".toast").count() == 0, "muted: counted, not shown"
