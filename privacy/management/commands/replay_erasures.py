"""After an older copy of the database was put back: what had been erased since goes again."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.erasing import acts, residue
from workflow.actors import SYSTEM


class Command(BaseCommand):
    help = "Memusnahkan lagi berkas yang sudah dimusnahkan dan kembali bersama cadangan lama (DATA_DIR/erasures.jsonl)."

    def handle(self, **_options):
        lines = acts.come_back()
        for line in lines:
            acts.erase(
                line["accesses"],
                reference=line["reference"],
                kind=line["kind"],
                by=SYSTEM,
                at=timezone.now(),
                again=True,
            )
        residue.sweep()
        self.stdout.write(_("%(count)d berkas dimusnahkan lagi.") % {"count": len(lines)})
