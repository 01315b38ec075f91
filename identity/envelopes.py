"""Sealing an identity when a report is filed, and opening it with a custodian's key."""

import secrets
from datetime import datetime

from django.conf import settings

from identity.boxes import KEY, Pair, WrongKey, box, decrypt, encrypt, unbox
from identity.keys import embedded_private, living, make_embedded_key
from identity.models import CustodianKey, Envelope, Lid, NoticeAddress
from workflow.models import Access
from workflow.sealing import open_sealed, seal


class NoKeys(Exception):
    """Nobody could ever open it: no key has been made here yet."""


def keep(access: Access, identity: dict, *, at: datetime) -> Envelope:
    """Seal {"name", "email", "phone"} to every living key; the mail address for notices apart, when `notify` asks for it.

    Belongs into the transaction that files the report. Raises NoKeys.
    """
    (envelope,) = keep_all([(access, identity)], at=at)
    if identity.get("notify") and identity.get("email"):
        row = NoticeAddress(access=access)
        row.sealed = seal(identity["email"], purpose=notice_purpose(row))
        row.save()
    return envelope


def keep_all(reports: list[tuple[Access, dict]], *, at: datetime) -> list[Envelope]:
    """Many at once. Raises NoKeys."""
    keys = list(living()) or _first_keys(at)
    own = [secrets.token_bytes(KEY) for _report in reports]
    envelopes = Envelope.objects.bulk_create(
        Envelope(access=access, sealed=encrypt(key, _told(identity), about=_about(access)), made_at=at)
        for key, (access, identity) in zip(own, reports, strict=True)
    )
    Lid.objects.bulk_create(
        Lid(envelope=envelope, key=key, box=box(bytes(key.public), secret, about=_about(envelope.access)))
        for envelope, secret in zip(envelopes, own, strict=True)
        for key in keys
    )
    return envelopes


def _told(identity: dict) -> dict:
    return {name: value for name, value in identity.items() if name != "notify"}


def _first_keys(at: datetime) -> list[CustodianKey]:
    """The embedded default makes its own at the first report; elsewhere there is a ceremony first. Raises NoKeys."""
    if not settings.IDENTITY_KEY:
        raise NoKeys
    make_embedded_key(embedded_private(settings.IDENTITY_KEY), at=at)
    return list(living())


def possible() -> bool:
    """Can an identity be sealed here, so that somebody can ever open it?"""
    return bool(settings.IDENTITY_KEY) or living().exists()


def notice_address(access: Access) -> str | None:
    """Where the reporter wanted notices: for the worker alone."""
    row = NoticeAddress.objects.filter(access=access).first()
    return open_sealed(row.sealed, purpose=notice_purpose(row)) if row else None


def notice_purpose(row: NoticeAddress) -> str:
    """What binds a mail address to its report."""
    return f"notice:{row.access_id}"


def opened(envelope: Envelope, key: CustodianKey, pair: Pair) -> dict:
    """The identity. Raises WrongKey when this key has no lid here or does not fit."""
    return decrypt(_own_key(envelope, key, pair), bytes(envelope.sealed), about=_about(envelope.access))


def add_lid(envelope: Envelope, *, opener: CustodianKey, pair: Pair, new: CustodianKey) -> None:
    """Let one more key open it. Raises WrongKey."""
    about = _about(envelope.access)
    own = _own_key(envelope, opener, pair)
    Lid.objects.get_or_create(envelope=envelope, key=new, defaults={"box": box(bytes(new.public), own, about=about)})


def _own_key(envelope: Envelope, key: CustodianKey, pair: Pair) -> bytes:
    lid = envelope.lids.filter(key=key).first()
    if lid is None:
        raise WrongKey
    return unbox(pair.private, bytes(lid.box), about=_about(envelope.access))


def _about(access: Access) -> str:
    """Binds an envelope to its report: moved to another one it does not open."""
    return f"identity:{access.pk}"
