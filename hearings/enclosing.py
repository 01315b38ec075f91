"""Redacted copies that go with an invitation: nothing else of the evidence reaches whoever is invited."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from evidence.kinds import BY_CONTENT_TYPE
from evidence.models import Evidence, Redaction
from hearings.actions import open_case
from hearings.models import Enclosure, Invitation
from investigations.queries import accesses_of
from workflow.ledger import record, unit_of_work

RIGHT = "evidence.release"


def enclosable(invitation: Invitation, user):
    """Finished redacted copies of the case's files that this officer sees and that are not enclosed yet, newest first."""
    files = Evidence.objects.visible_to(user).filter(access__in=accesses_of(invitation.case))
    rows = Redaction.objects.filter(evidence__in=files.values("pk"), state=Redaction.State.DONE)
    return rows.exclude(pk__in=invitation.enclosures.values("redaction")).select_related("evidence").order_by("-pk")


def enclose(invitation: Invitation, *, redaction: Redaction, by, at: datetime) -> Enclosure:
    """Let the invited read a redacted copy. Raises PermissionDenied, MovedOn, ValidationError for a copy of elsewhere."""
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)
    with unit_of_work():
        case = open_case(invitation.case, by, "enclose")
        if not enclosable(invitation, by).filter(pk=redaction.pk).exists():
            raise ValidationError(_("Pilih satu salinan tersamar dari bukti perkara ini."))
        number = invitation.enclosures.count() + 1
        name = f"Lampiran {number}.{BY_CONTENT_TYPE[redaction.content_type].extensions[0]}"
        row = Enclosure.objects.create(invitation=invitation, redaction=redaction, name=name, by=by, at=at)
        record("hearing.enclose", case, by=by, at=at, invitation=invitation.reference, sha256=redaction.sha256)
    return row


def withdraw(row: Enclosure, *, by, at: datetime) -> Enclosure:
    """Take it back: from now on nobody gets it by the code."""
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)
    with unit_of_work():
        case = open_case(row.invitation.case, by, "enclose")
        locked = Enclosure.objects.select_for_update().get(pk=row.pk)
        if locked.withdrawn_at is None:
            locked.withdrawn_at = at
            locked.save(update_fields=["withdrawn_at"])
            record("hearing.withdraw_enclosure", case, by=by, at=at, invitation=row.invitation.reference)
    return locked
