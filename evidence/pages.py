"""The steps READ and PLACES: the pages of a file, kept part by part, each with what is known of it.

A part that is kept is never read again: after a crash the next one goes on behind it. A page at which a child dies is
marked as unread, and the rest goes on.
"""

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext_noop as _

from evidence import storage, vault
from evidence.extract.pieces import MOST_TEXT
from evidence.kinds import BY_CONTENT_TYPE
from evidence.models import Evidence, Page, Step
from evidence.reading import PAGE_REASONS, REASONS, NotRead, Reading, read
from identity.streams import Damaged

MISSING = _("Berkas tidak ditemukan di penyimpanan.")
CUT = _("Berkas ini sangat panjang: hanya bagian awalnya yang terbaca.")
PARTLY = _("Sebagian halaman tidak terbaca.")
NO_OCR, HALF = PAGE_REASONS["no_ocr"], PAGE_REASONS["half"]
NO_ENGINE = _("Belum ada OCR di mesin ini. Berkas dibaca begitu OCR terpasang.")
READ = ("label", "text", "extractor", "confidence", "words", "messages", "reason")
MOST_AVOIDED = 20  # members of one archive that may kill a child
BATCH = 200  # rows


def read_pages(evidence: Evidence, step: Step) -> None:
    """One part of the pages. Raises NotRead with the reason when there is no text to be had."""
    reader = BY_CONTENT_TYPE[evidence.content_type].reader
    if not reader:
        step.state = Step.State.SKIPPED
        return
    if not storage.path_of(evidence.pk).exists():
        raise NotRead(MISSING)
    if step.done or step.avoid or not _taken_over(evidence, step):
        _part(evidence, step, reader)


def find_places(evidence: Evidence, step: Step) -> None:
    """Where the words of a long document stand on its pages; its text was ready without that."""
    bare = _bare(evidence)
    if BY_CONTENT_TYPE[evidence.content_type].reader != "pdf" or not bare.exists():
        step.state = Step.State.DONE if step.done else Step.State.SKIPPED
        return
    start = bare.order_by("number").values_list("number", flat=True)[0]
    try:
        reading = _asked(evidence, "pdf", start=start, places=True)
    except NotRead:
        step.state = Step.State.SKIPPED
        return
    with transaction.atomic():
        _place(bare, reading)
        step.done, step.total = max([start, *reading.pages]), reading.total
        step.state = Step.State.DONE if reading.ended else Step.State.RUNNING
        step.save()


# Parts ------------------------------------------------------------------------------------------------------------------
def _part(evidence: Evidence, step: Step, reader: str) -> None:
    held = evidence.pages.filter(number__lte=step.done).aggregate(size=Sum(Length("text")))["size"] or 0
    reading = _asked(evidence, reader, start=step.done + 1, spare=MOST_TEXT - held, avoid=list(step.avoid))
    with transaction.atomic():
        _keep_all(evidence, _rows(evidence, reading), step.done)
        _advance(step, reading)
        _conclude(evidence, step, reading)
        step.save()


def _asked(evidence: Evidence, reader: str, **options) -> Reading:
    """What a child reads of the original. Raises NotRead."""
    try:
        with vault.handed(evidence) as descriptor:
            return read(vault.HANDED, reader, handed=descriptor, **options)
    except FileNotFoundError as error:
        raise NotRead(MISSING) from error
    except Damaged as error:
        raise NotRead(REASONS["broken"]) from error


def _rows(evidence: Evidence, reading: Reading) -> list[Page]:
    rows = [_row(evidence, number, facts) for number, facts in reading.pages.items()]
    if reading.stuck is not None:
        rows.append(_row(evidence, reading.stuck, {"reason": "large"}))
    return rows


def _row(evidence: Evidence, number: int, facts: dict) -> Page:
    return Page(
        evidence=evidence,
        number=number,
        label=facts.get("label", "")[:200],
        text=facts.get("text", ""),
        extractor=facts.get("extractor", "")[:60],
        confidence=facts.get("confidence"),
        words=facts.get("words"),
        messages=facts.get("messages"),
        reason=PAGE_REASONS.get(facts.get("reason", ""), ""),
    )


def _keep_all(evidence: Evidence, rows: list[Page], done: int) -> None:
    """In the place of what an earlier reading left; pictures of pages stay."""
    if not done:
        evidence.pages.filter(picture=False).delete()
    known = dict(evidence.pages.filter(number__in=[row.number for row in rows]).values_list("number", "pk"))
    for row in rows:
        row.pk = known.get(row.number)
    Page.objects.bulk_update([row for row in rows if row.pk], READ, batch_size=BATCH)
    Page.objects.bulk_create([row for row in rows if not row.pk], batch_size=BATCH, ignore_conflicts=True)


def _advance(step: Step, reading: Reading) -> None:
    """Behind the last page that was begun; a member at which the child died is avoided from now on. Raises NotRead when
    that leads nowhere.
    """
    last = max([*reading.pages, reading.stuck or 0], default=0)
    if not last and reading.member is not None:
        if reading.member in step.avoid or len(step.avoid) >= MOST_AVOIDED:
            raise NotRead(REASONS["large"])
        step.avoid = [*step.avoid, reading.member]
    step.done, step.total = max(step.done, last), max(step.total, reading.total)
    if reading.cut:
        step.reason = CUT
    elif not last and reading.member is None and not reading.ended:
        raise NotRead(REASONS["large"])


def _conclude(evidence: Evidence, step: Step, reading: Reading) -> None:
    """DONE once the last page was begun, with what its reader must know. Raises NotRead when not one page could be read."""
    if not reading.ended and not (step.total and step.done >= step.total):
        return
    reasons = list(evidence.pages.exclude(reason="").order_by("number").values_list("reason", flat=True))
    unread = [reason for reason in reasons if reason not in (NO_OCR, HALF)]
    if unread and len(unread) == evidence.pages.filter(number__lte=step.done).count():
        raise NotRead(_whole(unread[0]))
    step.state, step.reason = Step.State.DONE, _told(reasons, unread) or step.reason
    step.total, step.tool = step.done, _tool(evidence)


def _told(reasons: list[str], unread: list[str]) -> str:
    if NO_OCR in reasons:
        return NO_ENGINE
    if unread:
        return PARTLY
    return HALF if reasons else ""


def _whole(reason: str) -> str:
    """What is wrong with its only pages is wrong with the file."""
    return next((REASONS[code] for code, told in PAGE_REASONS.items() if told == reason and code in REASONS), PARTLY)


def _tool(evidence: Evidence) -> str:
    """The extractor of most of its pages."""
    names = list(evidence.pages.exclude(extractor="").values_list("extractor", flat=True))
    return max(set(names), key=names.count) if names else ""


# The same bytes before --------------------------------------------------------------------------------------------------
def _taken_over(evidence: Evidence, step: Step) -> bool:
    """Pages of a file with the same bytes that is read already: the same bytes say the same."""
    same = Evidence.objects.filter(sha256=evidence.sha256, content_type=evidence.content_type, stage="READY")
    done = Step.objects.filter(evidence__in=same.exclude(pk=evidence.pk), name=Step.Name.READ, state=Step.State.DONE)
    before = done.exclude(reason=NO_ENGINE).order_by("pk").first()
    if before is None:
        return False
    rows = [_copied(page, evidence) for page in before.evidence.pages.order_by("number")]
    with transaction.atomic():
        _keep_all(evidence, rows, 0)
        for name in ("state", "done", "total", "tool", "reason"):
            setattr(step, name, getattr(before, name))
        step.save()
    return True


def _copied(page: Page, evidence: Evidence) -> Page:
    return Page(evidence=evidence, number=page.number, **{name: getattr(page, name) for name in READ})


# Places of words --------------------------------------------------------------------------------------------------------
def _bare(evidence: Evidence):
    """Pages whose words have a place that nobody looked for yet."""
    return evidence.pages.filter(words__isnull=True, extractor__startswith="pypdfium2").exclude(text="")


def _place(bare, reading: Reading) -> None:
    """Words where the text is the same; an empty list where none could be placed, so that nobody looks again."""
    rows = list(bare.filter(number__in=[*reading.pages, reading.stuck or 0]))
    for row in rows:
        facts = reading.pages.get(row.number, {})
        row.words = facts.get("words") or [] if facts.get("text") == row.text else []
    Page.objects.bulk_update(rows, ["words"], batch_size=BATCH)
