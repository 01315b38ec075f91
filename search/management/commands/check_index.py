"""`manage.py check_index`: compares the index with the database, both ways, word for word; with --fix mends it."""

import sys
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand

from search import indexing, telling
from search.backends.base import Difference
from search.backends.elastic.client import Unavailable


class Command(BaseCommand):
    help = (
        "Lists every document that differs from the database (missing, stale, orphan, broken); exits 1 when any does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="mend what differs")

    def handle(self, *, fix: bool, **options):
        counts: Counter = Counter()
        for difference in self._differences():
            self.stdout.write(str(difference))
            counts[difference.what] += 1
        if not counts:
            self.stdout.write("the index agrees with the database")
            return
        listed = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        if fix:
            self._mend()
            listed += " (mended)"
        else:
            listed += "; `manage.py check_index --fix` mends them"
        self.stderr.write(f"documents differ: {listed}")
        sys.exit(1)

    def _differences(self) -> Iterator[Difference]:
        yield from indexing.differences()
        if not settings.SEARCH_URL:
            return
        try:
            yield from telling.differences()
        except Unavailable as error:
            yield Difference("broken", f"elasticsearch: {error}")

    def _mend(self) -> None:
        indexing.mend()
        if not settings.SEARCH_URL:
            return
        try:
            telling.mend_all()
        except Unavailable:
            self.stderr.write("the search service does not answer; it catches up by itself")
