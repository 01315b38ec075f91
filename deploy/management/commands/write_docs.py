"""`manage.py write_docs`: the generated documents; `--check` only says which are stale."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from deploy.generated import documents


class Command(BaseCommand):
    help = "Writes docs/states.md and docs/permissions.md from the code; --check exits 1 when one is stale."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        with translation.override("id"):
            texts = documents()
        stale = {path: text for path, text in texts.items() if not path.exists() or path.read_text() != text}
        if check and stale:
            raise CommandError(f"stale, run `make fix`: {', '.join(path.name for path in stale)}")
        for path, text in stale.items():
            path.write_text(text)
            self.stdout.write(f"wrote {path.name}")
