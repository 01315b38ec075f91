"""Which backend answers: chosen by SEARCH_URL, the embedded one when it is empty."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.backends.base import Backend
from search.backends.embedded import Embedded


@cache
def backend() -> Backend:
    """The configured backend. Raises ImproperlyConfigured for an address that nothing here can speak to."""
    if settings.SEARCH_URL:
        raise ImproperlyConfigured(
            "SEARCH_URL: no search service can be used yet; leave it empty, search then lives in the site's own database"
        )
    return Embedded()
