"""Every address and every error carries every header that keeps the browser from doing more than it should."""

import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from complaints.models import Complaint
from deploy import urls
from tests.api import matrix_table as table
from tests.api.world import ABSENT
from tests.architecture.visited import routes
from workflow.api import Throttled
from workflow.transitions import MovedOn


def broken(request):
    raise RuntimeError


def refused(request):
    raise PermissionDenied


def unreadable(request):
    raise BadRequest


def late(request):
    raise MovedOn(Complaint(stage="REJECTED"), "accept")


def crowded(request):
    return HttpResponse(status=429)


urlpatterns = [
    path("uji/500/", broken),
    path("uji/403/", refused),
    path("uji/400/", unreadable),
    path("uji/409/", late),
    path("uji/429/", crowded),
    path("api/uji/500/", broken),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

WORDS = {"path:path": "x", "slug:unsealing": ABSENT.unsealing}
KINDS = {"int": "987654321", "uuid": str(ABSENT.upload), "uuidstr": str(ABSENT.upload), "slug": "tidak-ada"}


def address(route: str) -> str:
    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: KINDS.get(found[1], "tidak-ada"), route)


def wrong(answer) -> list[str]:
    """What is missing in an answer, in words."""
    told, faults = answer.headers, []
    policy = told.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        faults.append(f"policy {policy!r}")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    faults += [f"{name} {told.get(name)!r}" for name, value in expected.items() if told.get(name) != value]
    if "camera=()" not in told.get("Permissions-Policy", ""):
        faults.append("powers")
    if not told.get("Cache-Control"):
        faults.append("no word about keeping it")
    return faults


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_every_address_has_them_for_strangers_and_for_staff(visitor, penyelia, settings):
    settings.INTAKE_FREE = 10**6
    known = [address(route) for route in routes()] + ["/" + route for route in table.ADMIN_DOORS]
    assert len(known) > 100
    for _who in ("stranger", "staff"):
        faults = {
            f"{method} {place}": wrong(visitor.generic(method, place)) for place in known for method in ("GET", "POST")
        }
        assert not {place: fault for place, fault in faults.items() if fault}
        visitor.force_login(penyelia)


@pytest.mark.parametrize("status", [400, 403, 409, 429, 500])
def test_errors_have_them(visitor, status):
    answer = visitor.get(f"/uji/{status}/")
    assert (answer.status_code, wrong(answer)) == (status, [])


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda visitor: visitor.get("/", headers={"host": "evil.example"})),
        (400, lambda visitor: visitor.get("/?q=%00")),
        (403, lambda visitor: Client(enforce_csrf_checks=True).post("/lapor/", {"narrative": "x"})),
        (404, lambda visitor: visitor.get("/tidak-ada/")),
        (404, lambda visitor: visitor.get("/api/tidak-ada")),
        (404, lambda visitor: visitor.get("/static/tidak-ada.css")),
        (404, lambda visitor: visitor.get("/media/foto.jpg")),
        (405, lambda visitor: visitor.get("/csp/")),
        (405, lambda visitor: visitor.delete("/api/v1/complaints")),
        (401, lambda visitor: visitor.get("/api/v1/complaints")),
        (413, lambda visitor: visitor.post("/lapor/", b"", content_type="x/y", CONTENT_LENGTH=str(10**9))),
        (500, lambda visitor: visitor.get("/api/uji/500/")),
        (301, lambda visitor: visitor.get("/perlindungan")),
    ],
)
def test_provoked_errors_have_them(visitor, status, ask):
    answer = ask(visitor)
    assert (answer.status_code, wrong(answer)) == (status, [])


def test_a_crowded_call_has_them(visitor, settings, monkeypatch):
    settings.INTAKE_FREE = 0

    def wait(*args, **kwargs):
        raise Throttled(9)

    monkeypatch.setattr("complaints.api.allow", wait)
    body = {"kind": "MERIT", "narrative": "x"}
    answer = visitor.post("/api/v1/complaints", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Retry-After"], wrong(answer)) == (429, "9", [])


def test_files_of_the_site_have_them(visitor, settings):
    settings.WHITENOISE_USE_FINDERS = True
    answer = visitor.get("/static/public.css")
    assert (answer.status_code, wrong(answer)) == (200, [])
    assert b"".join(answer.streaming_content)
    answer.close()


def test_over_https_every_answer_asks_for_https_from_now_on(visitor, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    for place in ("/", "/tidak-ada/", "/uji/500/", "/api/tidak-ada", "/static/tidak-ada.css"):
        told = visitor.get(place, secure=True).headers["Strict-Transport-Security"]
        assert "max-age=31536000" in told and "includeSubDomains" in told


def test_the_way_to_https_has_them_too(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/lapor/")
    assert (answer.status_code, wrong(answer)) == (301, [])


def test_what_is_personal_is_kept_by_no_browser(visitor, intake):
    assert "no-store" not in visitor.get("/perlindungan/").headers["Cache-Control"]
    visitor.post("/lapor/", {"kind": "NEUTRALITY", "narrative": "Cerita saya"})
    for place in ("/lapor/", "/lapor/siapa/", "/lapor/periksa/", "/lapor/lanjutkan/"):
        assert "no-store" in visitor.get(place).headers["Cache-Control"], place
    visitor.cookies.clear()
    visitor.force_login(intake)
    for place in ("/petugas/", "/pemberitahuan/", "/perlindungan/", "/"):
        assert "no-store" in visitor.get(place).headers["Cache-Control"], place
