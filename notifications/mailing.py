"""Notices by mail to an agency's contacts: the sentence with its number, and a link. Never what a report says."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import contacts, mail
from accounts.links import address
from accounts.models import Delivery
from notifications.presenting import text_of
from notifications.routing import BKD, ROUTES
from workflow.models import Event

NEWS = timedelta(days=2)  # what is older is history: nobody is written to about a past that was loaded
UNMAILED = {"notice.bounce"}


def tell_agency(event: Event) -> None:
    """Make the mail of an event due that its agency is told of; once, however often the job runs."""
    at = timezone.now()
    told = BKD in ROUTES.get(event.verb, ()) and event.verb not in UNMAILED
    if not told or event.access is None or not event.access.issued or event.access.sealed:
        return
    if event.occurred_at > at - NEWS:
        contacts.notify(event.access.agency, event, at=at)


def letter(delivery: Delivery, at: datetime) -> mail.Letter | None:
    """The words; None when the contact was removed meanwhile."""
    event = Event.objects.filter(number=delivery.event).first()
    if event is None or delivery.contact is None:
        return None
    text = _(
        "%(sentence)s\n\nBaca dan tindak lanjuti di sini, setelah masuk:\n%(link)s\n\n"
        "Surel ini dikirim oleh sistem dan tidak memuat isi perkara. Jangan membalasnya.\n"
    )
    facts = {
        "sentence": text_of(event.verb, delivery.reference),
        "link": address(f"/instansi/rekomendasi/{delivery.reference}/"),
    }
    subject = _("Netral: kabar tentang %(reference)s") % {"reference": delivery.reference}
    return mail.Letter(delivery.contact.email, subject, text % facts)
