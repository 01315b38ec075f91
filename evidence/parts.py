"""Files that are still arriving: EVIDENCE_DIR/parts/<uuid>, beside the originals, so that finishing one copies nothing."""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings

from evidence import storage

PATIENCE = 2.0  # seconds to wait for another sender of the same file


class Busy(Exception):
    """Somebody else is writing to this part."""


def path_of(key: UUID) -> Path:
    return settings.EVIDENCE_DIR / "parts" / str(key)


@contextmanager
def opened(key: UUID) -> Iterator[BinaryIO]:
    """The part of `key`, made when there is none, for one sender at a time. Raises Busy."""
    storage.make_folder(path_of(key).parent)
    with open(_descriptor(path_of(key)), "r+b") as file:
        _lock(file)
        yield file


def held(file: BinaryIO, noted: int) -> int:
    """Bytes that count: those noted as synced. Whatever a crash left beyond them is cut off."""
    size = os.fstat(file.fileno()).st_size
    if size > noted:
        file.truncate(noted)
    return min(size, noted)


def write(file: BinaryIO, read: Callable[[int], bytes], *, start: int, most: int) -> int:
    """Write at `start` what can be read, at most `most` bytes; how many are on disk when it returns.

    A line that breaks ends it: what came before counts. Raises OSError when the disk refuses.
    """
    file.seek(start)
    written = 0
    while written < most and (piece := _next(read, min(storage.CHUNK, most - written))):
        file.write(piece)
        written += len(piece)
    file.flush()
    os.fsync(file.fileno())
    return written


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of the whole part."""
    file.seek(0)
    return hashlib.file_digest(cast(BufferedRandom, file), "sha256").hexdigest()


def place(file: BinaryIO, key: UUID, *, dated: datetime | None) -> None:
    """Seal the part and give it its place as an original, by a second name of the same bytes; durable when it returns."""
    original = storage.path_of(key)
    storage.make_folder(original.parent)
    storage.seal(file.fileno(), dated=dated)
    original.unlink(missing_ok=True)  # left by a crash before its row was written
    os.link(path_of(key), original)
    storage.sync_folder(original.parent)


def discard(key: UUID) -> None:
    path_of(key).unlink(missing_ok=True)


def leftovers(*, before: datetime) -> Iterator[UUID]:
    """Parts that nobody has written to since; their rows say whether they are still wanted."""
    folder = settings.EVIDENCE_DIR / "parts"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_ctime < before.timestamp():
            yield UUID(path.name)


def _descriptor(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:  # sealed, and the process died before the row was written
        path.chmod(0o600)
        return os.open(path, os.O_RDWR)


def _lock(file: BinaryIO) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as taken:
            if time.monotonic() > until:
                raise Busy from taken
            time.sleep(0.05)


def _next(read: Callable[[int], bytes], size: int) -> bytes:
    try:
        return read(size)
    except OSError:  # the line broke
        return b""
