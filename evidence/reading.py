"""Asks a child process for the text of a file, and outlives whatever becomes of it."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

PATIENCE = 40  # seconds by the clock
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes
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
    code, answer = _ask(path, reader)
    if code != 0 or len(answer) > LARGEST_ANSWER:
        raise NotRead(REASONS["large"])
    try:
        facts: dict[str, Any] = json.loads(answer)
        if "error" in facts:
            raise NotRead(REASONS[facts["error"]])
        return Reading(facts["extractor"], [(number, text) for number, text in facts["pages"]], facts["cut"])
    except (ValueError, TypeError, KeyError) as error:
        raise NotRead(REASONS["broken"]) from error


def _ask(path: Path, reader: str) -> tuple[int, bytes]:
    """Exit code and output. Nothing of our environment goes along: the keys are in it."""
    command = [sys.executable, "-m", "evidence.extract", str(path), reader]
    with subprocess.Popen(  # noqa: S603 - our own module; path and reader are ours too
        command,
        cwd=settings.ROOT,
        env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        alarm = threading.Timer(PATIENCE, child.kill)
        alarm.start()
        try:
            answer = child.stdout.read(LARGEST_ANSWER + 1)
            if len(answer) > LARGEST_ANSWER:
                child.kill()
            return child.wait(), answer
        finally:
            alarm.cancel()
