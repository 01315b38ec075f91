"""Asks a child process for the text of a file, and outlives whatever becomes of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from evidence.child import LARGEST_ANSWER, ask

REASONS = {
    "locked": _("Berkas ini dikunci kata sandi, jadi isinya tidak terbaca."),
    "broken": _("Berkas ini rusak, jadi isinya tidak terbaca."),
    "large": _("Berkas ini terlalu besar atau terlalu rumit untuk dibaca."),
}


@dataclass(frozen=True)
class Reading:
    """Pages as (number, text); `cut` when there was more text than is kept."""

    extractor: str
    pages: list[tuple[int, str]]
    cut: bool


class NotRead(Exception):
    """The text could not be had; the message is a msgid of REASONS."""


def read(path: Path, reader: str) -> Reading:
    """The text of a file by its reader ("pdf", "docx", "html", "text"). Raises NotRead; OSError when no child can start."""
    code, answer = ask("evidence.extract", str(path), reader)
    if code != 0 or len(answer) > LARGEST_ANSWER:
        raise NotRead(REASONS["large"])
    try:
        facts: dict[str, Any] = json.loads(answer)
        if "error" in facts:
            raise NotRead(REASONS[facts["error"]])
        return Reading(facts["extractor"], [(number, text) for number, text in facts["pages"]], facts["cut"])
    except (ValueError, TypeError, KeyError) as error:
        raise NotRead(REASONS["broken"]) from error
