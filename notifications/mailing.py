"""Notices by mail to an agency's contacts: the sentence with its number, and a link. Never what a report says."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import contacts, mail
from accounts.links import address
from accounts.models import Delivery
from agencies.models import Agency
from notifications.models import Notification, Preferences
from notifications.models.wishes import Mail
from notifications.presenting import codes, text_of, url_of
from notifications.routing import BKD, ROUTES
from notifications.wishing import quiet_until, zone_of
from workflow.models import Event

PURPOSE = "news"
NEWS = timedelta(days=2)  # what is older is history: nobody is written to about a past that was loaded
UNMAILED = {"notice.bounce"}


def told_agency(event: Event, *, at: datetime) -> Agency | None:
    """The agency that is told of an event outside of this site: of recommendations issued to it, while they are news."""
    told = BKD in ROUTES.get(event.verb, ()) and event.verb not in UNMAILED
    if not told or event.access is None or not event.access.issued or event.access.sealed or event.access.withheld:
        return None
    return event.access.agency if event.occurred_at > at - NEWS else None


def tell_agency(event: Event) -> None:
    """Make the mail of an event due that its agency is told of; once, however often the job runs."""
    at = timezone.now()
    if agency := told_agency(event, at=at):
        contacts.notify(agency, event, at=at)


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


# Officers who wish it -----------------------------------------------------------------------------------------------------
def tell_officers(event: Event, rows: list[Notification], *, at: datetime) -> None:
    """Beside the rows just written, in their transaction, hence once: mails to those who wish them at once.

    In quiet hours they wait for the end of these.
    """
    if not mail.configured() or event.occurred_at <= at - NEWS or event.verb in UNMAILED:
        return
    told = [row.recipient_id for row in rows if row.seen_at is None]
    wished = Preferences.objects.filter(recipient__in=told).select_related("recipient__agency__territory")
    for wishes in wished:
        officer = wishes.recipient
        if wishes.mail_of(event.verb) == Mail.EACH and officer.email:
            due = quiet_until(wishes, zone_of(officer), at=at) or at
            mail.post(
                PURPOSE, reference=event.subject_reference, kind=event.subject_kind, event=event.number,
                officer=officer, at=due,
            )  # fmt: skip


def officers_letter(delivery: Delivery, at: datetime) -> mail.Letter | None:
    """The words; None when its reader is gone or has seen it meanwhile."""
    own = Notification.objects.filter(recipient=delivery.officer, event__number=delivery.event, seen_at=None)
    row = own.select_related("event", "recipient").first()
    if row is None or not row.recipient.is_active or not row.recipient.email:
        return None
    told, reader = codes(row), row.recipient
    text = _("%(sentence)s\n\nBuka di sini, setelah masuk:\n%(link)s\n\n%(foot)s\n")
    facts = {
        "sentence": text_of(told["verb"], told["reference"], count=told.get("count", 0)),
        "link": address(url_of(told["kind"], told["reference"], reader)),
        "foot": _(
            "Surel ini dikirim oleh sistem dan tidak memuat isi perkara. Jangan membalasnya.\n"
            "Cara Anda diberi tahu diatur di %(settings)s."
        )
        % {"settings": address("/pemberitahuan/pengaturan/")},
    }
    subject = _("Netral: kabar tentang %(reference)s") % {"reference": told["reference"] or _("laporan baru")}
    return mail.Letter(reader.email, subject, text % facts)
