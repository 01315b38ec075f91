"""How a letter reached its addressee: seen in the workspace, told by mail, sent by post or handed over with its proof."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from accounts.models import Delivery as Mail
from agencies.models import Officer
from evidence.actions import add_file
from letters.models import Delivery, Letter
from workflow.access import reaches
from workflow.ledger import record, unit_of_work


def seen(letter: Letter, *, by: Officer, at: datetime, on: date) -> None:
    """The addressee's people opened it: the first time counts."""
    if by.agency_id is None or by.agency_id != letter.agency_id:
        return
    facts = {"on": on, "noted_at": at, "noted_by": by}
    Delivery.objects.get_or_create(letter=letter, way=Delivery.Way.WORKSPACE, defaults=facts)


def may_note(letter: Letter, by: Officer) -> bool:
    """The authority's own people who may add files to what the letter is about."""
    return by.authority_id is not None and by.may("evidence.add") and reaches(by, letter.access)


def note(letter: Letter, *, by: Officer, at: datetime, way: str, on: date, proof, tracking="", receiver="") -> Delivery:
    """It went by post or was handed over; the proof is a file beside what the letter is about.

    Raises PermissionDenied, evidence's FileRefused.
    """
    if not may_note(letter, by):
        raise PermissionDenied("letter.deliver")
    with unit_of_work():
        file = add_file(letter.access, upload=proof, by=by, at=at, counted=False)
        row = Delivery.objects.create(
            letter=letter, way=way, on=on, tracking=tracking, receiver=receiver, proof=file, noted_at=at, noted_by=by
        )
        record("letter.deliver", letter, by=by, at=at, way=str(way), evidence=str(file.pk))
    return row


def deliveries_of(letter: Letter) -> list[Delivery]:
    """What was noted of it, in that order."""
    return list(letter.deliveries.select_related("noted_by", "proof").order_by("noted_at", "pk"))


def mails_of(letter: Letter) -> list[Mail]:
    """The mails that told its addressee of what it is about, since it was written; they say number and link only."""
    rows = Mail.objects.filter(reference=letter.subject_reference, created_at__gte=letter.written_at)
    return list(rows.filter(contact__isnull=False).select_related("contact__agency").order_by("pk")[:10])
