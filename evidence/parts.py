"""Files that are still arriving: EVIDENCE_DIR/parts/<uuid>, beside the originals, so that finishing one copies nothing.

They are sealed as they come (`identity.streams`): how much of them is there is counted in bytes of what was sent.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast
from uuid import UUID

from django.conf import settings

from evidence import storage
from identity import streams
from identity.streams import FileCipher

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
    pieces = streams.pieces_of(file, within=noted) if streams.is_sealed(file) else []
    file.truncate(pieces[-1].end if pieces else 0)
    return pieces[-1].start + pieces[-1].size if pieces else 0


def write(file: BinaryIO, read: Callable[[int], bytes], *, start: int, most: int, cipher: FileCipher) -> int:
    """Seal at `start` what can be read, at most `most` bytes; how many are on disk when it returns.

    A line that breaks ends it: what came before counts. Raises OSError when the disk refuses.
    """
    sealed = streams.Writing(file, cipher, pieces=streams.pieces_of(file, within=start) if start else None)
    written = 0
    while written < most and (piece := _next(read, min(storage.CHUNK, most - written))):
        sealed.write(piece)
        written += len(piece)
    sealed.flush()
    os.fsync(file.fileno())
    return written


def reading(file: BinaryIO, *, size: int, cipher: FileCipher) -> BinaryIO:
    """What has arrived, `size` bytes of it, from anywhere; closing it leaves `file` open. Raises streams.Damaged."""
    return streams.reading(cast(IO[bytes], os.fdopen(os.dup(file.fileno()), "rb")), cipher, within=size)


def place(file: BinaryIO, key: UUID, *, size: int, cipher: FileCipher, dated: datetime | None) -> None:
    """End the part, shut it and give it its place as an original, by a second name of the same bytes; durable when it returns."""
    original = storage.path_of(key)
    storage.make_folder(original.parent)
    streams.Writing(file, cipher, pieces=streams.pieces_of(file, within=size)).end()
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
