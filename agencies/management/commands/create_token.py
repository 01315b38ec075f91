from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import ApiToken, Officer


class Command(BaseCommand):
    """Makes an API token; prints it once, as the last word of the output."""

    help = "Prints a new API token for an officer, once; it is stored hashed, expires, and can be revoked."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=90, help="days until it expires (90)")

    def handle(self, *args, **options):
        officer = Officer.objects.filter(username=options["username"], is_active=True).first()
        if officer is None:
            raise CommandError(f"no active officer is called {options['username']}")
        secret = ApiToken.issue(officer, at=timezone.now(), days=options["days"])
        self.stdout.write(f"valid for {options['days']} days: {secret}")
