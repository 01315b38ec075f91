"""Takes over an official list of agencies from a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.importing import Report, UnreadableList, import_agencies


class Command(BaseCommand):
    help = "Mengimpor daftar resmi instansi: CSV dengan kolom code,name,kind,territory,valid_from,valid_to."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun")

    def handle(self, **options):
        lines = _lines(options["file"])
        try:
            report = self.take(lines, dry_run=options["dry_run"])
        except UnreadableList as error:
            raise CommandError(str(error)) from error
        self._tell(report)

    def take(self, lines: list[str], *, dry_run: bool) -> Report:
        """What this list is: further commands take over others."""
        return import_agencies(lines, dry_run=dry_run)

    def _tell(self, report: Report) -> None:
        for line, message in report.errors:
            self.stderr.write(_("Baris %(line)d: %(message)s") % {"line": line, "message": message})
        counts = {"created": report.created, "changed": report.changed, "unchanged": report.unchanged}
        counts["errors"] = len(report.errors)
        self.stdout.write(_("%(created)d baru, %(changed)d berubah, %(unchanged)d tetap, %(errors)d salah.") % counts)


def _lines(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(lines)
    except OSError as error:
        raise CommandError(_("File tidak dapat dibaca: %(path)s.") % {"path": path}) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("File bukan teks UTF-8: %(path)s.") % {"path": path}) from error
