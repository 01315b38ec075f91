"""`manage.py seed_demo`: accounts and cases to try the site with. Never where real reports may come in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import Officer
from deploy.demo.accounts import ACCOUNTS, PASSWORD, PHRASE, create_accounts, create_keys
from deploy.demo.desk import create_worklists
from deploy.demo.panel import prepare
from deploy.demo.people import arrange
from deploy.demo.registry import create_registers
from deploy.demo.spreadsheets import bring_in
from deploy.demo.stories import play_all
from deploy.demo.telling import tell_how
from deploy.demo.voices import let_speak
from figures.reckoning import rebuild


class Command(BaseCommand):
    help = "Makes the demo's accounts and, once, its cases; runs in the embedded default or with DEBUG only."

    def add_arguments(self, parser):
        parser.add_argument("--accounts-only", action="store_true", help="leave the cases out")

    def handle(self, *args, accounts_only, verbosity, **options):
        refuse_outside_the_demo()
        create_accounts()
        create_registers()
        create_worklists()
        create_keys()
        played = 0 if accounts_only else play_all(now=timezone.now())
        if not accounts_only:
            arrange(now=timezone.now())
            let_speak(now=timezone.now())
            prepare(now=timezone.now())
            bring_in(at=timezone.now())
            tell_how(at=timezone.now())
            rebuild()
        if verbosity:
            self.stdout.write(f"{played} stories played")
            for line in accounts():
                self.stdout.write(line)


def refuse_outside_the_demo() -> None:
    """Raises CommandError where real reports may come in: everybody knows the password of the demo's accounts."""
    if not (settings.EMBEDDED or settings.DEBUG):
        raise CommandError(
            "The demo is not loaded here: DATABASE_URL is set and DEBUG is off, so this may be a real site. "
            "Unset DATABASE_URL to try the embedded default, or set DEBUG=1 on a database made for trying."
        )


def accounts() -> list[str]:
    """One line per account: name, person, role."""
    made = set(Officer.objects.filter(demo=True, is_active=True).values_list("username", flat=True))
    shown = [account for account in ACCOUNTS if account.username in made]
    lines = [f"  {account.username:<14} {account.full_name:<24} {account.role}" for account in shown]
    return [f"Accounts, password {PASSWORD}; custodians' key: {PHRASE}", *lines]
