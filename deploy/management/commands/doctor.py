"""`manage.py doctor`: looks at the whole site, says what to mend, exits 1 only on what would lose or leak something."""

import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from deploy.doctor import breaches, configuration, custodians, data, erasures, log, reading
from deploy.doctor.findings import Finding, Level, danger

SIGNS = {Level.GOOD: "  ", Level.NOTE: " ·", Level.WRONG: " !", Level.DANGER: "!!"}


class Command(BaseCommand):
    help = "Checks configuration, keys, database, clock, mail, search, disk, virus scanner, OCR and sandbox; says what to mend."
    requires_system_checks = ()

    def add_arguments(self, parser):
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *, language, **options):
        with translation.override(language):
            worst = max((self._tell(each) for each in self._findings()), default=Level.GOOD)
            if worst == Level.DANGER:
                self.stderr.write(
                    _("Yang bertanda !! bisa menghilangkan atau membocorkan sesuatu. Perbaiki lebih dulu.")
                )
                sys.exit(1)

    def _findings(self) -> Iterator[Finding]:
        at = timezone.now()
        for part in (
            data.findings(at=at),
            configuration.findings(),
            custodians.findings(),
            data.disk(),
            reading.findings(at=at),
            log.findings(at=at),
            breaches.findings(at=at),
            erasures.findings(at=at),
        ):
            try:
                yield from part
            except DatabaseError as error:
                yield danger(_("Basis data"), f"{type(error).__name__}: {error}", _("Jalankan: manage.py migrate"))

    def _tell(self, found: Finding) -> Level:
        self.stdout.write(f"{SIGNS[found.level]} {found.subject}: {found.state}")
        if found.remedy:
            self.stdout.write(f"     → {found.remedy}")
        return found.level
