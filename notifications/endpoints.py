"""Which systems of an agency are told: entered by a head of its accounts, approved by another person, ended by either."""

import base64
import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import people
from agencies.models import Officer
from notifications import outgoing
from notifications.models import Endpoint
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference

MOST = 5  # open ones of an agency


def propose(*, by: Officer, url: str, at: datetime) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is never shown again. Raises PermissionDenied and ValidationError."""
    if not by.may("officer.invite") or by.agency_id is None:
        raise PermissionDenied("officer.invite")
    outgoing.check(url)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    endpoint = Endpoint(
        reference=new_reference("SMB", at=at), agency=by.agency, url=url, proposed_by=by, proposed_at=at
    )
    endpoint.secret = secret
    with unit_of_work():
        if Endpoint.objects.filter(agency=by.agency, ended_at=None).count() >= MOST:
            raise ValidationError(_("Paling banyak lima sambungan. Akhiri satu lebih dulu."))
        _save(endpoint)
        record("endpoint.propose", endpoint, by=by, at=at, agency=endpoint.agency_id)
    return endpoint, secret


def _save(endpoint: Endpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save(force_insert=True)
    except IntegrityError as there:
        raise ValidationError({"url": _("Alamat ini sudah terdaftar.")}) from there


def approve(endpoint: Endpoint, *, by: Officer, at: datetime) -> None:
    """From now on it is told. Raises PermissionDenied for who entered it; ValidationError when it is not waiting."""
    with unit_of_work():
        held = _waiting(endpoint, by)
        held.approved_by, held.approved_at = by, at
        held.save(update_fields=["approved_by", "approved_at"])
        record("endpoint.approve", held, by=by, at=at, agency=held.agency_id)


def refuse(endpoint: Endpoint, *, by: Officer, at: datetime) -> None:
    """It is never told anything."""
    with unit_of_work():
        held = _waiting(endpoint, by)
        held.ended_by, held.ended_at = by, at
        held.save(update_fields=["ended_by", "ended_at"])
        record("endpoint.refuse", held, by=by, at=at, agency=held.agency_id)


def end(endpoint: Endpoint, *, by: Officer, at: datetime) -> None:
    """No more is sent there; its waiting postings fall away. Any head may do it at once."""
    if not people.governs(by, endpoint):
        raise PermissionDenied("officer.invite")
    with unit_of_work():
        held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if held.ended_at is None:
            held.ended_by, held.ended_at = by, at
            held.save(update_fields=["ended_by", "ended_at"])
            record("endpoint.end", held, by=by, at=at, agency=held.agency_id)


def may_approve(endpoint: Endpoint, by: Officer) -> bool:
    """Another person than who entered it, with a voice for that agency."""
    return by.may("officer.approve") and people.governs(by, endpoint) and by.pk != endpoint.proposed_by_id


def _waiting(endpoint: Endpoint, by: Officer) -> Endpoint:
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if not may_approve(held, by):
        raise PermissionDenied("officer.approve")
    if held.approved_at or held.ended_at:
        raise ValidationError(_("Sambungan ini tidak lagi menunggu persetujuan."))
    return held
