"""Beyond INTAKE_FREE a report waits: half a minute by itself, or less where the browser works for it. Nothing is lost."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints import throttle, work
from complaints.models import Complaint, Draft
from evidence.models import Evidence
from tests.api.test_walk import REPORT

ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def crowded(settings):
    settings.INTAKE_FREE = 0


@pytest.fixture
def waiting(citizen, settings, photo):
    """A whole report with a file, and the answer to its button: wait. `begun` forms are free."""
    settings.INTAKE_FREE = 5
    citizen.fills_in()
    citizen.writes("/lapor/bukti/", berkas=photo(), unggah="1")
    settings.INTAKE_FREE = 0
    citizen.answer = citizen.sends()
    return citizen


def later(monkeypatch, seconds: int) -> None:
    now = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def task(page: str) -> dict:
    return dict(re.findall(r'data-(work|salt|most|rounds)="(\w+)"', page))


def found_in(page: str) -> tuple[str, str]:
    """The ticket of a waiting page, and what the browser's script finds for it."""
    asked = task(page)
    tried = (str(number) for number in range(int(asked["most"])))
    number = next(n for n in tried if derived(asked["salt"], n, int(asked["rounds"])) == asked["work"])
    return re.search(r'name="tiket" value="([^"]+)"', page)[1], number


def derived(salt: str, number: str, rounds: int) -> str:
    return hashlib.pbkdf2_hmac("sha256", salt.encode(), number.encode(), rounds, 16).hex()


def ticket(answer) -> str:
    return found_in(answer.content.decode())[0]


def solved(answer) -> str:
    return found_in(answer.content.decode())[1]


def onward(answer) -> str:
    return answer.headers["Refresh"].partition("url=")[2]


@pytest.mark.django_db
def test_the_page_goes_on_by_itself_after_half_a_minute(waiting, monkeypatch):
    assert waiting.answer.status_code == 429 and waiting.answer.headers["Retry-After"] == "30"
    assert waiting.answer.headers["Refresh"].startswith("30; url=/lapor/tunggu/?tiket=")
    assert "terkirim sendiri" in waiting.answer.content.decode()
    later(monkeypatch, 30)
    assert waiting.browser.get(onward(waiting.answer)).url == "/lapor/tanda-terima/"
    assert Complaint.objects.get().access.evidence.count() == 1
    assert waiting.receipt()[0] == Complaint.objects.get().reference


@pytest.mark.django_db
def test_too_early_it_waits_for_what_is_left(waiting, monkeypatch):
    later(monkeypatch, 20)
    again = waiting.browser.get(onward(waiting.answer))
    assert (again.status_code, again.headers["Retry-After"]) == (429, "10")
    assert onward(again) == onward(waiting.answer) and not Complaint.objects.exists()


@pytest.mark.django_db
def test_whoever_works_waits_no_longer(waiting):
    answer = waiting.browser.post("/lapor/tunggu/", {"tiket": ticket(waiting.answer), "angka": solved(waiting.answer)})
    assert answer.url == "/lapor/tanda-terima/" and Evidence.objects.get().access == Complaint.objects.get().access


@pytest.mark.django_db
def test_work_once_done_files_one_report_however_often_it_is_sent(waiting, monkeypatch):
    proof = {"tiket": ticket(waiting.answer), "angka": solved(waiting.answer)}
    for _ in range(3):
        assert waiting.browser.post("/lapor/tunggu/", proof).url == "/lapor/tanda-terima/"
    later(monkeypatch, 40)
    assert waiting.browser.get(onward(waiting.answer)).url == "/lapor/tanda-terima/"
    assert Complaint.objects.count() == 1


@pytest.mark.django_db
def test_work_done_for_one_report_is_refused_for_another(waiting, another_citizen, settings):
    proof = {"tiket": ticket(waiting.answer), "angka": solved(waiting.answer)}
    settings.INTAKE_FREE = 5
    another_citizen.fills_in()
    assert another_citizen.browser.post("/lapor/tunggu/", proof).url == "/lapor/periksa/"
    assert not Complaint.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("angka", ["", "0x", "-1", "99999", "٣", "1" * 5000])
def test_a_wrong_number_changes_nothing(waiting, angka):
    answer = waiting.browser.post("/lapor/tunggu/", {"tiket": ticket(waiting.answer), "angka": angka})
    assert answer.status_code == 429 and not Complaint.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("tiket", ["", "abc", "x" * 5000, "eyJ0IjoiIn0:1abc:xyz"])
def test_a_made_up_ticket_leads_back_to_the_check_page(waiting, tiket):
    assert waiting.browser.get("/lapor/tunggu/", {"tiket": tiket}).url == "/lapor/periksa/"
    assert waiting.browser.post("/lapor/tunggu/", {"tiket": tiket, "angka": "1"}).url == "/lapor/periksa/"
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_a_ticket_past_its_time_or_for_words_changed_since_files_nothing(waiting, monkeypatch, settings):
    later(monkeypatch, 30 + work.LIFE + 1)
    assert waiting.browser.get(onward(waiting.answer)).url == "/lapor/periksa/"
    later(monkeypatch, -600)
    settings.INTAKE_FREE = 5
    waiting.writes("/lapor/", narrative="Saya berubah pikiran, ceritanya lain.")
    assert waiting.browser.get(onward(waiting.answer)).url == "/lapor/periksa/"
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_the_page_asks_for_work_that_a_cheap_telephone_does_in_seconds(waiting):
    asked = task(waiting.answer.content.decode())
    assert int(asked["most"]) * int(asked["rounds"]) / 2 == 1_500_000  # iterations of PBKDF2, on average
    assert "unsafe" not in waiting.answer.headers["Content-Security-Policy"]
    assert re.findall(r'<script src="([^"]+)" defer></script>', waiting.answer.content.decode())[-1].startswith(
        "/static/"
    )


@pytest.mark.django_db
def test_a_form_that_waits_to_be_begun_carries_its_words_and_goes_on_after_the_wait(citizen, monkeypatch):
    citizen.browser.get("/lapor/")
    answer = citizen.writes("/lapor/", narrative="Cerita <panjang>\nsekali")
    page = answer.content.decode()
    assert answer.status_code == 429 and "Cerita &lt;panjang&gt;\nsekali</textarea>" in page
    assert not Draft.objects.exists()
    later(monkeypatch, 31)
    assert citizen.writes("/lapor/", tiket=ticket(answer)).status_code == 302
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_a_form_begun_with_work_need_not_wait(citizen):
    citizen.browser.get("/lapor/")
    answer = citizen.writes("/lapor/")
    assert citizen.writes("/lapor/", tiket=ticket(answer), angka=solved(answer)).status_code == 302


@pytest.mark.django_db
def test_the_api_says_when_to_come_back(client):
    answer = client.post("/api/v1/complaints", REPORT, content_type="application/json")
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 600
    assert answer.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.django_db
def test_what_the_api_refuses_or_has_answered_before_counts_for_nothing(client, settings):
    settings.INTAKE_FREE = 1

    def send(body, key):
        return client.post(
            "/api/v1/complaints", body, content_type="application/json", headers={"Idempotency-Key": key}
        )

    assert send({**REPORT, "territory": "tidak-ada"}, "a").status_code == 422
    first = send(REPORT, "b")
    assert first.status_code == 201 and send(REPORT, "b").json() == first.json()
    assert send(REPORT, "c").status_code == 429


# The line itself --------------------------------------------------------------------------------------------------------
@pytest.fixture
def now():
    return timezone.now()


def test_the_first_ones_in_line_go_on_together_and_the_others_one_after_another(now):
    waits = [throttle.report_turn(ADDRESS, f"isian {n}", at=now).wait for n in range(14)]
    assert waits == [30] * 10 + [32, 34, 36, 38]


def test_asking_again_loses_no_place_and_makes_the_line_no_longer(now):
    first = throttle.report_turn(ADDRESS, "isian", at=now)
    assert [throttle.report_turn(ADDRESS, "isian", at=now) for _ in range(50)] == [first] * 50
    assert throttle.report_turn(ADDRESS, "lain", at=now).place == 2


def test_a_longer_line_means_more_work_up_to_a_limit(now):
    most = [work.ticket_for("x", typed="", wait=30, place=place, at=now).most for place in (1, 60, 61, 121, 10**4)]
    assert most == [600, 600, 1200, 2400, 4800]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),  # one connection owns 2^64 addresses
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("", "", True),
    ],
)
def test_what_counts_as_one_address(one, other, same):
    assert (throttle.connection_of(one) == throttle.connection_of(other)) == same


def test_thirty_at_once_are_counted_exactly(now, settings):
    settings.INTAKE_FREE = 60
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: throttle.allow(ADDRESS, at=now), range(200)))
    assert waits.count(0) == 60


def test_without_the_cache_reports_still_go_through(now, settings):
    """A Redis that nobody answers for: port 1 of this machine."""
    settings.INTAKE_FREE = 2
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    throttle._own.clear()
    assert [throttle.allow(ADDRESS, at=now) for _ in range(2)] == [0, 0]
    assert throttle.report_turn(ADDRESS, "isian", at=now).wait == 30


@pytest.mark.django_db
def test_thirty_honest_reporters_behind_one_address_all_succeed_with_their_files(settings, citizen, photo):
    settings.INTAKE_FREE = 60
    for _ in range(30):
        person = type(citizen)(REMOTE_ADDR=ADDRESS)
        person.fills_in()
        assert person.writes("/lapor/bukti/", berkas=photo(), unggah="1").status_code == 302
        assert person.sends().url == "/lapor/tanda-terima/"
    assert Complaint.objects.count() == Evidence.objects.count() == 30
