"""What the worker does with a file, step by step: judge it from disk, read its text, make the safe copy, look for facts.

A step does a bounded part of its work and keeps it; the job then comes back for the rest, behind the other files that wait.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from evidence import facts, shelf, storage
from evidence.actions import JOB
from evidence.copies import make_copy
from evidence.kinds import BY_CONTENT_TYPE, FileKind
from evidence.models import Evidence, Page, Step
from evidence.reading import NotRead, read
from evidence.refusal import Unacceptable
from evidence.screening import INFECTED, Infected, screen
from evidence.sniff import sniff
from workflow import jobs
from workflow.actors import DISCREET, SYSTEM
from workflow.transitions import MovedOn, perform

logger = logging.getLogger("netral.evidence")
ALTERED = _("Isi berkas di penyimpanan tidak lagi sama dengan saat diterima.")
MISSING = _("Berkas tidak ditemukan di penyimpanan.")
CUT = _("Berkas ini sangat panjang: hanya bagian awalnya yang terbaca.")


def process(key: str) -> None:
    """Take one file one part further. Idempotent: it goes on from what it finds; another worker's step is accepted."""
    try:
        evidence = _found(key)
        if evidence and evidence.stage == Evidence.Stage.QUARANTINED:
            evidence = _examine(evidence)
        if evidence and evidence.stage == Evidence.Stage.CLEAN and _all_done(evidence, BEFORE_READY):
            evidence = perform(
                evidence.finish, by=_worker(evidence), payload={"pages": evidence.pages.count()}, note=_note(evidence)
            )
        if evidence and evidence.stage == Evidence.Stage.READY:
            _all_done(evidence, AFTERWARDS)
    except MovedOn:
        logger.info("evidence %s was moved by another worker", key)
    except NotRead as error:
        _fail(evidence, str(error))


def _all_done(evidence: Evidence, steps: "Steps") -> bool:
    """Do one part of the first step that is not at its end; True when all are. What is left comes back as a new job."""
    for name, work in steps:
        step, _new = Step.objects.get_or_create(evidence=evidence, name=name)
        if step.state in (Step.State.DONE, Step.State.FAILED, Step.State.SKIPPED):
            continue
        _do(evidence, step, work)
        if step.state == Step.State.RUNNING:
            jobs.enqueue(JOB, str(evidence.pk), at=timezone.now())
            return False
    return True


def _do(evidence: Evidence, step: Step, work: "Work") -> None:
    """One part of a step; what goes wrong for good is kept beside it. Raises what `work` raises."""
    step.state, step.updated_at = Step.State.RUNNING, timezone.now()
    step.save()
    try:
        work(evidence, step)
    except NotRead as error:
        step.state, step.reason = Step.State.FAILED, str(error)
        raise
    finally:
        step.updated_at = timezone.now()
        step.save()


def _note(evidence: Evidence) -> str:
    """What a reader of its text must know."""
    reasons = evidence.steps.exclude(reason="").order_by("pk").values_list("reason", flat=True)
    return reasons.first() or ""


def purge(key: str = "") -> None:
    """Remove files without a row that are older than 24 h: what a crash between disk and database leaves."""
    for orphan in list(storage.orphans(at=timezone.now(), known=_known)):
        logger.warning("orphaned file %s removed", orphan.name)
        orphan.unlink(missing_ok=True)
    for key in list(shelf.orphans(at=timezone.now(), known=_known)):
        shelf.discard(key)


def _known(keys) -> set[UUID]:
    return set(Evidence.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _found(key: str) -> Evidence | None:
    return Evidence.objects.select_related("access").filter(pk=key).first()


def _examine(evidence: Evidence) -> Evidence:
    """QUARANTINED to CLEAN, REJECTED, or FAILED when the bytes are not those that were taken in. Raises jobs.NotNow."""
    try:
        if storage.digest_of(evidence.pk) != evidence.sha256:
            return _fail(evidence, ALTERED)
        kind = _kind_on_disk(storage.path_of(evidence.pk), evidence.name)
        scanner = screen(evidence)
    except FileNotFoundError:
        return _fail(evidence, MISSING)
    except Unacceptable as error:
        return perform(evidence.refuse, by=_worker(evidence), reason=str(error)[:200])
    except Infected as found:
        signature = {"signature": found.verdict.signature}
        return perform(evidence.refuse, by=_worker(evidence), payload=signature, reason=INFECTED)
    return perform(evidence.clear, by=_worker(evidence), content_type=kind.content_type, scanned_with=scanner)


def _worker(evidence: Evidence):
    """A reporter's file is read the moment it arrives, so that its reading is told by the day."""
    return SYSTEM if evidence.added_by_id else DISCREET


def _kind_on_disk(path: Path, name: str) -> FileKind:
    with path.open("rb") as file:
        return sniff(file, name=name)


def _read(evidence: Evidence, step: Step) -> None:
    """The pages of its text. Raises NotRead with the reason when there is none to be had."""
    reader = BY_CONTENT_TYPE[evidence.content_type].reader
    if not reader:
        step.state = Step.State.SKIPPED
        return
    path = storage.path_of(evidence.pk)
    if not os.access(path, os.R_OK):
        raise NotRead(MISSING)
    reading = read(path, reader)
    with transaction.atomic():
        Page.objects.filter(evidence=evidence).delete()
        Page.objects.bulk_create(
            Page(evidence=evidence, number=number, text=text, extractor=reading.extractor[:60])
            for number, text in reading.pages
        )
    step.state, step.reason, step.tool = Step.State.DONE, CUT if reading.cut else "", reading.extractor[:80]
    step.done = step.total = len(reading.pages)


def _fail(evidence: Evidence, reason: str) -> Evidence:
    return perform(evidence.fail, by=_worker(evidence), reason=reason)


Work = Callable[[Evidence, Step], None]
Steps = tuple[tuple[Step.Name, Work], ...]
BEFORE_READY: Steps = ((Step.Name.READ, _read), (Step.Name.COPY, make_copy))
AFTERWARDS: Steps = ((Step.Name.FACTS, facts.find),)
