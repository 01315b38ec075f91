"""`manage.py import_cases FILE [--dry-run]`: today's spreadsheets of open and closed cases, CSV or XLSX."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import Officer
from exchange import actions
from exchange.models import RIGHTS, Batch

KIND = Batch.Kind.CASES


class Command(BaseCommand):
    help = "Imports cases from a spreadsheet; columns are recognised by their headings. Again, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what is wrong with which row, import nothing")
        parser.add_argument(
            "--as", dest="username", default="", help="the officer who imports (default: the first who may)"
        )

    def handle(self, *args, file, dry_run, username, **options):
        by, at = self._officer(username), timezone.now()
        try:
            data = file.read_bytes()
            batch = actions.upload(data, name=file.name, kind=KIND, source="", by=by, at=at)
            actions.check(batch, columns=batch.columns, by=by, at=at)
        except (OSError, ValidationError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        if not dry_run:
            actions.start(batch, by=by, at=at)
            actions.run(batch.reference, at=at)
        batch.refresh_from_db()
        self._tell(batch, dry_run)

    def _officer(self, username: str) -> Officer:
        rows = Officer.objects.filter(is_active=True, authority__isnull=False).order_by("pk")
        able = [
            officer for officer in (rows.filter(username=username) if username else rows) if officer.may(RIGHTS[KIND])
        ]
        if not able:
            raise CommandError("No active officer may import cases; name one with --as.")
        return able[0]

    def _tell(self, batch: Batch, dry_run: bool) -> None:
        for row, message in batch.errors:
            self.stdout.write(f"{batch.name}:{row}: {message}")
        if dry_run:
            self.stdout.write(f"{batch.total} cases readable, {batch.unchanged} known, {batch.failed} rows with errors")
            return
        told = f"{batch.created} imported, {batch.unchanged} unchanged, {batch.failed} rows with errors"
        self.stdout.write(f"{batch.reference}: {told}")
