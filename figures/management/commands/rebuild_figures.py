"""`manage.py rebuild_figures`: reckons all figures again from the cases and their events."""

from django.core.management.base import BaseCommand

from figures.reckoning import rebuild


class Command(BaseCommand):
    help = "Reckons all figures again; nothing is lost by it, and it may run while people work."

    def handle(self, *args, verbosity, **options):
        count = rebuild()
        if verbosity:
            self.stdout.write(f"{count} cases and reports reckoned")
