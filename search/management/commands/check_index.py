"""`manage.py check_index`: compares the index with the database, both ways, word for word."""

import sys

from django.core.management.base import BaseCommand

from search import indexing


class Command(BaseCommand):
    help = (
        "Lists every document that differs from the database (missing, stale, orphan, broken); exits 1 when any does."
    )

    def handle(self, **options):
        count = 0
        for difference in indexing.differences():
            self.stdout.write(str(difference))
            count += 1
        if count:
            self.stderr.write(f"{count} documents differ; `manage.py rebuild_index` mends them")
            sys.exit(1)
        self.stdout.write("the index agrees with the database")
