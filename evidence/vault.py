"""Originals and what is still arriving, under the key of their report: sealed while they are written, opened while they are read.

Children and the virus scanner get them through memory, never through a file that has a name.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

from evidence import storage
from evidence.models import Evidence
from identity import report_keys, streams
from workflow.models import Access

COPIED_AT_ONCE = 1024 * 1024  # bytes
HANDED = "/dev/stdin" if sys.platform != "linux" else "/proc/self/fd/0"  # where a child finds what it was handed


def keep(
    chunks: Iterable[bytes], *, access: Access, key: UUID, limit: int, dated: datetime | None = None
) -> storage.Kept:
    """Seal the chunks to their place; when it returns they are on disk. Raises storage.TooLarge, OSError, Destroyed."""
    return storage.keep(chunks, key=key, limit=limit, dated=dated, cipher=report_keys.cipher_for(access).file(key))


def opened(evidence: Evidence) -> BinaryIO:
    """The original as it was sent, from anywhere in it. Raises FileNotFoundError (also when its key is destroyed), Damaged."""
    return _reading(storage.path_of(evidence.pk).open("rb"), evidence)


def digest_of(evidence: Evidence) -> str:
    """SHA-256 of the original as it can be read now. Raises FileNotFoundError, Damaged."""
    with opened(evidence) as file:
        return hashlib.file_digest(cast(Any, file), "sha256").hexdigest()


@contextmanager
def handed(evidence: Evidence) -> Iterator[int]:
    """A descriptor of the original in memory, for a child that finds it at HANDED. Raises FileNotFoundError, Damaged."""
    with opened(evidence) as clear, _in_memory() as memory:
        while some := clear.read(COPIED_AT_ONCE):
            memory.write(some)
        memory.flush()
        memory.seek(0)
        yield memory.fileno()


def is_sealed(evidence: Evidence) -> bool:
    """Does the original lie under its report's key? Raises FileNotFoundError."""
    with storage.path_of(evidence.pk).open("rb") as file:
        return _under_key(file, evidence)


def cipher_of(evidence: Evidence) -> streams.FileCipher:
    """The key of one original. Raises FileNotFoundError when it is destroyed: there is nothing left to open."""
    try:
        return report_keys.cipher_for(evidence.access_id).file(evidence.pk)
    except report_keys.Destroyed as error:
        raise FileNotFoundError(str(evidence.pk)) from error


def _reading(file: IO[bytes], evidence: Evidence) -> BinaryIO:
    try:
        cipher = cipher_of(evidence)
        if streams.is_sealed(file):
            return streams.reading(file, cipher)
        return cast(BinaryIO, file)  # from before there were keys: `resealing` is on its way
    except BaseException:
        file.close()
        raise


def _under_key(file: IO[bytes], evidence: Evidence) -> bool:
    """A file from before there were keys may look like a sealed one; it does not open like one."""
    try:
        streams.reading(cast(IO[bytes], os.fdopen(os.dup(file.fileno()), "rb")), cipher_of(evidence)).close()
        return True
    except streams.Damaged:
        return False


def _in_memory() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("netral", os.MFD_CLOEXEC), "w+b")
    return cast(IO[bytes], tempfile.TemporaryFile())
