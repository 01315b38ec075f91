from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from workflow import anchors, verification
from workflow.verification import Progress, advance


class Command(BaseCommand):
    """Reads the log again: the chain of events, the batches of access records, the anchors."""

    help = (
        "Recomputes the hash chain of the event log and the batches of access records, and compares both with the anchors "
        "that can be read; exits 1 and names the first broken link; names rows not yet sealed."
    )

    def add_arguments(self, parser):
        more = "a further file of anchors, one JSON object a line, such as those collected from mails"
        parser.add_argument("--anchors", action="append", default=[], dest="further", metavar="FILE", help=more)

    def handle(self, *, further=(), **options):
        progress = advance(Progress())
        if not progress.broken:
            progress.broken = verification.against(Path(place) for place in further)
        self._waiting()
        if progress.broken:
            raise CommandError(progress.broken, returncode=1)
        self._anchored()
        self.stdout.write(f"{progress.number} events, {progress.records} access records sealed, the chain holds")

    def _waiting(self) -> None:
        rows = verification.unsealed()
        if rows["count"]:
            since = rows["since"].isoformat(timespec="seconds")
            self.stdout.write(f"{rows['count']} access records not yet sealed, from {rows['first']} ({since}) on")

    def _anchored(self) -> None:
        for path in anchors.files():
            told = list(anchors.read(path))
            self.stdout.write(
                f"{len(told)} anchors in {path.name}, the last for event {told[-1].number}"
                if told
                else f"no anchors in {path}"
            )
