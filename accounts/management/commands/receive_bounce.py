import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.bounces import LARGEST, receive


class Command(BaseCommand):
    """For the pipe of a mail server: never fails on what a mail says, so that no bounce answers a bounce."""

    help = "Takes in a delivery status notification (RFC 3464) from a file, or from standard input with -."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a mail as received, or - for standard input")

    def handle(self, *args, file, **options):
        self.stdout.write(receive(_read(file), at=timezone.now()))


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(LARGEST)
    try:
        with Path(name).open("rb") as mail:
            return mail.read(LARGEST)
    except OSError as error:
        raise CommandError(str(error)) from error
