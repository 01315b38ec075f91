from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.tokens import make
from agencies.models import ApiToken, Officer
from workflow.actors import SYSTEM

LONGEST = 366  # days


class Command(BaseCommand):
    """Makes an API token; prints it once, as the last word of the output."""

    help = "Prints a new API token for an officer, once; it is stored hashed, scoped, expires, and can be revoked."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=90, help=f"days until it expires (90, at most {LONGEST})")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default="api", help="what it may do (api)")

    def handle(self, *args, **options):
        officer = Officer.objects.filter(username=options["username"], is_active=True).first()
        if officer is None or not officer.admissible:
            raise CommandError(f"no active officer is called {options['username']}")
        if not 1 <= options["days"] <= LONGEST:
            raise CommandError(f"a token lives 1 to {LONGEST} days")
        secret = make(officer, scope=options["scope"], days=options["days"], by=SYSTEM, at=timezone.now())
        self.stdout.write(f"valid for {options['days']} days, scope {options['scope']}: {secret}")
