"""Asks a child process for pages of a file, and outlives whatever becomes of it: what it told before it died is kept."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from evidence.child import LARGEST_ANSWER, ask
from evidence.extract import tesseract

REASONS = {
    "locked": _("Berkas ini dikunci kata sandi, jadi isinya tidak terbaca."),
    "broken": _("Berkas ini rusak, jadi isinya tidak terbaca."),
    "large": _("Berkas ini terlalu besar atau terlalu rumit untuk dibaca."),
}
PAGE_REASONS = {
    "locked": _("Bagian ini dikunci kata sandi."),
    "broken": _("Bagian ini rusak, jadi tidak terbaca."),
    "large": _("Bagian ini terlalu besar atau terlalu rumit untuk dibaca."),
    "half": _("Gambar ini terputus: hanya bagian yang sampai kepada kami yang terbaca."),
    "no_ocr": _("Belum ada OCR di mesin ini. Bagian ini dibaca begitu OCR terpasang."),
}
SECONDS = 10  # of reading before the other files have their turn
PATIENCE = 55  # seconds by the clock for a part in which pictures are recognised: the last one may take its time


class NotRead(Exception):
    """The text could not be had; the message is a msgid of REASONS."""


@dataclass
class Reading:
    """What one child told. `pages`: number to what was read; `stuck` and `member`: the page, or member of an archive, at
    which it died; `ended`: nothing is left to read; `cut`: there was more than is kept.
    """

    pages: dict[int, dict[str, Any]] = field(default_factory=dict)
    total: int = 0
    ended: bool = False
    cut: bool = False
    stuck: int | None = None
    member: int | None = None


def read(
    path: Path | str, reader: str, *, start: int = 1, seconds: float = SECONDS, handed: int | None = None, **options
) -> Reading:
    """The pages from `start` on that could be read in `seconds`, by the readers of `evidence.extract`.

    `handed` is the file itself, when it has no name (evidence.vault). Options: `spare` characters, members to `avoid`,
    `places` alone. Raises NotRead when not even their number can be had; OSError when no child can start.
    """
    recognises = reader in tesseract.RECOGNISING
    engine = tesseract.asked(settings.TESSERACT) if recognises else None
    patience = PATIENCE if recognises else None
    wanted = {"start": start, "seconds": seconds, "tesseract": settings.TESSERACT, "engine": engine, **options}
    code, answer = ask("evidence.extract", str(path), reader, json.dumps(wanted), handed=handed, patience=patience)
    reading = _told(answer[:LARGEST_ANSWER])
    if code == 0 and not reading.total and not reading.ended:
        raise NotRead(REASONS["broken"])
    if code != 0 and reading.stuck is None and reading.member is None and not reading.pages:
        raise NotRead(REASONS["large"])
    return reading


def _told(answer: bytes) -> Reading:
    """Line by line, up to one that is broken off. Raises NotRead when it says that nothing can be read."""
    reading = Reading()
    for line in answer.splitlines():
        try:
            _note(reading, json.loads(line))
        except (ValueError, TypeError, AttributeError):
            break
    if reading.ended:
        reading.stuck = reading.member = None
    return reading


def _note(reading: Reading, fact: dict[str, Any]) -> None:
    if "error" in fact:
        raise NotRead(REASONS.get(fact["error"], REASONS["broken"]))
    reading.cut = reading.cut or bool(fact.get("cut")) or fact.get("reason") == "cut"
    if "opening" in fact:
        reading.member = int(fact["opening"])
    elif "total" in fact:
        reading.total, reading.member = int(fact["total"]), None
    elif "at" in fact:
        reading.stuck = int(fact["at"])
    elif "page" in fact:
        reading.pages[int(fact["page"])], reading.stuck = fact, None
    elif "end" in fact:
        reading.ended = bool(fact["end"])
