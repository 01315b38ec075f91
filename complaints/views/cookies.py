"""The two cookies of people without an account: the draft being written, and the report that is open on /lacak/."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from complaints.models import Complaint

DRAFT, DRAFT_PATH = "isian", "/lapor/"
OPENED, OPENED_PATH = "terbuka", "/lacak/"
REMEMBERED = 7 * 24 * 3600  # seconds; longer than a draft lives, so that we can say that it is gone
OPEN_FOR = 20 * 60  # seconds since the last look


def draft_token(request: HttpRequest) -> str | None:
    """The token of the draft, or None when there is no cookie of ours."""
    return _read(request, DRAFT, REMEMBERED)


def keep_draft(response: HttpResponse, token: str) -> None:
    _write(response, DRAFT, token, DRAFT_PATH, REMEMBERED)


def opened(request: HttpRequest) -> str | None:
    """The id of the complaint whose code was shown in the last 20 minutes."""
    return _read(request, OPENED, OPEN_FOR)


def keep_open(response: HttpResponse, complaint: Complaint) -> None:
    _write(response, OPENED, str(complaint.pk), OPENED_PATH, OPEN_FOR)


def forget(response: HttpResponse) -> HttpResponse:
    """Leave nothing of a visit in this browser: neither cookies nor pages in its memory."""
    response.delete_cookie(named(DRAFT), path=DRAFT_PATH)
    response.delete_cookie(named(OPENED), path=OPENED_PATH)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


def named(name: str) -> str:
    """Over HTTPS the name says that no other way may set it; the path stays narrow, so it is not "__Host-"."""
    return f"__Secure-{name}" if settings.SESSION_COOKIE_SECURE else name


def _read(request: HttpRequest, name: str, life: int) -> str | None:
    try:
        return signing.TimestampSigner(salt=name).unsign(request.COOKIES.get(named(name), ""), max_age=life)
    except signing.BadSignature:
        return None


def _write(response: HttpResponse, name: str, value: str, path: str, life: int) -> None:
    response.set_cookie(
        named(name),
        signing.TimestampSigner(salt=name).sign(value),
        max_age=life,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax" if name == DRAFT else "Strict",
    )
