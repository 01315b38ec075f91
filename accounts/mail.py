"""Mails to people with an account and to agencies' contacts: one row each, sent by the worker until it is taken.

Later rooms enter who writes the words. A mail says number and link, never what a report says.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from accounts.models import Delivery
from workflow import jobs
from workflow.ledger import unit_of_work

JOB = "mail"
logger = logging.getLogger("netral.mail")
PATIENCE = timedelta(days=3)  # as long as mail servers try (RFC 5321, 4.5.4.1)
GIVEN_UP = "4.4.7"  # RFC 3463: delivery time expired
STEPS = (1, 5, 15, 60, 240)  # minutes between tries


@dataclass(frozen=True)
class Letter:
    """What a mail says, and to which address; `name` is its addressee's."""

    to: str
    subject: str
    text: str


Composer = Callable[[Delivery, datetime], Letter | None]
Bounced = Callable[[Delivery, datetime], None]
_composers: dict[str, tuple[Composer, Bounced | None]] = {}


def composer(purpose: str, compose: Composer, *, bounced: Bounced | None = None) -> None:
    """Enter who writes mails of a purpose (None: no longer needed), and what follows when one comes back."""
    _composers[purpose] = (compose, bounced)


def configured() -> bool:
    """Does this site send mail at all?"""
    return bool(settings.EMAIL_URL)


def post(purpose: str, *, reference: str, at: datetime, **about) -> Delivery:
    """Make a mail due, in the caller's transaction; once per event and contact."""
    facts = {"purpose": purpose, "reference": reference, "created_at": at, **about}
    if about.get("event") and about.get("contact"):
        delivery, _new = Delivery.objects.get_or_create(event=about["event"], contact=about["contact"], defaults=facts)
    else:
        delivery = Delivery.objects.create(**facts)
    jobs.enqueue(JOB, str(delivery.pk), at=at)
    return delivery


def send(key: str) -> None:
    """The job of one mail. A server that is away is asked again, for three days; one that refuses for good is a bounce."""
    delivery = Delivery.objects.select_related("contact", "officer").filter(pk=int(key)).first()
    at = timezone.now()
    if delivery is None or delivery.sent_at or delivery.bounced_at:
        return
    with translation.override(settings.LANGUAGE_CODE):
        letter = _composers[delivery.purpose][0](delivery, at)
    if letter is None:
        return
    try:
        _message(delivery, letter).send()
    except smtplib.SMTPRecipientsRefused as refused:
        _refused(delivery, next(iter(refused.recipients.values())), at)
    except (smtplib.SMTPException, OSError) as error:
        _later(delivery, type(error).__name__, at)
    else:
        _sent(delivery, at)


def _message(delivery: Delivery, letter: Letter) -> EmailMessage:
    """Machines answer nobody, and a mail that comes back names its token in its address and in its number."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": f"<{delivery.token}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(letter.subject, letter.text, _return_path(delivery), [letter.to], headers=headers)


def _return_path(delivery: Delivery) -> str:
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    box, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{box}+{delivery.token}@{domain}"


def _sent(delivery: Delivery, at: datetime) -> None:
    delivery.sent_at, delivery.tries = at, delivery.tries + 1
    delivery.save(update_fields=["sent_at", "tries"])


def _refused(delivery: Delivery, answer: tuple[int, bytes], at: datetime) -> None:
    code, text = answer
    if code < 500:
        _later(delivery, f"SMTP {code}", at)
        return
    status = text.decode("ascii", "replace").split(" ")[0]
    came_back(delivery, status=status if status[:2] == "5." else "5.0.0", at=at)


def _later(delivery: Delivery, why: str, at: datetime) -> None:
    """Comes back by itself; after three days it counts as come back."""
    if at - delivery.created_at > PATIENCE:
        came_back(delivery, status=GIVEN_UP, at=at)
        return
    wait = STEPS[min(delivery.tries, len(STEPS) - 1)]
    delivery.tries += 1
    delivery.save(update_fields=["tries"])
    raise jobs.NotNow(why, after=timedelta(minutes=wait))


def came_back(delivery: Delivery, *, status: str, at: datetime) -> bool:
    """A mail did not arrive: its row says so, and who wrote it goes on from there. False when that was known."""
    with unit_of_work():
        held = Delivery.objects.select_for_update(of=("self",)).select_related("contact", "officer").get(pk=delivery.pk)
        if held.bounced_at:
            return False
        held.bounced_at, held.status = at, status[:12]
        held.save(update_fields=["bounced_at", "status"])
        _compose, bounced = _composers[held.purpose]
        if bounced:
            bounced(held, at)
    logger.info("a mail about %s came back: %s", held.reference, held.status)
    return True
