"""`manage.py rebuild_index`: makes the whole index anew while the old one answers."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import indexing, telling
from search.backends.elastic.client import Unavailable


class Command(BaseCommand):
    help = "Makes every document of the index anew, and a new index of the search service, without a gap in service."

    def handle(self, **options):
        count = indexing.rebuild()
        self.stdout.write(f"{count} access rows indexed")
        if not settings.SEARCH_URL:
            return
        try:
            self.stdout.write(f"{telling.rebuild()} answers")
        except Unavailable as error:
            raise CommandError(f"the search service does not answer; the old index stays: {error}") from error
