"""`manage.py worker`: the background work, for ever or once."""

import signal
import threading

from django.core.management.base import BaseCommand

from deploy.worker import drain, work


class Command(BaseCommand):
    help = "Does the background work: evidence, index, notifications, clocks. --once returns when nothing due is left."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="return when nothing due is left, here or with another worker")

    def handle(self, *args, once, **options):
        if once:
            self.stdout.write(f"{drain()} jobs done")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(stop)
