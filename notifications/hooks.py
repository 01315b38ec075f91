"""Agencies' own systems are told by signed requests: the notification object of the API, never what a report says.

Signed as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature with HMAC-SHA256), so that receivers
can check with what they find on the shelf. At least once: `webhook-id` tells a repeated one.
"""

import base64
import hashlib
import hmac
import http.client
import json
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.links import address
from notifications import outgoing
from notifications.mailing import told_agency
from notifications.models import Endpoint, Posting
from notifications.presenting import text_of, time_of
from workflow import jobs
from workflow.models import Event

JOB = "webhook"
STEPS = (5, 30, 120, 600, 1800, 3600, 3 * 3600)  # seconds between tries
PATIENCE = timedelta(days=3)  # then an administrator sees it
REST = timedelta(seconds=30)  # an endpoint that just failed is left alone: its backlog holds up nobody
GONE = 410  # the receiver wants no more


def post_to_agency(event: Event, *, at: datetime) -> None:
    """Make the postings of an event due, one for each endpoint of the agency that is told of it. Idempotent."""
    agency = told_agency(event, at=at)
    if agency is None or not Endpoint.objects.in_use().filter(agency=agency).exists():
        return
    with transaction.atomic():
        for endpoint in Endpoint.objects.in_use().select_for_update().filter(agency=agency).order_by("pk"):
            _due(endpoint, event, at)


def _due(endpoint: Endpoint, event: Event, at: datetime) -> None:
    if endpoint.postings.filter(event=event).exists():
        return
    endpoint.last_number += 1
    endpoint.save(update_fields=["last_number"])
    posting = Posting.objects.create(endpoint=endpoint, event=event, number=endpoint.last_number, created_at=at)
    jobs.enqueue(JOB, str(posting.pk), at=at)


def body_of(posting: Posting) -> dict:
    """The notification object of the contract, as the agency's own people get it; its link is a full address."""
    event = posting.event
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "id": posting.number,
            "event": event.verb,
            "subject": {"kind": event.subject_kind, "reference": event.subject_reference},
            "url": address(f"/instansi/rekomendasi/{event.subject_reference}/"),
            "text": text_of(event.verb, event.subject_reference),
            "created_at": time_of(event.occurred_at),
            "seen_at": None,
        }


def signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over "id.timestamp.body"."""
    signed = f"{key}.{timestamp}.".encode() + body
    made = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
    return "v1," + base64.b64encode(made.digest()).decode()


def send(key: str) -> None:
    """The job of one posting: tried until it is taken, for three days; then it waits for an administrator."""
    posting = Posting.objects.select_related("endpoint", "event__access").filter(pk=int(key)).first()
    at = timezone.now()
    ended = posting is None or posting.sent_at or posting.failed_at or posting.dropped_at
    if posting is None or ended or posting.endpoint.ended_at:
        return
    if not _still_theirs(posting):
        _close(posting, dropped_at=at, status="Withdrawn")
        return
    if _resting(posting, at):
        raise jobs.NotNow("Resting", after=REST)
    status = _try(posting, at)
    posting.attempts, posting.tried_at, posting.status = posting.attempts + 1, at, status
    if status.startswith("2"):
        _close(posting, sent_at=at)
    elif status == str(GONE) or at - posting.created_at > PATIENCE:
        _close(posting, failed_at=at)
    else:
        _close(posting)
        raise jobs.NotNow(status, after=timedelta(seconds=STEPS[min(posting.attempts, len(STEPS)) - 1]))


def _still_theirs(posting: Posting) -> bool:
    """What was sealed, or went to another agency, since it happened is told to nobody outside."""
    access = posting.event.access
    if access is None or access.sealed or access.withheld:
        return False
    return access.issued and access.agency_id == posting.endpoint.agency_id


def _resting(posting: Posting, at: datetime) -> bool:
    others = Posting.objects.filter(endpoint=posting.endpoint_id, sent_at=None, tried_at__gt=at - REST)
    return others.exclude(pk=posting.pk).exists()


def _try(posting: Posting, at: datetime) -> str:
    """The number of the answer, or the kind of what went wrong; never a word of what the other side said."""
    body, timestamp = json.dumps(body_of(posting), ensure_ascii=False).encode(), int(at.timestamp())
    try:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Netral",
            "webhook-id": posting.key,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(posting.endpoint.secret, posting.key, timestamp, body),
        }
        return str(outgoing.post(posting.endpoint.url, body, headers))
    except (OSError, http.client.HTTPException, ValueError, InvalidToken) as error:
        return type(error).__name__[:24]


def _close(posting: Posting, **facts) -> None:
    for name, value in facts.items():
        setattr(posting, name, value)
    posting.save(update_fields=["attempts", "tried_at", "status", *(name for name in facts if name != "status")])


def try_again(posting: Posting, *, at: datetime) -> None:
    """From the beginning, with three more days."""
    posting.failed_at, posting.created_at, posting.attempts = None, at, 0
    posting.save(update_fields=["failed_at", "created_at", "attempts"])
    jobs.enqueue(JOB, str(posting.pk), at=at)
