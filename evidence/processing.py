"""What the worker does with a file: judge it again from disk, read its text, or say why it could not."""

import logging
import os
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from evidence import storage
from evidence.kinds import BY_CONTENT_TYPE, FileKind
from evidence.models import Evidence, Page
from evidence.reading import NotRead, read
from evidence.refusal import Unacceptable
from evidence.sniff import sniff
from workflow.actors import DISCREET, SYSTEM
from workflow.ledger import unit_of_work
from workflow.transitions import MovedOn, perform

logger = logging.getLogger("netral.evidence")
ALTERED = _("Isi berkas di penyimpanan tidak lagi sama dengan saat diterima.")
MISSING = _("Berkas tidak ditemukan di penyimpanan.")
CUT = _("Berkas ini sangat panjang: hanya bagian awalnya yang terbaca.")


def process(key: str) -> None:
    """Take one file as far as it gets. Idempotent: it goes on from the stage it finds; another worker's step is accepted."""
    try:
        evidence = _found(key)
        if evidence and evidence.stage == Evidence.Stage.QUARANTINED:
            evidence = _examine(evidence)
        if evidence and evidence.stage == Evidence.Stage.CLEAN:
            _read(evidence)
    except MovedOn:
        logger.info("evidence %s was moved by another worker", key)


def purge(key: str = "") -> None:
    """Remove files without a row that are older than 24 h: what a crash between disk and database leaves."""
    for orphan in list(storage.orphans(at=timezone.now(), known=_known)):
        logger.warning("orphaned file %s removed", orphan.name)
        orphan.unlink(missing_ok=True)


def _known(keys) -> set[UUID]:
    return set(Evidence.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _found(key: str) -> Evidence | None:
    return Evidence.objects.select_related("access").filter(pk=key).first()


def _examine(evidence: Evidence) -> Evidence:
    """QUARANTINED to CLEAN, REJECTED, or FAILED when the bytes are not those that were taken in."""
    try:
        if storage.digest_of(evidence.pk) != evidence.sha256:
            return _fail(evidence, ALTERED)
        kind = _kind_on_disk(storage.path_of(evidence.pk), evidence.name)
    except FileNotFoundError:
        return _fail(evidence, MISSING)
    except Unacceptable as error:
        return perform(evidence.refuse, by=_worker(evidence), reason=str(error)[:200])
    return perform(evidence.clear, by=_worker(evidence), content_type=kind.content_type)


def _worker(evidence: Evidence):
    """A reporter's file is read the moment it arrives, so that its reading is told by the day."""
    return SYSTEM if evidence.added_by_id else DISCREET


def _kind_on_disk(path: Path, name: str) -> FileKind:
    with path.open("rb") as file:
        return sniff(file, name=name)


def _read(evidence: Evidence) -> Evidence:
    """CLEAN to READY with the pages of its text, or to FAILED with the reason."""
    reader = BY_CONTENT_TYPE[evidence.content_type].reader
    if not reader:
        return perform(evidence.finish, by=_worker(evidence), payload={"pages": 0})
    path = storage.path_of(evidence.pk)
    if not os.access(path, os.R_OK):
        return _fail(evidence, MISSING)
    try:
        reading = read(path, reader)
    except NotRead as error:
        return _fail(evidence, str(error))
    with unit_of_work():
        evidence = perform(
            evidence.finish,
            by=_worker(evidence),
            payload={"pages": len(reading.pages)},
            note=CUT if reading.cut else "",
        )
        Page.objects.filter(evidence=evidence).delete()
        Page.objects.bulk_create(
            Page(evidence=evidence, number=number, text=text, extractor=reading.extractor[:60])
            for number, text in reading.pages
        )
    return evidence


def _fail(evidence: Evidence, reason: str) -> Evidence:
    return perform(evidence.fail, by=_worker(evidence), reason=reason)
