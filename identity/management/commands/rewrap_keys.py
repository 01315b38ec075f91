"""Key rotation: after a new key was put before the old ones in FIELD_KEYS, everything moves under it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from identity.rewrapping import Progress, rewrap
from workflow.sealing import registered


class Command(BaseCommand):
    """Progress goes to standard output, one line a column and every few thousand rows."""

    help = (
        "Moves everything that is sealed under FIELD_KEYS to the first of them. Put the new key first, restart all processes, "
        "run this, then take the old key away. It may be killed and run again; the site goes on meanwhile."
    )
    EVERY = 2_000  # rows

    def handle(self, **options):
        if len(settings.FIELD_KEYS) < 2:
            self.stdout.write("FIELD_KEYS has one key: whatever is under another one cannot be opened.")
        done = [self._column(column) for column in registered()]
        unreadable = sum(progress.unreadable for progress in done)
        moved = sum(progress.moved for progress in done)
        if unreadable:
            raise CommandError(f"{moved} moved; {unreadable} open under none of FIELD_KEYS.", returncode=1)
        self.stdout.write(f"{moved} moved; everything is under the first of FIELD_KEYS.")

    def _column(self, column) -> Progress:
        progress = Progress(column)
        for number, progress in enumerate(rewrap(column), start=1):
            if number * 200 % self.EVERY == 0:
                self._say(progress)
        self._say(progress)
        return progress

    def _say(self, progress: Progress) -> None:
        self.stdout.write(f"{progress.column}: {progress.seen} looked at, {progress.moved} moved")
        self.stdout.flush()
