"""The cookie of whoever is invited: which invitation is open on /tanggapan/, for 20 minutes, never its code."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from complaints.views.cookies import named
from hearings.models import Invitation
from hearings.queries import key_of

INVITED, PATH = "diundang", "/tanggapan/"
OPEN_FOR = 20 * 60  # seconds since the last look


def opened(request: HttpRequest) -> str | None:
    """The key of the invitation whose code was shown in the last 20 minutes."""
    try:
        signer = signing.TimestampSigner(salt=INVITED)
        return signer.unsign(request.COOKIES.get(named(INVITED), ""), max_age=OPEN_FOR)
    except signing.BadSignature:
        return None


def keep_open(response: HttpResponse, invitation: Invitation) -> None:
    response.set_cookie(
        named(INVITED),
        signing.TimestampSigner(salt=INVITED).sign(key_of(invitation)),
        max_age=OPEN_FOR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> HttpResponse:
    """Leave nothing of the visit in this browser."""
    response.delete_cookie(named(INVITED), path=PATH)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response
