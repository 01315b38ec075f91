"""What every answer passes through."""

from django.conf import settings
from django.utils import translation

LANGUAGE_COOKIE = "bahasa"


def response_headers(get_response):
    """Headers of every answer, errors among them."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def chosen_language(get_response):
    """`?bahasa=id|en` chooses and is remembered; nobody's browser language is read: Indonesian comes first."""
    known = {code for code, _ in settings.LANGUAGES}

    def middleware(request):
        asked = request.GET.get("bahasa")
        language = asked if asked in known else request.COOKIES.get(LANGUAGE_COOKIE)
        translation.activate(language if language in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if asked in known:
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31536000, samesite="Lax", httponly=True, secure=settings.HTTPS)
        return response

    return middleware
