"""Copies with something burnt out: an officer marks, the worker burns, the original stays as it is."""

import json
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evidence import shelf
from evidence.child import ask
from evidence.kinds import BY_CONTENT_TYPE, IMAGE
from evidence.models import Evidence, Redaction
from workflow import jobs
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

JOB = "evidence.redact"
PART = 15  # seconds of burning before the other files have their turn
PATIENCE = 55  # seconds by the clock for one part
MOST_MARKS = 2_000
BLOCKS = "█████"  # always as long, so that its length tells nothing
FAILED = gettext_noop("Salinan tersamar tidak bisa dibuat dari berkas ini.")
TEXT = "text/plain"


def redact(evidence: Evidence, *, marks: list[dict], by, at: datetime) -> Redaction:
    """Keep the marks and let the worker burn them in. Raises PermissionDenied, MovedOn, ValidationError."""
    if not (by.may("evidence.redact") and reaches(by, evidence.access)):
        raise PermissionDenied("evidence.redact")
    if evidence.stage != Evidence.Stage.READY:
        raise MovedOn(evidence, "redact")
    if not redactable(evidence):
        raise ValidationError(_("Suara dan video tidak bisa disamarkan di sini."))
    known = checked_marks(marks, evidence)
    if not known:
        raise ValidationError(_("Tandai sedikitnya satu tempat yang disamarkan."))
    with unit_of_work():
        redaction = Redaction.objects.create(evidence=evidence, marks=known, by=by, at=at)
        record("evidence.redact", evidence, by=by, at=at, redaction=redaction.pk, marks=len(known))
        jobs.enqueue(JOB, str(redaction.pk), at=at)
    return redaction


def burn(key: str) -> None:
    """The worker's part; of a long file some pages, and a new job for the rest. Idempotent: the same marks give the same copy."""
    redaction = Redaction.objects.select_related("evidence").filter(pk=key).first()
    if redaction is None or redaction.state != Redaction.State.WAITING:
        return
    place = shelf.redacted_of(redaction.evidence_id, redaction.pk)
    try:
        content_type = _burnt(redaction)
        if not content_type:
            jobs.enqueue(JOB, key, at=timezone.now())
            return
        redaction.sha256, redaction.size = shelf.sealed(place), place.stat().st_size
        redaction.content_type, redaction.state = content_type, Redaction.State.DONE
    except (ValueError, OSError):
        place.unlink(missing_ok=True)
        redaction.state, redaction.reason = Redaction.State.FAILED, FAILED
    shelf.discard_parts(place)
    redaction.save(update_fields=["sha256", "size", "content_type", "state", "reason"])


def redactable(evidence: Evidence) -> bool:
    """Is there something to burn: pictures of pages, or text? Sound and video are not cut here."""
    return evidence.stage == Evidence.Stage.READY and (pictured(evidence) or evidence.safe_type == TEXT)


def pictured(evidence: Evidence) -> bool:
    """Is it marked on pictures (else: in its text)?"""
    return evidence.pictured


def checked_marks(marks: list[dict], evidence: Evidence) -> list[dict]:
    """Only marks that lie on a page, each once. Raises ValidationError for too many or for what is none."""
    if len(marks) > MOST_MARKS:
        raise ValidationError(_("Paling banyak %(most)s tanda.") % {"most": MOST_MARKS})
    read = _box if pictured(evidence) else _stretch
    try:
        known = [read(mark) for mark in marks]
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise ValidationError(_("Tanda ini tidak bisa dibaca. Tandai lagi.")) from wrong
    pages = set(evidence.pages.values_list("number", flat=True))
    return [mark for i, mark in enumerate(known) if mark and mark["page"] in pages and mark not in known[:i]]


def _box(mark: dict) -> dict | None:
    left, right = sorted(min(max(float(mark[name]), 0.0), 1.0) for name in ("left", "right"))
    top, bottom = sorted(min(max(float(mark[name]), 0.0), 1.0) for name in ("top", "bottom"))
    if not (right - left > 0.001 and bottom - top > 0.001):
        return None
    box = {"left": left, "top": top, "right": right, "bottom": bottom}
    return {"page": int(mark["page"]), **{name: round(value, 4) for name, value in box.items()}}


def _stretch(mark: dict) -> dict | None:
    page, start, end = int(mark["page"]), int(mark["start"]), int(mark["end"])
    return {"page": page, "start": start, "end": end} if 0 <= start < end else None


def _burnt(redaction: Redaction) -> str:
    """Writes the copy; its content type, or nothing while there is more to burn. Raises ValueError, OSError."""
    if pictured(redaction.evidence):
        return _burnt_pictures(redaction)
    texts = redaction.evidence.pages.order_by("number").values_list("number", "text")
    whole = "\n\n\f".join(blanked(text, [m for m in redaction.marks if m["page"] == number]) for number, text in texts)
    shelf.write_text(shelf.redacted_of(redaction.evidence_id, redaction.pk), whole)
    return TEXT


def _burnt_pictures(redaction: Redaction) -> str:
    evidence, place = redaction.evidence, shelf.redacted_of(redaction.evidence_id, redaction.pk)
    marks = [[m["page"], m["left"], m["top"], m["right"], m["bottom"]] for m in redaction.marks]
    told = place.with_name(f"{place.name}.json")
    told.write_text(json.dumps(marks))
    single = BY_CONTENT_TYPE[evidence.content_type].family == IMAGE
    pages = 0 if single else evidence.pages.filter(picture=True).count()
    try:
        task = ("burn", str(place.parent), place.name, str(pages), str(PART))
        code, answer = ask("evidence.copying", *task, patience=PATIENCE)
    finally:
        told.unlink(missing_ok=True)
    facts = json.loads(answer) if code == 0 else {}
    if "type" not in facts and "left" not in facts:
        raise ValueError("burn")
    return facts.get("type", "")


def blanked(text: str, marks: list[dict]) -> str:
    """The text with every marked stretch as blocks."""
    for mark in sorted(_joined(marks), key=lambda m: m[0], reverse=True):
        text = text[: mark[0]] + BLOCKS + text[mark[1] :]
    return text


def _joined(marks: list[dict]) -> list[tuple[int, int]]:
    """Overlapping stretches as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((mark["start"], mark["end"]) for mark in marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
