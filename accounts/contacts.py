"""An agency's addresses for notices: tried in their order; a mail that comes back goes to the next one."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import Contact, Delivery
from agencies.models import Agency, Officer
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access, Event

PURPOSE = "notice"


@dataclass(frozen=True)
class ContactsOf:
    """The contacts of an agency as the subject of an event."""

    reference: str
    KIND = "contacts"
    access_id = None


@dataclass(frozen=True)
class About:
    """What a mail was about: its event stands beside that subject's others."""

    KIND: str
    reference: str
    access_id: int | None


def add(agency: Agency, *, by: Officer, name: str, email: str, order: int, at: datetime) -> Contact:
    """Raises PermissionDenied for another agency, ValidationError for an address that is there."""
    _check(agency, by)
    with unit_of_work():
        contact = Contact(agency=agency, name=name, email=email, order=order)
        _save(contact)
        record("contact.add", ContactsOf(agency.code), by=by, at=at, contact=contact.pk, agency=agency.code)
    return contact


def change(contact: Contact, *, by: Officer, name: str, email: str, order: int, at: datetime) -> None:
    """A changed address lives again: what came back came from the one before."""
    _check(contact.agency, by)
    with unit_of_work():
        if email != contact.email:
            contact.bounced_at = contact.last_ok_at = None
        contact.name, contact.email, contact.order = name, email, order
        _save(contact)
        record(
            "contact.change", ContactsOf(contact.agency_id), by=by, at=at, contact=contact.pk, agency=contact.agency_id
        )


def revive(contact: Contact, *, by: Officer, at: datetime) -> None:
    """The box works again, says the agency."""
    _check(contact.agency, by)
    with unit_of_work():
        contact.bounced_at = None
        contact.save(update_fields=["bounced_at"])
        record(
            "contact.revive", ContactsOf(contact.agency_id), by=by, at=at, contact=contact.pk, agency=contact.agency_id
        )


def remove(contact: Contact, *, by: Officer, at: datetime) -> None:
    """No more mail goes there."""
    _check(contact.agency, by)
    with unit_of_work():
        record(
            "contact.remove", ContactsOf(contact.agency_id), by=by, at=at, contact=contact.pk, agency=contact.agency_id
        )
        contact.delete()


def notify(agency: Agency, event: Event, *, at: datetime) -> Delivery | None:
    """Tell an agency of an event by mail: its first living contact. None where there is none, or no mail at all."""
    if not mail.configured() or agency is None:
        return None
    contact = Contact.objects.filter(agency=agency).living().first()
    if contact is None:
        return None
    return _post(contact, event.number, event.subject_kind, event.subject_reference, at)


def came_back(delivery: Delivery, at: datetime) -> None:
    """A notice did not arrive: its address is dead, the next one gets it, and the subject's timeline says so."""
    if delivery.contact:
        delivery.contact.bounced_at = at
        delivery.contact.save(update_fields=["bounced_at"])
    following = _next(delivery)
    if following:
        _post(following, delivery.event, delivery.kind, delivery.reference, at)
    event = Event.objects.filter(number=delivery.event).first()
    about = About(delivery.kind, delivery.reference, event.access_id if event else None)
    record(
        "notice.bounce", about, by=SYSTEM, at=at, agency=delivery.agency_id, status=delivery.status,
        contact=delivery.contact_id, following=bool(following),
    )  # fmt: skip


def without_living_contact():
    """Agencies that have people here, or were written to, and nobody to whom a mail would arrive."""
    living = Contact.objects.filter(agency=OuterRef("pk"), bounced_at__isnull=True)
    people = Officer.objects.filter(agency=OuterRef("pk"), closed_at__isnull=True, roles="bkd")
    written = Access.objects.filter(agency=OuterRef("pk"), issued=True)
    return Agency.objects.filter(Exists(people) | Exists(written)).exclude(Exists(living)).order_by("name")


def bounced_about(references) -> list[Delivery]:
    """Mails about these subjects that came back, newest first, with their contacts; `followed`: another got it."""
    others = Delivery.objects.filter(event=OuterRef("event"), agency=OuterRef("agency"), bounced_at__isnull=True)
    rows = Delivery.objects.about(references).bounced().filter(purpose=PURPOSE).annotate(followed=Exists(others))
    return list(rows.select_related("contact", "agency").order_by("-bounced_at")[:5])


def _post(contact: Contact, number: int, kind: str, reference: str, at: datetime) -> Delivery:
    return mail.post(
        PURPOSE, reference=reference, kind=kind, event=number, contact=contact, agency=contact.agency, at=at
    )


def _next(delivery: Delivery) -> Contact | None:
    tried = Delivery.objects.filter(event=delivery.event, contact__isnull=False).values("contact")
    return Contact.objects.filter(agency=delivery.agency_id).living().exclude(pk__in=tried).first()


def _check(agency: Agency, by: Officer) -> None:
    if not by.may("officer.invite") or (by.agency_id and by.agency_id != agency.pk):
        raise PermissionDenied("officer.invite")


def _save(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as there:
        raise ValidationError({"email": _("Alamat ini sudah ada di daftar.")}) from there
