"""A site with a search service: the index in the database is always kept and written first; the service answers when it
can, and only when it has heard of every right that somebody may have lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Exists

from search.backends.base import Difference, Filters, Found
from search.backends.elastic import reading
from search.backends.elastic.client import Unavailable, breaker
from search.backends.embedded import Embedded
from search.documents import Entry
from search.models import Target, Unheard
from search.parsing import Query


class Both:
    """Elasticsearch over the embedded index, which answers in its place: found by the same words, for the same people."""

    name = "elasticsearch"

    def __init__(self):
        self.embedded = Embedded()

    def replace(self, access_id: int, entries: list[Entry], *, version: int) -> bool:
        """Into the database; what changed is noted there for the service by triggers, in the same transaction."""
        return self.embedded.replace(access_id, entries, version=version)

    def search(self, query: Query, user, filters: Filters, *, place: tuple | None, newest: bool, size: int) -> Found:
        """What this user may find. `fallback` when the service should have answered and did not."""
        asked: dict[str, Any] = {"place": place, "newest": newest, "size": size}
        if filters.rows:  # what is new is known in the database first
            return self.embedded.search(query, user, filters, **asked)
        live = Target.objects.filter(live=True).annotate(closing=Exists(Unheard.objects.filter(closing=True))).first()
        if live and not live.closing and breaker.closed:
            try:
                return reading.search(query, user, filters, **asked)
            except Unavailable:
                pass
        found = self.embedded.search(query, user, filters, **asked)
        return replace(found, fallback=not live or not breaker.closed)

    def differences(self, access_id: int, entries: list[Entry]) -> Iterable[Difference]:
        """How the index in the database differs; the service is compared with it as a whole."""
        return self.embedded.differences(access_id, entries)

    def orphans(self) -> Iterable[Difference]:
        return self.embedded.orphans()

    def tidy(self) -> None:
        self.embedded.tidy()
