"""Electronic signatures, behind an interface: the letter is written first, its signature may follow.

SIGNER names the adapter and what it needs, such as pades:///etc/netral/penandatangan.p12; empty: letters stay unsigned.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from letters.actions import SIGN, keep
from letters.models import Letter
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Job


class SigningFailed(Exception):
    """The signer refused, or is away; the job comes back."""


class Signer(Protocol):
    """What an adapter offers. The national certification service (BSrE) gets one beside `pades`, by the same form."""

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The PDF with a signature added behind its bytes, none of them changed. Raises SigningFailed."""


_adapters: dict[str, Callable[[SplitResult], Signer]] = {}


def adapter(scheme: str, make: Callable[[SplitResult], Signer]) -> None:
    """Enter an adapter under the scheme by which SIGNER names it."""
    _adapters[scheme] = make


def schemes() -> list[str]:
    """What SIGNER may begin with."""
    return sorted(_adapters)


def signer() -> Signer | None:
    """The configured one, None where letters stay unsigned. Raises SigningFailed for an adapter that is not there."""
    if not settings.SIGNER:
        return None
    place = urlsplit(settings.SIGNER)
    if place.scheme not in _adapters:
        raise SigningFailed(f"SIGNER: {place.scheme} is none of {', '.join(schemes())}")
    return _adapters[place.scheme](place)


def sign(key: str) -> None:
    """The job of one letter: sign what was written, keep both versions."""
    letter = Letter.objects.select_related("access").get(pk=UUID(key))
    if letter.signature != Letter.Signature.WAITING:
        return
    by = signer()
    if by is None:
        return
    at = timezone.now()
    signed = by.sign(letter.files.get(signed=False).pdf, reason=f"{letter.title}, {letter.number}", at=at)
    _keep(letter, signed, at)


def _keep(letter: Letter, signed: bytes, at: datetime) -> None:
    with unit_of_work():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if locked.signature != Letter.Signature.WAITING:
            return  # another worker was quicker
        locked.sha256 = keep(locked, signed, at=at, signed=True).sha256
        locked.signature, locked.signed_at = Letter.Signature.SIGNED, at
        locked.attribute(None, at)
        locked.save(update_fields=["sha256", "signature", "signed_at"])
        record("letter.sign", locked, by=SYSTEM, at=at, sha256=locked.sha256)


def sign_waiting(_key: str = "") -> None:
    """Make the letters due again whose signer was away for too long."""
    if not settings.SIGNER:
        return
    busy = set(Job.objects.filter(kind=SIGN, failed_at__isnull=True).values_list("key", flat=True))
    waiting = Letter.objects.filter(signature=Letter.Signature.WAITING).values_list("pk", flat=True)
    for key in (str(pk) for pk in waiting if str(pk) not in busy):
        jobs.enqueue(SIGN, key, at=timezone.now())
