"""The bell, the list behind it, what the live script asks for, and the API."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(a_complaint, deliver):
    """Three complaints, told to those whom they concern."""
    complaints = [a_complaint() for _ in range(3)]
    deliver()
    return [complaint.reference for complaint in complaints]


def unseen(officer) -> int:
    return Notification.objects.filter(recipient=officer, seen_at__isnull=True).count()


# The list ---------------------------------------------------------------------------------------------------------------
def test_the_list_is_newest_first_and_opening_it_counts_as_seeing(client, intake, three):
    client.force_login(intake)
    text = client.get("/pemberitahuan/").content.decode()
    places = [text.index(f"Laporan baru {reference}") for reference in three]
    assert places == sorted(places, reverse=True)
    assert text.count("Baru.") == 3
    assert unseen(intake) == 0
    assert "Baru." not in client.get("/pemberitahuan/").content.decode()


def test_the_list_holds_nobody_elses(client, pemeriksa, three):
    client.force_login(pemeriksa)
    text = client.get("/pemberitahuan/").content.decode()
    assert not [reference for reference in three if reference in text]
    assert "Belum ada pemberitahuan" in text


def test_older_pages_lose_and_repeat_nothing(client, intake, three, monkeypatch):
    monkeypatch.setattr("notifications.views.PAGE", 2)
    client.force_login(intake)
    first = client.get("/pemberitahuan/")
    second = client.get("/pemberitahuan/", {"sebelum": first.context["older"]})
    lines = [line.text for response in (first, second) for line in response.context["rows"]]
    assert list(reversed(lines)) == [f"Laporan baru {reference} menunggu verifikasi." for reference in three]
    assert second.context["older"] is None


def test_reading_an_older_page_marks_nothing(client, intake, three):
    client.force_login(intake)
    client.get("/pemberitahuan/?sebelum=3")
    assert unseen(intake) == 3


def test_a_stranger_has_no_list(client):
    assert client.get("/pemberitahuan/").url.startswith("/masuk/")


def test_the_list_asks_few_questions(client, intake, three, django_assert_max_num_queries):
    client.force_login(intake)
    with django_assert_max_num_queries(14):
        client.get("/pemberitahuan/")


def test_an_agencys_list_stands_in_the_agencys_frame(client, bkd_kukar, a_recommendation, deliver):
    recommendation = a_recommendation("ISSUED")
    deliver()
    client.force_login(bkd_kukar)
    text = client.get("/pemberitahuan/").content.decode()
    assert f"/instansi/rekomendasi/{recommendation.reference}/" in text
    assert "Kutai Kartanegara" in text


# The bell ---------------------------------------------------------------------------------------------------------------
def test_the_bell_counts_what_was_not_seen_and_knows_where_to_go_on(client, bkd_kukar, a_recommendation, deliver):
    a_recommendation("ISSUED")
    deliver()
    client.force_login(bkd_kukar)
    text = client.get("/instansi/").content.decode()
    assert 'data-unseen="1"' in text and 'data-last="1"' in text
    client.get("/pemberitahuan/")
    assert 'data-unseen="0"' in client.get("/instansi/").content.decode()


def test_citizens_have_no_bell(client):
    assert "lonceng" not in client.get("/lapor/", follow=True).content.decode()


def test_the_live_script_is_small_and_asks_no_other_host():
    text = Path(finders.find("notifications/live.js")).read_text()
    assert len(text.encode()) <= 4096
    assert "http:" not in text and "//" not in text.replace("// Keeps", "")


# Seeing -----------------------------------------------------------------------------------------------------------------
def test_seen_up_to_a_number(client, intake, penyelia, three):
    client.force_login(intake)
    assert client.post("/pemberitahuan/dilihat/", {"up_to": 2}).json() == {"unseen": 1}
    assert (unseen(intake), unseen(penyelia)) == (1, 3)


def test_seen_by_opening_its_page(client, intake, three):
    client.force_login(intake)
    assert client.post("/pemberitahuan/dilihat/", {"subject": three[1]}).json() == {"unseen": 2}


def test_seeing_twice_keeps_the_first_time(client, intake, three):
    client.force_login(intake)
    client.post("/pemberitahuan/dilihat/", {"up_to": 3})
    times = list(Notification.objects.filter(recipient=intake).values_list("seen_at", flat=True))
    client.post("/pemberitahuan/dilihat/", {"up_to": 3})
    assert list(Notification.objects.filter(recipient=intake).values_list("seen_at", flat=True)) == times


@pytest.mark.parametrize("body", [{}, {"up_to": "x"}, {"up_to": "-1"}, {"up_to": "²"}])
def test_nothing_said_is_nothing_seen(body, client, intake, three):
    client.force_login(intake)
    assert client.post("/pemberitahuan/dilihat/", body).status_code == 400
    assert unseen(intake) == 3


@pytest.mark.parametrize("number", ["9" * 19, "0"])
def test_odd_numbers_do_no_harm(number, client, intake, three):
    client.force_login(intake)
    assert client.post("/pemberitahuan/dilihat/", {"up_to": number}).status_code == 200


def test_a_logged_out_window_learns_that_it_is(client):
    assert client.get("/pemberitahuan/baru/").status_code == 403
    assert client.post("/pemberitahuan/dilihat/", {"up_to": 1}).status_code == 403


# Asking instead of listening --------------------------------------------------------------------------------------------
def test_asking_gives_what_the_socket_would_have_sent(client, intake, three, call):
    client.force_login(intake)
    asked = client.get("/pemberitahuan/baru/?after=1").json()
    assert [item["id"] for item in asked["items"]] == [2, 3]
    assert asked["unseen"] == 3
    assert asked["items"] == call(intake, "GET", "notifications?after=1").json()["items"]


# The API ----------------------------------------------------------------------------------------------------------------
def test_the_api_answers_oldest_first_page_by_page(intake, three, call):
    first = call(intake, "GET", "notifications?after=0&limit=2").json()
    assert [item["id"] for item in first["items"]] == [1, 2] and first["next"] == 2
    second = call(intake, "GET", f"notifications?after={first['next']}&limit=2").json()
    assert [item["id"] for item in second["items"]] == [3] and second["next"] is None


def test_the_api_answers_the_objects_of_the_contract(intake, three, call):
    item = call(intake, "GET", "notifications?after=0").json()["items"][0]
    assert set(item) == {"id", "event", "subject", "url", "text", "created_at", "seen_at"}
    assert item["event"] == "complaint.submit"
    assert item["subject"] == {"kind": "complaint", "reference": three[0]}


def test_the_api_knows_its_caller(three, call, intake):
    assert call(None, "GET", "notifications").status_code == 401
    assert call(None, "POST", "notifications/seen", json.dumps({"up_to": 1})).status_code == 401
    assert call(intake, "POST", "notifications/seen", json.dumps({"up_to": 2})).json() == {"unseen": 1}


@pytest.mark.parametrize("query", ["after=x", "after=-1", "limit=0", "limit=1000", "after=99999999999999999999"])
def test_wrong_questions_are_answered_422(query, intake, call):
    assert call(intake, "GET", f"notifications?{query}").status_code == 422
