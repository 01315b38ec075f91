"""A double click, a retry and two tabs file one complaint."""

import threading

import pytest
from django.db import connection

from complaints.models import Complaint, Draft

pytestmark = pytest.mark.django_db


def test_a_second_press_shows_the_same_receipt(citizen):
    first = citizen.reports()
    assert citizen.sends().url == "/lapor/tanda-terima/"
    assert citizen.receipt() == first
    assert Complaint.objects.count() == 1


def test_every_page_of_a_sent_draft_leads_to_its_receipt(citizen):
    citizen.reports()
    for path in ("/lapor/", "/lapor/siapa/", "/lapor/periksa/"):
        assert citizen.browser.get(path).url == "/lapor/tanda-terima/"


def test_a_second_report_is_begun_from_the_receipt_of_the_first(citizen):
    first, code = citizen.reports()
    assert citizen.browser.get("/lapor/baru/").url == "/lapor/tanda-terima/"
    for _ in range(2):
        assert citizen.browser.post("/lapor/baru/").url == "/lapor/"
    assert citizen.opens(first, code).url == "/lacak/"
    second, _code = citizen.reports()
    assert first != second and Complaint.objects.count() == 2


def test_beginning_another_throws_no_unsent_report_away(citizen):
    citizen.writes("/lapor/", narrative="Belum terkirim")
    citizen.browser.post("/lapor/baru/")
    assert "Belum terkirim" in citizen.reads("/lapor/")


def test_another_tab_that_saves_late_changes_nothing(citizen, the_complaint):
    citizen.reports()
    assert citizen.writes("/lapor/", narrative="Cerita lain").url == "/lapor/tanda-terima/"
    assert the_complaint().narrative == "Camat meminta staf memasang foto calon."


def test_the_first_page_sent_twice_makes_one_draft(citizen):
    citizen.browser.get("/lapor/")
    citizen.writes("/lapor/")
    citizen.writes("/lapor/")
    assert Draft.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_tabs_at_once_file_one_complaint(citizen):
    citizen.fills_in()
    start, answers = threading.Barrier(8), []

    def press():
        browser = type(citizen)()
        browser.browser.cookies = citizen.browser.cookies.copy()
        start.wait()
        answers.append(browser.sends().status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers == [302] * 8
    assert Complaint.objects.count() == 1
