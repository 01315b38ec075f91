"""`manage.py worker`: the background work, as a service or once."""

import signal
import threading

from django.core.management.base import BaseCommand

from workflow import worker


class Command(BaseCommand):
    help = "Does the background work: evidence, index, notifications. SIGTERM and Ctrl+C end it after the running job."

    def add_arguments(self, parser):
        once = "return when nothing due is left, waiting for what another worker holds"
        parser.add_argument("--once", action="store_true", help=once)

    def handle(self, *args, once=False, **options):
        stop = threading.Event()
        _stop_on_signals(stop)
        if not once:
            worker.run_forever(stop)
            return
        self.stdout.write(f"{worker.until_idle(stop)} jobs")


def _stop_on_signals(stop: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return  # called from a thread: whoever owns the process listens
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
