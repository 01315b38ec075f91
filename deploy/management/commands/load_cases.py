"""`manage.py load_cases --count N`: synthetic complaints, cases and evidence text, for load and benchmarks."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deploy.demo.load import load
from deploy.management.commands.seed_demo import refuse_outside_the_demo

LEFT_OUT = (
    "Without events, notifications, findings, votes and recommendations. Run rebuild_index to find them in the search."
)


class Command(BaseCommand):
    help = "Makes synthetic complaints, cases and evidence text; never beside real reports."

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, required=True, help="how many complaints")
        parser.add_argument("--seed", type=int, default=1, help="the same seed writes the same texts")

    def handle(self, *args, count, seed, verbosity, **options):
        if count < 1:
            raise CommandError("--count is at least 1.")
        refuse_outside_the_demo()
        begin = time.monotonic()
        for made in load(count, now=timezone.now(), seed=seed):
            if verbosity > 1:
                self.stdout.write(f"{made} of {count}")
        seconds = time.monotonic() - begin
        if verbosity:
            self.stdout.write(f"{count} complaints in {seconds:.1f} s, {count / seconds:.0f} per second. {LEFT_OUT}")
