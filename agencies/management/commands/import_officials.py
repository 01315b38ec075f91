"""Takes over a public list of holders of office from a CSV file."""

from agencies.forms import OfficialRowForm
from agencies.importing import Report, import_rows
from agencies.management.commands import import_agencies


class Command(import_agencies.Command):
    help = "Mengimpor daftar pejabat: CSV dengan kolom name,nip,position,agency,valid_from,valid_to,source."

    def take(self, lines: list[str], *, dry_run: bool) -> Report:
        return import_rows(lines, OfficialRowForm, key=("name", "position", "agency"), dry_run=dry_run)
