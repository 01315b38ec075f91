"""A file of a case as it goes into the case file: pictures of its safe copy, or of its redacted copy, never the original."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pypdfium2
from PIL import Image, UnidentifiedImageError

from evidence import shelf
from evidence.models import Evidence, Page, Redaction

WIDEST = 1400  # pixels: what a page of A4 shows at 170 dots per inch
QUALITY = 72
MOST_PAGES = 120
MOST_TEXT = 60_000  # characters
NO_COPY = "Belum ada salinan tersamar, sehingga tidak dimuat."
NO_PICTURE = "Rekaman atau berkas tanpa gambar halaman. Salinan amannya disimpan di Netral."
NOT_READY = "Berkas belum siap."


@dataclass(frozen=True)
class Exhibit:
    """One file: its facts, JPEGs of its pages, its text where it has no picture, and why something is missing."""

    name: str
    sha256: str
    added_at: datetime
    pictures: list[bytes]
    text: str = ""
    told: str = ""


def exhibit_of(evidence: Evidence, *, full: bool) -> Exhibit:
    """The safe copy in full, or the newest redacted one."""
    facts = partial(Exhibit, evidence.name, evidence.sha256, evidence.added_at)
    if evidence.stage != Evidence.Stage.READY:
        return facts([], told=NOT_READY)
    if not full:
        pictures = _redacted(evidence)
        return facts(pictures, told="" if pictures else NO_COPY)
    pictures = _safe(evidence)
    text = "" if pictures else _text(evidence)
    return facts(pictures, text=text, told="" if pictures or text else NO_PICTURE)


def _redacted(evidence: Evidence) -> list[bytes]:
    made = evidence.redactions.filter(state=Redaction.State.DONE).order_by("-pk").first()
    return _pictures(shelf.redacted_of(evidence.pk, made.pk), made.content_type) if made else []


def _safe(evidence: Evidence) -> list[bytes]:
    pages = [shelf.picture_of(evidence.pk, number) for number in range(1, MOST_PAGES + 1)]
    if there := [place for place in pages if place.exists()]:
        return [_jpeg(place) for place in there]
    return _pictures(shelf.folder_of(evidence.pk) / shelf.SAFE, evidence.safe_type)


def _pictures(place: Path, content_type: str) -> list[bytes]:
    """Of a copy that this site made itself: a picture, or a PDF of pictures."""
    if not place.exists():
        return []
    if content_type.startswith("image/"):
        return [_jpeg(place)]
    return _of_pdf(place) if content_type == "application/pdf" else []


def _of_pdf(place: Path) -> list[bytes]:
    document = pypdfium2.PdfDocument(place)
    try:
        count = min(len(document), MOST_PAGES)
        return [_small(document[number].render(scale=2).to_pil()) for number in range(count)]
    finally:
        document.close()


def _jpeg(place: Path) -> bytes:
    try:
        with Image.open(place) as opened:
            return _small(opened)
    except UnidentifiedImageError:
        return b""


def _small(picture: Image.Image) -> bytes:
    picture = picture.convert("RGB")
    picture.thumbnail((WIDEST, 2 * WIDEST))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _text(evidence: Evidence) -> str:
    rows = Page.objects.filter(evidence=evidence).order_by("number").values_list("text", flat=True)
    return "\n".join(rows[:MOST_PAGES])[:MOST_TEXT]
