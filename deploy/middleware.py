"""What every request passes: headers of the answer, an address that can be read, the chosen language, the 409 page."""

import ipaddress

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers

from complaints.views.cookies import DRAFT, OPENED
from deploy import views
from deploy.bodies import largest_body
from deploy.headers import EVERYWHERE, transport
from workflow.transitions import MovedOn

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
# pages of people with an account, and a report that is being written or read, leave nothing behind in a shared browser
STAFF = (
    "/petugas/",
    "/instansi/",
    "/pimpinan/",
    "/merit/",
    "/sistem/",
    "/pemberitahuan/",
    "/masuk/",
    "/undangan/",
    "/tanggapan/",
    "/api/",
)
PERSONAL = (DRAFT, OPENED)  # cookies of people without an account; what they typed is on the server when they come back


def response_headers(get_response):
    """Adds what the browser may not do, and how long it may keep the page, where the view has not said so itself."""

    def middleware(request):
        response = get_response(request)
        if _personal(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        for name, value in {**EVERYWHERE, **transport()}.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _personal(request) -> bool:
    known = {settings.SESSION_COOKIE_NAME, *PERSONAL} & request.COOKIES.keys()
    return bool(known) or request.path_info.startswith(STAFF)


def outside_address(get_response):
    """Behind a proxy of ours, the address that it saw (the last one it noted) is the caller's; kept by nothing here."""

    def middleware(request):
        noted = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if settings.BEHIND_PROXY and _is_address(noted):
            request.META["REMOTE_ADDR"] = noted
        return get_response(request)

    return middleware


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def bounded_body(get_response):
    """Answers 413 to what says it is too large, before any of it is read; servers that read first have a limit of their own."""

    def middleware(request):
        told = request.META.get("CONTENT_LENGTH") or "0"
        if told.isascii() and told.isdigit() and int(told) > largest_body(request.META.get("CONTENT_TYPE", "").lower()):
            return views.too_large(request)
        return get_response(request)

    return middleware


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def readable_address(get_response):
    """Refuses addresses with a NUL (400), which PostgreSQL would answer with an error, and methods nobody here speaks (405)."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


def chosen_language(get_response):
    """Speaks Indonesian unless `?bahasa=` or its cookie says otherwise; the browser's own wish is not asked."""

    def middleware(request):
        asked = request.GET.get("bahasa")
        language = _known(asked) or _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        if _known(asked):
            _remember(response, language)
        return response

    return middleware


def _known(language: str | None) -> str | None:
    return language if language in dict(settings.LANGUAGES) else None


def _remember(response, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def api_methods(get_response):
    """Answers a wrong method like every other error of the API."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and request.path_info.startswith("/api/"):
            return views.wrong_method(request, response)
        return response

    return middleware


def moved_on(get_response):
    """Answers 409 when a view let a verb through that the stage no longer allows."""

    def process_exception(request, exception):
        return views.conflict(request, exception) if isinstance(exception, MovedOn) else None

    def middleware(request):
        return get_response(request)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
