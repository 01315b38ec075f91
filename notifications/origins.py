"""Which pages may open a socket: those of this very address. Programs with a token have no page and no Origin."""

from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from notifications.admission import bearer_of


class OwnOrigin:
    """Lets a socket through to `application` when its Origin is this site's, or when it has none but brings a token.

    Whether the token holds is for the consumer to say. A foreign Origin is refused even with a token: it is a browser.
    """

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        application = self.application if allowed(scope) else WebsocketDenier()
        return await application(scope, receive, send)


def allowed(scope) -> bool:
    """Is the Origin that of the address that was called, or absent beside a token?"""
    origin, host = _header(scope, b"origin"), _header(scope, b"host")
    if origin is None:
        return bearer_of(scope) is not None
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    called = urlsplit(origin).netloc.lower()
    name, _port = split_domain_port(called)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS) and called == (host or called).lower()


def _header(scope, name: bytes) -> str | None:
    return next((value.decode("latin1") for key, value in scope["headers"] if key == name), None)
