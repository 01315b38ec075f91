"""`manage.py rebuild_index`: makes the whole index anew while the old one answers."""

from django.core.management.base import BaseCommand

from search import indexing


class Command(BaseCommand):
    help = "Makes every document of the index anew, without a gap in service."

    def handle(self, **options):
        count = indexing.rebuild()
        self.stdout.write(f"{count} access rows indexed")
