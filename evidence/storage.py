"""Where the bytes lie: EVIDENCE_DIR/<two digits>/<uuid>. On disk first, in the database second: a crash leaves an orphan.

They are sealed (`evidence.vault` opens them). An original is readable by its owner alone and writable by nobody (0400);
nothing here ever opens one for writing.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from identity.streams import FileCipher, Writing

CHUNK = 256 * 1024
ORPHAN_AFTER = timedelta(hours=24)
SEALED = 0o400


class TooLarge(Exception):
    """More bytes came than the limit allows; nothing of them is kept."""

    def __init__(self, size: int):
        super().__init__(size)
        self.size = size


@dataclass(frozen=True)
class Kept:
    """What lies on disk, synced: size in bytes and SHA-256 (64 hex digits) of what was sent, not of what was sealed."""

    size: int
    sha256: str


def path_of(key: UUID) -> Path:
    """The place of a file; made of its id alone, never of anything a sender wrote."""
    return settings.EVIDENCE_DIR / key.hex[:2] / str(key)


def keep(chunks: Iterable[bytes], *, key: UUID, limit: int, cipher: FileCipher, dated: datetime | None = None) -> Kept:
    """Seal the chunks to the place of `key`; when it returns, file and folder are on disk. Raises TooLarge, OSError.

    `dated` is the time that the file shall show as its last change.
    """
    place = path_of(key)
    make_folder(place.parent)
    try:
        kept = _write(place, chunks, limit, cipher, dated)
        sync_folder(place.parent)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return kept


def discard(key: UUID) -> None:
    """Take a file away and what was made of it; no error when it is gone already."""
    path_of(key).unlink(missing_ok=True)
    shutil.rmtree(path_of(key).with_name(f"{key}.d"), ignore_errors=True)


def orphans(*, at: datetime, known) -> Iterator[Path]:
    """Files older than 24 h whose id `known(ids) -> set of ids` does not name: what crashes and removals leave behind."""
    before = (at - ORPHAN_AFTER).timestamp()
    for folder in sorted(settings.EVIDENCE_DIR.glob("[0-9a-f][0-9a-f]")):
        old = {_id(path): path for path in folder.iterdir() if path.stat().st_ctime < before}
        old.pop(None, None)
        yield from (old[key] for key in old.keys() - known(old.keys()))


def _write(place: Path, chunks: Iterable[bytes], limit: int, cipher: FileCipher, dated: datetime | None) -> Kept:
    size, digest = 0, hashlib.sha256()
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        sealed = Writing(file, cipher)
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge(size)
            digest.update(chunk)
            sealed.write(chunk)
        sealed.end()
        seal(file.fileno(), dated=dated)
    return Kept(size, digest.hexdigest())


def seal(descriptor: int, *, dated: datetime | None) -> None:
    """From now on nobody writes to the open file; content, mode and date are on disk when it returns."""
    if dated:
        os.utime(descriptor, (dated.timestamp(), dated.timestamp()))
    os.fchmod(descriptor, SEALED)
    os.fsync(descriptor)


def make_folder(folder: Path) -> None:
    """The folder, made durable: a folder that vanishes in a crash takes its files along."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _id(path: Path) -> UUID | None:
    try:
        return UUID(path.name)
    except ValueError:
        return None
