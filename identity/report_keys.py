"""A key for every report: what its reporter and the officers write to each other, its draft, the originals of its files.

It is random, wrapped under FIELD_KEYS, and belongs to the report's Access row. Destroying it erases all of that at once,
in every backup made after the wrapped key was gone and wherever else a copy of the bytes may lie.
"""

import base64
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.db import transaction

from identity.models import NoticeAddress, ReportKey
from identity.streams import FileCipher
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.sealing import InvalidToken, open_sealed, seal

VERSION = b"\x01"  # what is sealed under FIELD_KEYS begins with a letter
KEY, NONCE = 32, 12  # bytes
_parts: list[Callable[[int], None]] = []


class Destroyed(Exception):
    """The report's key is gone, and with it everything that was under it."""


@dataclass(frozen=True)
class ReportCipher:
    """The key of one report, at hand: for many values in a row, and for files."""

    access_id: int
    key: bytes = field(repr=False)

    def seal(self, value, *, purpose: str) -> bytes:
        """JSON of `value`; it opens for this report and this purpose alone."""
        nonce = secrets.token_bytes(NONCE)
        return VERSION + nonce + AESGCM(self.key).encrypt(nonce, json.dumps(value).encode(), self._bound(purpose))

    def open(self, token: bytes | memoryview, *, purpose: str):
        """The value again. Raises InvalidToken when it was altered or moved here."""
        token = bytes(token)
        if not is_sealed(token):
            raise InvalidToken
        nonce, sealed = token[1 : 1 + NONCE], token[1 + NONCE :]
        try:
            return json.loads(AESGCM(self.key).decrypt(nonce, sealed, self._bound(purpose)))
        except InvalidTag as error:
            raise InvalidToken from error

    def file(self, key: UUID) -> FileCipher:
        """For the bytes of one file: a key of its own, so that its nonces are counted for it alone."""
        about = b"file:" + key.bytes
        return FileCipher(HKDFExpand(algorithm=hashes.SHA256(), length=KEY, info=about).derive(self.key), about)

    def _bound(self, purpose: str) -> bytes:
        return f"{purpose}|{self.access_id}".encode()


def is_sealed(token: bytes | memoryview) -> bool:
    """Is this under a report's key, and not from the time before there were such keys?"""
    return bytes(token[:1]) == VERSION


def cipher_for(access: Access | int) -> ReportCipher:
    """The report's key, made when there is none yet. Raises Destroyed."""
    access_id = access.pk if isinstance(access, Access) else access
    row = ReportKey.objects.filter(access=access_id).first()
    if row is None:
        row, _new = ReportKey.objects.get_or_create(access_id=access_id, defaults={"wrapped": _wrapped(access_id)})
    return _unwrapped(row)


def ciphers_for(accesses: Iterable[int]) -> dict[int, ReportCipher]:
    """Those of new reports, many at once."""
    rows = ReportKey.objects.bulk_create(ReportKey(access_id=pk, wrapped=_wrapped(pk)) for pk in accesses)
    return {row.access_id: _unwrapped(row) for row in rows}


def seal_for(access: Access | int, value, *, purpose: str) -> bytes:
    """JSON of `value` under the report's key. Raises Destroyed."""
    return cipher_for(access).seal(value, purpose=purpose)


def open_for(access: Access | int, token: bytes | memoryview, *, purpose: str):
    """The value again. Raises Destroyed, InvalidToken."""
    return cipher_for(access).open(token, purpose=purpose)


def is_destroyed(access: Access | int) -> bool:
    """Was the key of this report destroyed?"""
    access_id = access.pk if isinstance(access, Access) else access
    return ReportKey.objects.filter(access=access_id, destroyed_at__isnull=False).exists()


def with_it(part: Callable[[int], None]) -> None:
    """A later room says at start-up what else goes: `part(access_id)` runs in the transaction that destroys the key."""
    if part not in _parts:
        _parts.append(part)


def destroy(access: Access | int, *, by, at: datetime) -> None:
    """The key is gone, for ever: messages, draft and originals of this report are noise from now on. Idempotent.

    What was made of its files, and the mail address for notices, goes with it; who reported is in an envelope of its own.
    """
    access = access if isinstance(access, Access) else Access.objects.get(pk=access)
    with unit_of_work():
        if not _emptied(access.pk, at):
            return
        NoticeAddress.objects.filter(access=access.pk).delete()
        for part in _parts:
            part(access.pk)
        record("identity.destroy", KeyOf(access), by=by, at=at)


def discard(access: Access | int, *, at: datetime) -> None:
    """The same for a draft that was given up: nobody has to hear of it."""
    with transaction.atomic():
        _emptied(access.pk if isinstance(access, Access) else access, at)


class KeyOf:
    """What an event about a report's key is about."""

    KIND = "report_key"

    def __init__(self, access: Access):
        self.access, self.access_id, self.reference = access, access.pk, f"KUNCI-{access.pk}"


def purpose_of(row: ReportKey) -> str:
    """What binds a wrapped key to its report."""
    return f"report-key:{row.access_id}"


def _emptied(access_id: int, at: datetime) -> bool:
    """A report without a key gets an empty row: none is made for it later."""
    row, new = ReportKey.objects.select_for_update().get_or_create(
        access_id=access_id, defaults={"wrapped": b"", "destroyed_at": at}
    )
    if row.destroyed_at is not None:
        return new
    row.wrapped, row.destroyed_at = b"", at
    row.save(update_fields=["wrapped", "destroyed_at"])
    return True


def _wrapped(access_id: int) -> bytes:
    fresh = base64.b64encode(secrets.token_bytes(KEY)).decode()
    return seal(fresh, purpose=purpose_of(ReportKey(access_id=access_id)))


def _unwrapped(row: ReportKey) -> ReportCipher:
    if row.destroyed_at is not None:
        raise Destroyed(row.access_id)
    return ReportCipher(row.access_id, base64.b64decode(open_sealed(row.wrapped, purpose=purpose_of(row))))
