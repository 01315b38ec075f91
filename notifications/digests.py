"""Daily and weekly digests by mail: the sentences of what was not seen yet, number and link only."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import mail
from accounts.links import address
from accounts.models import Delivery
from agencies.models import Officer
from notifications.models import Digest, Notification, Preferences
from notifications.models.wishes import Mail
from notifications.presenting import codes, text_of
from notifications.queries import last_number
from notifications.wishing import next_digest, zone_of

JOB = "digests"
PURPOSE = "digest"
LINES = 20  # of one mail; the rest is a number
AT_ONCE = 200  # recipients of one round


def send_due(_key: str) -> None:
    """The routine: every digest whose morning has come. Each in its own transaction: one that fails holds up nobody."""
    at = timezone.now()
    due = Digest.objects.filter(due_at__lte=at).order_by("due_at").values_list("pk", flat=True)
    for pk in list(due[:AT_ONCE]):
        _post(pk, at)


@transaction.atomic
def _post(pk: int, at: datetime) -> None:
    """Once per morning: whoever comes second finds it no longer due."""
    digest = Digest.objects.select_for_update().filter(pk=pk, due_at__lte=at).first()
    if digest is None:
        return
    officer = Officer.objects.select_related("agency__territory").get(pk=digest.recipient_id)
    newest = last_number(officer.pk)
    reference = f"{digest.period}-{digest.last_number}-{newest}"
    digest.last_number, digest.due_at = newest, next_digest(digest.period, zone_of(officer), after=at)
    digest.save(update_fields=["last_number", "due_at"])
    if settings.EMAIL_URL and officer.email and _rows(officer, reference):
        mail.post(PURPOSE, reference=reference, officer=officer, at=at)


def _rows(officer: Officer, reference: str) -> list[Notification]:
    """What a digest is about: unseen, between two numbers, of events that its reader wants by this digest."""
    period, first, last = reference.split("-")
    wishes = Preferences.objects.filter(recipient=officer).first() or Preferences(recipient=officer)
    own = Notification.objects.readable_by(officer).filter(seen_at=None, number__gt=int(first), number__lte=int(last))
    return [row for row in own.select_related("event").order_by("number") if wishes.mail_of(row.event.verb) == period]


def letter(delivery: Delivery, at: datetime) -> mail.Letter | None:
    """The words; None when everything was seen meanwhile, or the reader is gone."""
    officer = delivery.officer
    if officer is None or not officer.is_active or not officer.email:
        return None
    rows = _rows(officer, delivery.reference)
    if not rows:
        return None
    weekly = delivery.reference.startswith(Mail.WEEKLY)
    subject = _("Netral: ringkasan mingguan") if weekly else _("Netral: ringkasan harian")
    return mail.Letter(officer.email, subject, _text(rows))


def _text(rows: list[Notification]) -> str:
    told = [codes(row) for row in rows[:LINES]]
    lines = [f"- {text_of(row['verb'], row['reference'], count=row.get('count', 0))}" for row in told]
    if len(rows) > LINES:
        left = len(rows) - LINES
        lines.append("- " + ngettext("dan %(left)s lainnya", "dan %(left)s lainnya", left) % {"left": left})
    text = _(
        "Yang belum Anda lihat:\n\n%(lines)s\n\nBuka di sini, setelah masuk:\n%(link)s\n\n"
        "Surel ini dikirim oleh sistem dan tidak memuat isi perkara. Jangan membalasnya.\n"
    )
    return text % {"lines": "\n".join(lines), "link": address("/pemberitahuan/")}
