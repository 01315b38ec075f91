"""No file leaves quarantine before the virus scanner has spoken, where one is configured; later signatures look again (F8)."""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from evidence import scanning, vault
from evidence.models import Evidence, Step
from identity.streams import Damaged
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.transitions import MovedOn, perform

logger = logging.getLogger("netral.evidence")
RESCAN = "evidence.rescan"
AGAIN = timedelta(seconds=30)  # before a scanner that was away is asked again
REST = 10  # seconds in which nobody else asks a scanner that did not answer
PART = 20  # seconds of looking again, then other work has its turn
MOST = 500  # files of one part
BETWEEN = timedelta(seconds=60)
INFECTED = _("Pemeriksa virus menemukan isi berbahaya di berkas ini.")
_silent_until = 0.0  # by time.monotonic()


class Infected(Exception):
    """`verdict` says what was found and by which signatures."""

    def __init__(self, verdict: scanning.Verdict):
        super().__init__(verdict.signature)
        self.verdict = verdict


def screen(evidence: Evidence) -> str:
    """What found the file clean; "" where no scanner is configured. Raises Infected, and jobs.NotNow when there is no verdict."""
    if not scanning.configured():
        return ""
    step, _new = Step.objects.get_or_create(evidence=evidence, name=Step.Name.SCAN)
    try:
        verdict = _verdict(evidence)
    except scanning.NotScanned as why:
        _note(step, Step.State.WAITING, reason=str(why))
        raise jobs.NotNow(str(why), after=AGAIN) from why
    return _judged(step, verdict)


def rescan(key: str = "") -> None:
    """Look again, newest first, at files whose last verdict is of other signatures than the scanner has now.

    A bounded part at a time; the rest comes back after a minute.
    """
    if not scanning.configured():
        return
    begun = time.monotonic()
    try:
        engine = scanning.version()
        old = Evidence.objects.filter(stage=Evidence.Stage.READY).exclude(scanned_with=engine)
        for number, evidence in enumerate(old.order_by("-added_at", "-pk")[: MOST + 1]):
            if number == MOST or time.monotonic() - begun > PART:
                jobs.enqueue(RESCAN, "", at=timezone.now() + BETWEEN)
                return
            _look_again(evidence)
    except scanning.NotScanned as why:
        raise jobs.NotNow(str(why), after=AGAIN) from why


def _verdict(evidence: Evidence) -> scanning.Verdict:
    global _silent_until  # one scanner, one memory of its silence
    if time.monotonic() < _silent_until:
        raise scanning.NotScanned(scanning.AWAY)
    try:
        return _scanned(evidence)
    except scanning.NotScanned as why:
        if str(why) == scanning.AWAY:
            _silent_until = time.monotonic() + REST
        raise


def _scanned(evidence: Evidence) -> scanning.Verdict:
    with vault.opened(evidence) as file:
        return scanning.scan(file)


def _judged(step: Step, verdict: scanning.Verdict) -> str:
    if verdict.signature:
        _note(step, Step.State.FAILED, reason=INFECTED, tool=f"{verdict.signature} ({verdict.engine})")
        raise Infected(verdict)
    _note(step, Step.State.DONE, tool=verdict.engine)
    return verdict.engine


def _note(step: Step, state: str, *, reason: str = "", tool: str = "") -> None:
    if (step.state, step.reason, step.tool) != (state, reason, tool[:80]):
        step.state, step.reason, step.tool, step.updated_at = state, reason, tool[:80], timezone.now()
        step.save()


def _look_again(evidence: Evidence) -> None:
    """One file: passed by the new signatures, or refused after all. One that cannot be looked at stays as it is."""
    step, _new = Step.objects.get_or_create(evidence=evidence, name=Step.Name.SCAN)
    try:
        engine = _judged(step, _scanned(evidence))
    except Infected as found:
        _refuse(evidence, found.verdict)
    except (FileNotFoundError, Damaged, scanning.NotScanned) as why:
        if str(why) == scanning.AWAY:
            raise
        logger.warning("evidence %s could not be scanned again", evidence.pk)
    else:
        _pass(evidence, engine)


def _refuse(evidence: Evidence, verdict: scanning.Verdict) -> None:
    try:
        perform(evidence.refuse, by=SYSTEM, reason=INFECTED, payload={"signature": verdict.signature})
    except MovedOn:
        logger.info("evidence %s was moved by another worker", evidence.pk)


def _pass(evidence: Evidence, engine: str) -> None:
    with transaction.atomic():
        fresh = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
        if fresh:
            fresh.scanned_with = engine
            fresh.save(update_fields=["scanned_with"])
