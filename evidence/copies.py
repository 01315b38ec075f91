"""The step COPY: people see a safe copy, the original stays sealed. A child draws it anew in a folder of the file's own."""

import json
import logging

from evidence import shelf, vault
from evidence.child import ask
from evidence.kinds import BY_CONTENT_TYPE, IMAGE, PDF, SOUND, VIDEO
from evidence.models import Evidence, Page, Step
from identity.streams import Damaged

logger = logging.getLogger("netral.evidence")
PART = 12  # seconds of drawing pages before the other files have their turn
PATIENCE = 50  # seconds by the clock for one part
TOOL = "Netral copies 1"
TEXT = "text/plain"
SHORT = 400  # pages that are bound in the part that drew them


class NotCopied(Exception):
    """The child could not make it."""


def make_copy(evidence: Evidence, step: Step) -> None:
    """One part of the safe copy and the pictures of its pages; the state of the step says whether more is to come."""
    step.tool = TOOL
    try:
        if step.done or not _shared(evidence):
            _made(evidence, step)
        else:
            step.state = Step.State.DONE
    except NotCopied:
        step.state = Step.State.FAILED  # its page says what that means
    if step.state == Step.State.DONE:
        step.done = step.total = max(step.total, 1)


def _made(evidence: Evidence, step: Step) -> None:
    family = BY_CONTENT_TYPE[evidence.content_type].family
    if family == PDF:
        _document(evidence, step)
    elif family == IMAGE:
        _picture(evidence, step)
    elif family in (SOUND, VIDEO):
        _media(evidence, step)
    else:
        _text(evidence, step)


def _picture(evidence: Evidence, step: Step) -> None:
    answer = _ask_about(evidence, "picture", str(shelf.begun(evidence.pk)))
    _remember_pages(evidence, answer["pages"])
    _remember_facts(evidence)
    _finish(evidence, step, answer["type"])


def _document(evidence: Evidence, step: Step) -> None:
    """Pages in parts; binding a long one is a part of its own."""
    folder = str(shelf.begun(evidence.pk))
    if step.total and step.done == step.total:
        _bind(evidence, step, folder)
        return
    answer = _ask_about(evidence, "document", folder, str(step.done + 1), str(PART))
    _remember_pages(evidence, answer["pages"])
    step.done, step.total = step.done + len(answer["pages"]), answer["total"]
    if step.done == step.total <= SHORT:
        _bind(evidence, step, folder)


def _bind(evidence: Evidence, step: Step, folder: str) -> None:
    answer = _ask("bind", folder, str(step.total))
    _remember_facts(evidence)
    _finish(evidence, step, answer["type"])


def _media(evidence: Evidence, step: Step) -> None:
    try:
        answer = _ask_about(evidence, "media", str(shelf.begun(evidence.pk)), evidence.content_type)
    except NotCopied:
        step.state = Step.State.SKIPPED  # better none than one that tells where it was filmed
        return
    _remember_facts(evidence)
    _finish(evidence, step, answer["type"])


def _text(evidence: Evidence, step: Step) -> None:
    pages = evidence.pages.order_by("number").values_list("label", "text")
    whole = "\n\n\f".join(f"[{label}]\n{text}" if label else text for label, text in pages)
    if not whole.strip():
        step.state = Step.State.SKIPPED
        return
    shelf.write_text(shelf.begun(evidence.pk) / shelf.SAFE, whole)
    _finish(evidence, step, TEXT)


def _finish(evidence: Evidence, step: Step, content_type: str) -> None:
    try:
        digest = shelf.sealed(shelf.folder_of(evidence.pk) / shelf.SAFE)
    except FileNotFoundError as error:
        raise NotCopied from error
    evidence.note_down(safe_type=content_type, safe_sha256=digest)
    step.state = Step.State.DONE


def _remember_pages(evidence: Evidence, pages: list[list[int]]) -> None:
    """Width and height of each picture beside its text; a page without text gets a row too."""
    known = {page.number: page for page in evidence.pages.filter(number__in=[page[0] for page in pages])}
    rows = [known.get(number) or Page(evidence=evidence, number=number) for number, *_size in pages]
    for row, (_number, width, height) in zip(rows, pages, strict=True):
        row.picture, row.width, row.height = True, width, height
    Page.objects.bulk_update([row for row in rows if row.pk], ["picture", "width", "height"], batch_size=200)
    Page.objects.bulk_create([row for row in rows if not row.pk], ignore_conflicts=True)


def _remember_facts(evidence: Evidence) -> None:
    """What the original tells of time, place and device; a file that hides it is no reason to stop."""
    try:
        facts = _ask_about(evidence, "exif", evidence.content_type)
    except NotCopied:
        return
    evidence.note_down(metadata=facts)


def _shared(evidence: Evidence) -> bool:
    """Take over what was made of the same bytes before; nothing of the other file's readers or words comes along."""
    rows = Evidence.objects.filter(
        sha256=evidence.sha256, content_type=evidence.content_type, stage=Evidence.Stage.READY
    )
    twin = rows.exclude(pk=evidence.pk).exclude(safe_sha256="").order_by("pk").first()
    if twin is None:
        return False
    if not _linked(twin, evidence):
        shelf.discard(evidence.pk)  # never draw into what is linked
        return False
    pages = twin.pages.filter(picture=True).order_by("number").values_list("number", "width", "height")
    _remember_pages(evidence, [list(page) for page in pages])
    evidence.note_down(safe_type=twin.safe_type, safe_sha256=twin.safe_sha256, metadata=twin.metadata)
    return True


def _linked(twin: Evidence, evidence: Evidence) -> bool:
    try:
        shelf.share(twin.pk, evidence.pk)
        return shelf.sealed(shelf.folder_of(evidence.pk) / shelf.SAFE) == twin.safe_sha256
    except OSError:
        return False


def _ask_about(evidence: Evidence, task: str, *arguments: str) -> dict:
    """The child's answer about the original. Raises NotCopied."""
    try:
        with vault.handed(evidence) as descriptor:
            return _ask(task, vault.HANDED, *arguments, handed=descriptor)
    except (FileNotFoundError, Damaged) as error:
        raise NotCopied("lost") from error


def _ask(*arguments: str, handed: int | None = None) -> dict:
    """The child's answer. Raises NotCopied."""
    code, answer = ask("evidence.copying", *arguments, patience=PATIENCE, handed=handed)
    try:
        facts = json.loads(answer) if code == 0 else {"error": "large"}
    except ValueError:
        facts = {"error": "broken"}
    if "error" in facts:
        raise NotCopied(facts["error"])
    return facts
