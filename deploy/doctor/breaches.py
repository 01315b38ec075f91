"""Breaches of personal data whose notices are late."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, wrong
from privacy.actions import waiting
from privacy.letter import local
from privacy.models import Breach


def findings(*, at: datetime) -> Iterator[Finding]:
    """`at` is now."""
    for breach in Breach.objects.late(at).order_by("due_at"):
        state = _("%(breach)s lewat tenggat %(due)s, %(count)s pemberitahuan belum dikirim") % {
            "breach": breach.reference,
            "due": local(breach.due_at),
            "count": waiting(breach).count(),
        }
        remedy = _("Ulangi manage.py breach_scope --notice dengan waktu dan teks yang sama, ditambah --post --by.")
        yield wrong(_("Kegagalan pelindungan data"), state, remedy)
