"""Files that were erased and are there again: an older copy of the database was put back."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, wrong
from privacy.erasing.acts import come_back


def findings(*, at: datetime) -> Iterator[Finding]:
    """`at` is not needed: it is asked of every finder."""
    if lines := come_back():
        state = _("%(count)d berkas yang sudah dimusnahkan ada lagi") % {"count": len(lines)}
        yield wrong(_("Pemusnahan"), state, _("Jalankan manage.py replay_erasures."))
