"""Which backend answers: the embedded one, with SEARCH_URL the search service over it."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.backends.base import Backend
from search.backends.both import Both
from search.backends.embedded import Embedded


def backend() -> Backend:
    """The configured backend. Raises ImproperlyConfigured for an address that nothing here can speak to."""
    return _made(settings.SEARCH_URL)


@cache
def _made(url: str) -> Backend:
    if not url:
        return Embedded()
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ImproperlyConfigured("SEARCH_URL: not the address of an Elasticsearch (http://… or https://…)")
    return Both()
