"""When an account is closed: its open requests end, and a custodian's key opens nothing new."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.models import Officer
from identity import actions, keys
from identity.models import Unsealing
from workflow.actors import SYSTEM


def leave(officer: Officer, *, by: Officer, at: datetime) -> None:
    """Raises ValidationError while fewer than two other custodians hold keys: a reporter's name would be lost with them."""
    for unsealing in Unsealing.objects.filter(by=officer, stage__in=["ASKED", "GRANTED"]).order_by("pk"):
        actions.end(unsealing, by=SYSTEM, at=at)
    held = keys.living().filter(officer=officer).first()
    if held is None:
        return
    if keys.custodians() - 1 < keys.LEAST:
        raise ValidationError(_("Orang ini memegang kunci identitas. Tunggu sampai dua kustodian lain punya kunci."))
    held.retired_at = at
    held.save(update_fields=["retired_at"])
