import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from investigations.mentions import digits_of
from privacy.management.commands.breach_scope import officer_named
from privacy.subjects import subject_export


class Command(BaseCommand):
    """A reported person asks what is kept about them."""

    help = (
        "Prints what is kept about a reported person as JSON, for that person: without anything of the reporter, and without "
        "cases whose examination has not begun. How many cases are withheld is said apart, on stderr, to the officer alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--nip", required=True, help="18 digits; blanks, dots and hyphens do not matter")
        parser.add_argument(
            "--by", required=True, metavar="USERNAME", help="the officer who answers; each case is noted"
        )

    def handle(self, *, nip, by, **options):
        officer = officer_named(by)
        if not digits_of(nip):
            raise CommandError("a NIP has 18 digits")
        if officer is None or not officer.may("case.view"):
            raise CommandError(f"{by} may not see cases")
        kept = subject_export(nip, by=officer, at=timezone.now())
        self.stdout.write(json.dumps(kept.export, ensure_ascii=False, indent=2))
        self.stderr.write(f"withheld: {kept.withheld} cases")
