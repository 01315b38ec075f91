"""Takes over the election commission's list of candidates from a CSV file."""

from agencies.importing import Report, import_rows
from agencies.management.commands import import_agencies
from law.forms import CandidateRowForm


class Command(import_agencies.Command):
    help = (
        "Mengimpor daftar calon: CSV dengan kolom election,territory,name,post,number,mate,valid_from,valid_to,source."
    )

    def take(self, lines: list[str], *, dry_run: bool) -> Report:
        return import_rows(lines, CandidateRowForm, key=("election", "territory", "name"), dry_run=dry_run)
