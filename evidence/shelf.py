"""Where what was made of a file lies: a folder beside the sealed original, EVIDENCE_DIR/<two digits>/<uuid>.d/.

Names in it: `safe` the safe copy, `h-3` the picture of page 3, `kecil` a small one for lists, `r-7` redaction number 7.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from evidence import storage

ORPHAN_AFTER = timedelta(hours=24)
SAFE, SMALL = "safe", "kecil"


def folder_of(key: UUID) -> Path:
    """The folder of a file; made of its id alone."""
    return storage.path_of(key).with_name(f"{key}.d")


def begun(key: UUID) -> Path:
    """The folder, made if it is not there."""
    folder = folder_of(key)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def picture_of(key: UUID, number: int) -> Path:
    """The picture of a page."""
    return folder_of(key) / f"h-{number}"


def redacted_of(key: UUID, number: int) -> Path:
    """The redacted copy by the number of its redaction."""
    return folder_of(key) / f"r-{number}"


def sealed(place: Path) -> str:
    """Bring a finished file to disk for good and answer its SHA-256. Raises FileNotFoundError."""
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def write_text(place: Path, text: str) -> None:
    """Write UTF-8 under another name first, so that what lies at `place` is always whole."""
    unfinished = place.with_name(f"{place.name}.new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(place)


def share(source: UUID, target: UUID) -> None:
    """The same bytes have the same copies: links instead of work; redactions are not shared. Raises OSError."""
    folder = begun(target)
    for path in folder_of(source).iterdir():
        if path.name in (SAFE, SMALL) or path.name.startswith("h-"):
            (folder / path.name).unlink(missing_ok=True)
            os.link(path, folder / path.name)


def discard(key: UUID) -> None:
    """Take everything away that was made of a file; no error when nothing was."""
    shutil.rmtree(folder_of(key), ignore_errors=True)


def discard_parts(place: Path) -> None:
    """Take away what a redacted copy was made of on the way: pages already burnt."""
    for part in place.parent.glob(f"{place.name}.h-*"):
        part.unlink(missing_ok=True)


def orphans(*, at: datetime, known) -> Iterator[UUID]:
    """Ids of folders older than 24 h that `known(ids) -> set of ids` does not name."""
    before = (at - ORPHAN_AFTER).timestamp()
    for outer in sorted(settings.EVIDENCE_DIR.glob("[0-9a-f][0-9a-f]")):
        old = {_id(path) for path in outer.glob("*.d") if path.stat().st_ctime < before} - {None}
        yield from old - known(old)


def _id(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None
