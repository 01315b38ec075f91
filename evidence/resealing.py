"""Originals that lie there in clear, from before there were keys of reports, are sealed one after the other."""

import logging
import os
import time
from pathlib import Path

from django.utils import timezone

from evidence import storage, vault
from evidence.models import Evidence
from identity.streams import Damaged, FileCipher, Writing
from workflow import jobs

logger = logging.getLogger("netral.evidence")
JOB = "evidence.underkey"  # left by the migration that found older rows
PART = 20.0  # seconds, then other work has its turn
SOME = 500  # files


def underkey(key: str) -> None:
    """One part, behind the file `key` ("" for the first); the rest comes back as a job of its own.

    Idempotent and safe to kill: a file is the old one or the sealed one, whole, at any moment.
    """
    begun = time.monotonic()
    rows = Evidence.objects.order_by("pk")
    for evidence in (rows.filter(pk__gt=key) if key else rows)[:SOME]:
        seal(evidence)
        key = str(evidence.pk)
        if time.monotonic() - begun > PART:
            break
    else:
        if not rows.filter(pk__gt=key).exists() if key else True:
            return
    jobs.enqueue(JOB, key, at=timezone.now())


def seal(evidence: Evidence) -> None:
    """Put an original under its report's key, if it is not. One that is lost or whose key is destroyed stays that."""
    place = storage.path_of(evidence.pk)
    try:
        if not vault.is_sealed(evidence):
            _rewritten(place, vault.cipher_of(evidence))
    except (FileNotFoundError, Damaged):
        logger.warning("the original of evidence %s is not there to be sealed", evidence.pk)


def _rewritten(place: Path, cipher: FileCipher) -> None:
    """Beside it first, then in its place; the date that it shows stays."""
    beside, shown = place.with_name(f"{place.name}.sealing"), place.stat()
    with place.open("rb") as clear, beside.open("wb") as file:
        sealed = Writing(file, cipher)
        while some := clear.read(storage.CHUNK):
            sealed.write(some)
        sealed.end()
        os.utime(file.fileno(), ns=(shown.st_atime_ns, shown.st_mtime_ns))
        storage.seal(file.fileno(), dated=None)
    beside.replace(place)
    storage.sync_folder(place.parent)
