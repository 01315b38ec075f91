"""The connection: short timeouts, no retries, and a pause after a failure, so that nobody waits for a service that is down."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError

logger = logging.getLogger("netral.search")
SEARCHING = 2.0  # seconds a search may take before the database answers in its place
WRITING = 30.0
PAUSE = 5.0  # seconds without a question after a failure
FAILURES = (ApiError, TransportError, BulkIndexError, OSError)


class Unavailable(Exception):
    """The search service does not answer, or not as it should."""


@cache
def client(url: str = "") -> Elasticsearch:
    """One client for each address and process; safe across threads."""
    return Elasticsearch(url or settings.SEARCH_URL, request_timeout=SEARCHING, max_retries=0, retry_on_timeout=False)


def patient() -> Elasticsearch:
    """The same connection for writing, where nobody waits."""
    return client(settings.SEARCH_URL).options(request_timeout=WRITING)


def quick() -> Elasticsearch:
    return client(settings.SEARCH_URL)


class Breaker:
    """Open after a failure: for some seconds nothing is asked."""

    def __init__(self):
        self.until = 0.0

    @property
    def closed(self) -> bool:
        return time.monotonic() >= self.until

    def trip(self) -> None:
        self.until = time.monotonic() + PAUSE

    def reset(self) -> None:
        self.until = 0.0


breaker = Breaker()


@contextmanager
def speaking() -> Iterator[None]:
    """What fails in here is Unavailable, and trips the breaker. Raises Unavailable."""
    try:
        yield
    except FAILURES as error:
        breaker.trip()
        logger.warning("the search service failed: %s", type(error).__name__)
        raise Unavailable(str(error)[:400]) from error
