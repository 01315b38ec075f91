"""Loads the project's reference data: territories, agencies, authorities, roles, the law, and the templates of letters."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

import agencies.loading
import consultations.loading
import law.loading
import letters.loading
import privacy.loading
import sanctions.loading
import worklists.loading
from agencies.models import Shipment


class Command(BaseCommand):
    help = "Memuat data acuan; baris yang diubah di situs tetap, kecuali dengan --overwrite."

    def add_arguments(self, parser):
        parser.add_argument("--overwrite", action="store_true", help="timpa juga baris yang diubah di situs")

    @transaction.atomic
    def handle(self, **options):
        if options["overwrite"]:
            Shipment.objects.all().delete()
        rooms = (agencies, law, letters, consultations, sanctions, privacy, worklists)
        written = sum(room.loading.load() for room in rooms)
        self.stdout.write(_("Data acuan: %(count)d baris ditulis.") % {"count": written})
