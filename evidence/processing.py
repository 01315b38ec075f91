"""What the worker does with a file, step by step: judge it from disk, read its text, make the safe copy, look for facts.

A step does a bounded part of its work and keeps it; the job then comes back for the rest, behind the other files that wait.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from evidence import facts, shelf, storage, twins, vault
from evidence.actions import JOB
from evidence.copies import make_copy
from evidence.extract.leaves import NoOcr
from evidence.extract.tesseract import languages
from evidence.kinds import FileKind
from evidence.models import Evidence, Step
from evidence.pages import MISSING, NO_ENGINE, find_places, read_pages
from evidence.reading import NotRead
from evidence.refusal import Unacceptable
from evidence.screening import INFECTED, Infected, screen
from evidence.sniff import sniff
from identity.report_keys import is_destroyed
from identity.streams import Damaged
from workflow import jobs
from workflow.actors import DISCREET, SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn, perform

logger = logging.getLogger("netral.evidence")
ENDED = (Step.State.DONE, Step.State.FAILED, Step.State.SKIPPED)
SOME = 500  # files of a round
ALTERED = _("Isi berkas di penyimpanan tidak lagi sama dengan saat diterima.")


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
        if evidence and evidence.stage == Evidence.Stage.READY and _read_again(evidence):
            _all_done(evidence, AFTERWARDS)
    except MovedOn:
        logger.info("evidence %s was moved by another worker", key)
    except NotRead as error:
        _fail(evidence, str(error))


def _all_done(evidence: Evidence, steps: "Steps") -> bool:
    """Do one part of the first step that is not at its end; True when all are. What is left comes back as a new job."""
    for name, work in steps:
        step, _new = Step.objects.get_or_create(evidence=evidence, name=name)
        if step.state in ENDED:
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


def read_waiting(key: str = "") -> None:
    """Begin again with the files whose pictures were left unread because there was no OCR, now that there is."""
    try:
        languages(settings.TESSERACT)
    except NoOcr:
        return
    ready = {"evidence__stage": Evidence.Stage.READY, "state": Step.State.DONE}
    for step in Step.objects.filter(name=Step.Name.READ, reason=NO_ENGINE, **ready).select_related("evidence")[:SOME]:
        with unit_of_work():
            Step.objects.filter(evidence=step.evidence_id, name__in=[name for name, _work in AFTERWARDS]).delete()
            step.state, step.done, step.reason = Step.State.WAITING, 0, ""
            step.save()
            jobs.enqueue(JOB, str(step.evidence_id), at=timezone.now())


def _read_again(evidence: Evidence) -> bool:
    """A file that was ready, and waits to be read once more: one part of that; True when there is nothing left of it."""
    step = evidence.steps.filter(name=Step.Name.READ).first()
    if step is None:
        return True
    try:
        done = step.state in ENDED or _all_done(evidence, BEFORE_READY[:1])
    except NotRead:
        return True  # what was known of it stays
    if done and evidence.reason == NO_ENGINE != _note(evidence):
        _tell_again(evidence)
    return done


def _tell_again(evidence: Evidence) -> None:
    """The index learns by the event that there is more text now."""
    with unit_of_work():
        evidence.note_down(reason=_note(evidence))
        record("evidence.reread", evidence, by=SYSTEM, at=timezone.now())


def _note(evidence: Evidence) -> str:
    """What a reader of its text must know."""
    reasons = evidence.steps.exclude(reason="").order_by("pk").values_list("reason", flat=True)
    return reasons.first() or ""


def purge(key: str = "") -> None:
    """Remove files without a row that are older than 24 h: what a crash between disk and database leaves."""
    for orphan in list(storage.orphans(at=timezone.now(), known=_known)):
        logger.warning("orphaned file %s removed", orphan.name)
        orphan.unlink(missing_ok=True)
    for copied in list(shelf.orphans(at=timezone.now(), known=_known)):
        shelf.discard(copied)


def _known(keys) -> set[UUID]:
    return set(Evidence.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _found(key: str) -> Evidence | None:
    """None too when its key is destroyed: nothing is made of it any more."""
    evidence = Evidence.objects.select_related("access").filter(pk=key).first()
    return None if evidence is None or is_destroyed(evidence.access_id) else evidence


def _examine(evidence: Evidence) -> Evidence:
    """QUARANTINED to CLEAN, REJECTED, or FAILED when the bytes are not those that were taken in. Raises jobs.NotNow."""
    try:
        if vault.digest_of(evidence) != evidence.sha256:
            return _fail(evidence, ALTERED)
        kind = _kind_on_disk(evidence)
        scanner = screen(evidence)
    except Damaged:
        return _fail(evidence, ALTERED)
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


def _kind_on_disk(evidence: Evidence) -> FileKind:
    with vault.opened(evidence) as file:
        return sniff(file, name=evidence.name)


def _fail(evidence: Evidence, reason: str) -> Evidence:
    return perform(evidence.fail, by=_worker(evidence), reason=reason)


Work = Callable[[Evidence, Step], None]
Steps = tuple[tuple[Step.Name, Work], ...]
BEFORE_READY: Steps = ((Step.Name.READ, read_pages), (Step.Name.COPY, make_copy))
AFTERWARDS: Steps = ((Step.Name.FACTS, facts.find), (Step.Name.TWINS, twins.look), (Step.Name.PLACES, find_places))
