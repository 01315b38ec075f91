"""What every answer carries, in which language, and what it says when something is wrong."""

import gzip

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from complaints.models import Complaint
from deploy import urls, views
from workflow.transitions import MovedOn


def ordinary(request):
    return HttpResponse("<p>" + "Netral " * 100 + "</p>")


def broken(request):
    raise RuntimeError("secret detail")


def refused(request):
    raise PermissionDenied


def unreadable(request):
    raise BadRequest


def late(request):
    raise MovedOn(Complaint(stage="REJECTED"), "accept")


def speaking(request):
    return HttpResponse(request.LANGUAGE_CODE)


urlpatterns = [
    path("ordinary/", ordinary),
    path("broken/", broken),
    path("refused/", refused),
    path("unreadable/", unreadable),
    path("late/", late),
    path("speaking/", speaking),
    path("api/broken/", broken),
    path("petugas/ordinary/", ordinary),
    path("lapor/ordinary/", ordinary),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    views.bad_request, views.forbidden, views.not_found, views.server_error,
)  # fmt: skip
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_the_browser_is_told_what_a_page_may_not_do(visitor):
    headers = visitor.get("/ordinary/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Content-Security-Policy"].count("'self'") >= 4
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_of_officers_are_not_kept_and_forms_of_citizens_may_be(visitor):
    assert "no-store" in visitor.get("/petugas/ordinary/").headers["Cache-Control"]
    assert "no-store" not in visitor.get("/lapor/ordinary/").headers["Cache-Control"]


def test_a_page_is_sent_compressed(visitor):
    answer = visitor.get("/ordinary/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_style_sheet_is_sent_compressed(visitor, settings):
    settings.WHITENOISE_USE_FINDERS = True
    answer = visitor.get("/static/public.css", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert b"--paper" in gzip.decompress(b"".join(answer.streaming_content))
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_site_speaks_indonesian_whatever_the_browser_wishes(visitor):
    answer = visitor.get("/speaking/", headers={"accept-language": "en"})
    assert (answer.content, answer.headers["Content-Language"]) == (b"id", "id")


def test_a_chosen_language_is_remembered(visitor):
    assert visitor.get("/speaking/?bahasa=en").content == b"en"
    assert visitor.get("/speaking/").content == b"en"
    assert visitor.get("/speaking/?bahasa=id").content == b"id"
    assert visitor.get("/speaking/").content == b"id"


@pytest.mark.parametrize("unknown", ["xx", "", "en-GB", "../en"])
def test_an_unknown_language_changes_nothing(visitor, unknown):
    answer = visitor.get("/speaking/", {"bahasa": unknown})
    assert (answer.content, answer.cookies) == (b"id", {})


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tidak-ada/", 404, "Halaman ini tidak ada"),
        ("/refused/", 403, "tidak berwenang"),
        ("/unreadable/", 400, "tidak dapat kami baca"),
        ("/late/", 409, "Keadaan sudah berubah"),
        ("/broken/", 500, "gangguan di pihak kami"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_without_the_database(visitor, address, status, words):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert b"secret detail" not in answer.content


def test_an_api_address_that_does_not_exist_answers_problem_details(visitor):
    answer = visitor.get("/api/tidak-ada")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_broken_api_call_answers_problem_details_without_details_of_ours(visitor):
    answer = visitor.get("/api/broken/")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert b"secret" not in answer.content


@pytest.mark.parametrize("address", ["/ordinary/?q=%00", "/%00/"])
def test_an_address_with_a_nul_is_refused(visitor, address):
    assert visitor.get(address).status_code == 400


def test_an_error_page_that_cannot_be_made_is_plain_text(monkeypatch):
    monkeypatch.setattr("deploy.views.render_to_string", lambda *_: 1 / 0)
    answer = views.not_found(RequestFactory().get("/x"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain")


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_an_expired_form_of_a_citizen_is_offered_again_with_all_that_was_typed(strict):
    answer = strict.post("/lapor/ordinary/", {"narrative": "Camat <membagikan> kaus", "who": ["A", "B"]})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Camat &lt;membagikan&gt; kaus" in page
    assert page.count('name="who"') == 2
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post("/lapor/ordinary/", {"csrfmiddlewaretoken": token}).status_code == 200


def test_an_expired_form_of_an_officer_is_not_offered_again(strict):
    answer = strict.post("/petugas/ordinary/", {"reason": "tidak cukup bukti"})
    assert answer.status_code == 403
    assert "tidak cukup bukti" not in answer.content.decode()


def test_a_form_that_another_site_sent_is_not_offered_again(strict):
    answer = strict.post("/lapor/ordinary/", {"narrative": "palsu"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "palsu" not in answer.content.decode()


@pytest.mark.django_db
def test_an_error_page_asks_the_database_nothing(visitor, django_assert_num_queries):
    with django_assert_num_queries(0, connection=connection):
        visitor.get("/tidak-ada/")
