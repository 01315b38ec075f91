"""Two hundred at once from one address, against a real site on PostgreSQL: at most INTAKE_FREE reports, no error, no loss."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.test_walk import REPORT
from tests.complaints.test_waiting import found_in
from tests.platform.real_sites import Visitor, large_site

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
BOTS = "127.0.0.66"
HONEST = "127.0.0.30"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with large_site(tmp_path_factory.mktemp("bots")) as parts:
        yield parts


def by_program(site) -> int:
    bot = Visitor(site, source=BOTS)
    report = json.dumps({**REPORT, "reporter": {"mode": "ANONYMOUS"}})
    return bot.asks("POST", "/api/v1/complaints", report.encode(), "application/json").status


def by_form(site) -> int:
    bot = Visitor(site, source=BOTS)
    return bot.reports().status


def count(database) -> int:
    return database.ask("SELECT count(*) FROM complaints_complaint")


def test_two_hundred_bots_leave_sixty_reports_and_no_error(world):
    site, database, _redis = world
    with ThreadPoolExecutor(32) as pool:
        calls = [pool.submit(by_program if number % 4 else by_form, site) for number in range(200)]
        told = Counter(call.result() for call in calls)
    assert set(told) <= {201, 302, 429} and told[429] == 140, told
    assert count(database) == 60 == told[201] + told[302]
    assert "Traceback" not in site.said


def test_thirty_honest_people_behind_another_address_all_succeed_with_their_files(world):
    site, database, _redis = world
    before = count(database)

    def person(number: int) -> tuple[int, int]:
        visitor = Visitor(site, source=HONEST)
        sent = visitor.reports(file=f"Catatan saksi {number}\n".encode() * 2000, name=f"catatan-{number}.txt").status
        return sent, len(visitor.receipt())

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(person, range(30))) == {(302, 2)}
    assert count(database) - before == 30
    assert database.ask("SELECT count(*) FROM evidence_evidence") >= 30


def test_an_honest_person_among_the_bots_gets_through_after_waiting_with_the_file(world):
    site, database, _redis = world
    before = count(database)
    visitor = Visitor(site, source=BOTS)
    answer = visitor.reports(file=b"Foto undangan rapat\n" * 100)
    assert answer.status == 429
    assert 30 <= int(answer.headers["Retry-After"]) <= 30 + 2 * 200
    ticket, number = found_in(answer.text)
    token = answer.text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    proof = f"csrfmiddlewaretoken={token}&tiket={ticket}&angka={number}".encode()
    assert visitor.asks("POST", "/lapor/tunggu/", proof, "application/x-www-form-urlencoded").status == 302
    assert len(visitor.receipt()) == 2 and count(database) == before + 1
