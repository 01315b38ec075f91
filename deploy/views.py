"""Pages that belong to no room: what went wrong, said in the citizen's language and without asking the database."""

import logging
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from deploy.context import site

logger = logging.getLogger("netral.pages")
KEPT_FORMS = ("/lapor/", "/lacak/", "/tanggapan/")  # of people without an account: what they typed is offered again
DESKS = ("/petugas/", "/instansi/")
AGAIN = "sekali_lagi"  # the page for expired forms was answered: whoever sees it twice refuses cookies
FORGED = ("Origin checking failed", "Referer checking failed")


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error_page(request, 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than is taken at once (413)."""
    return error_page(request, 413)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    return error_page(request, 404)


def conflict(request: HttpRequest, exception=None) -> HttpResponse:
    return error_page(request, 409)


def wrong_method(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The API's router says 405 in plain words: the same as problem details, with what is allowed."""
    problem = _problem(405)
    problem.headers["Allow"] = answer.headers["Allow"]
    return problem


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


@requires_csrf_token
def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or too old (403). A citizen gets what was typed back, one press away from sending it."""
    kept = [] if reason.startswith(FORGED) or not request.path_info.startswith(KEPT_FORMS) else _typed(request)
    facts = {"kept": kept, "lost_files": bool(request.FILES), "csrf_token": get_token(request), "again": AGAIN}
    facts["cookieless"] = AGAIN in request.POST and not request.COOKIES
    response = error_page(request, 403, "errors/expired_form.html", **facts)
    response.headers["Cache-Control"] = "no-store"  # it may hold a receipt code
    return response


def error_page(request: HttpRequest, status: int, template: str = "", **context) -> HttpResponse:
    """The page for a status (400, 403, 404, 409, 413, 500); problem details for the API; plain text when even that fails."""
    if request.path_info.startswith("/api/"):
        return _problem(status)
    try:
        facts = {**site(request), "status": status, "home": _home(request), "back": request.path, **context}
        return HttpResponse(render_to_string(template or f"{status}.html", facts), status=status)
    except Exception:  # the page that reports an error must not fail with another one
        logger.exception("error page %s", status)
        sorry = _("Halaman tidak dapat ditampilkan.")
        return HttpResponse(f"{status}: {sorry}", status=status, content_type="text/plain")


def _home(request: HttpRequest) -> str:
    return next((desk for desk in DESKS if request.path_info.startswith(desk)), "/")


def _problem(status: int) -> JsonResponse:
    details = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JsonResponse(details, status=status, content_type="application/problem+json")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    names = (name for name in request.POST if name not in ("csrfmiddlewaretoken", AGAIN))
    return [(name, value) for name in names for value in request.POST.getlist(name)]
