"""Files that arrive piece by piece. What is noted as arrived is on disk; a finished one becomes evidence or is refused whole."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from agencies.models import Officer
from evidence import parts, quota
from evidence.actions import check_right, entered, kept_date, kind_of
from evidence.models import Evidence, Upload
from evidence.names import shown_name
from evidence.refusal import FileRefused
from evidence.storage import Kept
from identity.report_keys import Destroyed, cipher_for
from identity.streams import FileCipher
from workflow.ledger import day_of
from workflow.models import Access

LIFE = timedelta(hours=24)


class WrongOffset(Exception):
    """These bytes do not follow those that are there; `offset` is where the next ones belong."""

    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


class Gone(Exception):
    """The upload was cancelled, has expired, or never was."""


def begin(access: Access, *, name: str, size: int, by, at: datetime) -> Upload:
    """Announce a file of `size` bytes; it counts against the report's quota from now on.

    Raises FileRefused (413, 422, 429, 503) and PermissionDenied before a byte is sent.
    """
    check_right(access, by)
    quota.check_size(size)
    quota.check_room(size)
    with transaction.atomic():
        Access.objects.select_for_update().get(pk=access.pk)
        quota.check_report(access, size)
        return Upload.objects.create(
            access=access, name=shown_name(name), size=size, by=by if isinstance(by, Officer) else None, begun_at=at
        )


def append(upload: Upload, *, read: Callable[[int], bytes], offset: int, by, at: datetime) -> Upload:
    """Add the bytes that `read(size)` gives, which belong at `offset`; the last ones make the file evidence.

    Raises WrongOffset, Gone, parts.Busy, PermissionDenied, and FileRefused: 503 can be tried again, after all others the
    upload is gone.
    """
    check_right(upload.access, by)
    _open_row(upload.pk, at)
    cipher = _cipher(upload)
    with parts.opened(upload.pk) as file:
        row = _open_row(upload.pk, at)
        start = parts.held(file, row.offset)
        if offset != start:
            raise WrongOffset(start)
        row.offset = start + _write(file, read, start, row.size - start, cipher)
        if row.offset < row.size:
            Upload.objects.filter(pk=row.pk).update(offset=row.offset)
            return row
        return _finish(row, file, cipher, by, at)


def cancel(upload: Upload) -> None:
    """Forget an upload with its bytes; of a finished one, only that it was sent piece by piece."""
    Upload.objects.filter(pk=upload.pk).delete()
    parts.discard(upload.pk)


def drop_unfinished(access: Access) -> None:
    """Forget what is still arriving for this row: in the caller's transaction, the bytes after it."""
    Access.objects.select_for_update().get(pk=access.pk)  # in the order in which one that is just finishing takes them
    keys = list(unfinished(access).values_list("pk", flat=True))
    Upload.objects.filter(pk__in=keys).delete()
    transaction.on_commit(partial(_discard_all, keys))


def _discard_all(keys: list[UUID]) -> None:
    for key in keys:
        parts.discard(key)


def unfinished(access: Access | int):
    """What has begun to arrive and is not whole, oldest first."""
    return Upload.objects.filter(access=access, evidence=None).order_by("begun_at", "pk")


def expires_at(upload: Upload) -> datetime:
    return upload.begun_at + LIFE


def is_over(upload: Upload, at: datetime) -> bool:
    """Has its time run out before it was whole?"""
    return upload.evidence_id is None and expires_at(upload) <= at


def purge(key: str = "", *, at: datetime | None = None) -> None:
    """Forget uploads begun more than 24 h ago, and parts that have no row. Finished ones answer for a day longer."""
    before = (at or timezone.now()) - LIFE
    for upload in Upload.objects.filter(begun_at__lt=before, evidence=None):
        cancel(upload)
    Upload.objects.filter(begun_at__lt=before - timedelta(days=1)).delete()
    old = list(parts.leftovers(before=before))
    wanted = set(Upload.objects.filter(pk__in=old, evidence=None).values_list("pk", flat=True))
    for left in set(old) - wanted:
        parts.discard(left)


def _cipher(upload: Upload) -> FileCipher:
    try:
        return cipher_for(upload.access_id).file(upload.pk)
    except Destroyed as error:
        raise Gone from error


def _open_row(pk: UUID, at: datetime) -> Upload:
    row = Upload.objects.select_related("access").filter(pk=pk).first()
    if row is None or is_over(row, at):
        raise Gone
    if row.evidence_id:
        raise WrongOffset(row.size)
    return row


def _write(file: BinaryIO, read: Callable[[int], bytes], start: int, most: int, cipher: FileCipher) -> int:
    try:
        return parts.write(file, read, start=start, most=most, cipher=cipher)
    except OSError as error:
        raise quota.no_room() if error.errno in quota.NO_ROOM else error


def _finish(row: Upload, file: BinaryIO, cipher: FileCipher, by, at: datetime) -> Upload:
    """The row says "all there" only in the transaction that makes the evidence: until then the last bytes are sent again."""
    try:
        with parts.reading(file, size=row.size, cipher=cipher) as whole:
            kind = kind_of(whole, row.name)
            whole.seek(0)
            kept = Kept(row.size, hashlib.file_digest(cast(Any, whole), "sha256").hexdigest())
        parts.place(file, row.pk, size=row.size, cipher=cipher, dated=kept_date(by, at))
        entered(
            row.access, key=row.pk, kept=kept, name=row.name, kind=kind, by=by, at=at,
            arrived=lambda evidence: _note_arrived(row, evidence, by, at),
        )  # fmt: skip
    except (FileRefused, PermissionDenied):
        cancel(row)
        raise
    parts.discard(row.pk)
    return row


def _note_arrived(row: Upload, evidence: Evidence, by, at: datetime) -> None:
    if not Upload.objects.select_for_update().filter(pk=row.pk, evidence=None).exists():
        raise Gone
    row.evidence = evidence
    row.begun_at = day_of(at) if getattr(by, "anonymous", False) else row.begun_at
    row.save(update_fields=["evidence", "offset", "begun_at"])
