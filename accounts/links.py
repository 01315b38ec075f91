"""Secret links that work once: made when the mail is written, known to the mail alone, opened only by a form."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models.people import ByLink

LASTS = timedelta(hours=72)


def fresh_link(thing, *, at: datetime) -> str:
    """A new link to an invitation or a recovery, locked by the caller; the one before it stops working."""
    secret = secrets.token_urlsafe(32)
    thing.digest, thing.expires_at, thing.sent_at = ByLink.digest_of(secret), at + LASTS, at
    thing.save(update_fields=["digest", "expires_at", "sent_at"])
    return address(reverse("link", args=[secret]))


def address(path: str) -> str:
    """A full address for mails."""
    return f"{settings.BASE_URL or 'http://127.0.0.1:8000'}{path}"
