"""Loads the project's reference data: territories, agencies, authorities, roles, the law, and the templates of letters."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

import agencies.loading
import law.loading
import letters.loading
<<<<<<< deploy/management/commands/load_reference.py
import sanctions.loading
=======
import privacy.loading
>>>>>>> /tmp/land_new
from agencies.models import Shipment


class Command(BaseCommand):
    help = "Memuat data acuan; baris yang diubah di situs tetap, kecuali dengan --overwrite."

    def add_arguments(self, parser):
        parser.add_argument("--overwrite", action="store_true", help="timpa juga baris yang diubah di situs")

    @transaction.atomic
    def handle(self, **options):
        if options["overwrite"]:
            Shipment.objects.all().delete()
<<<<<<< deploy/management/commands/load_reference.py
        written = agencies.loading.load() + law.loading.load() + letters.loading.load() + sanctions.loading.load()
=======
        written = agencies.loading.load() + law.loading.load() + letters.loading.load() + privacy.loading.load()
>>>>>>> /tmp/land_new
        self.stdout.write(_("Data acuan: %(count)d baris ditulis.") % {"count": written})
