"""The program that recognises writing: whether it is there, what it is called, and its table of words."""

import re
import shutil
import subprocess
import time
from functools import lru_cache

from evidence.extract.leaves import NoOcr
from evidence.extract.pieces import Unreadable

WANTED = ("ind", "eng")
PATIENCE = 40  # seconds by the clock for one picture; of processor time it has what the child has
RECOGNISING = ("pdf", "picture", "mail", "archive")  # readers that may need it
DEFAULT = "tesseract"
program = DEFAULT  # another place, or "" for none: what the site's settings say
known: dict[str, list[str]] = {}  # program to its languages and name: what a child was told, so that it need not ask
BARE = {"LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1"}
SHORTLY = 10  # seconds for a question about itself
AGE = 600  # seconds after which the worker asks again: a language may have been installed


def asked(program: str) -> list[str] | None:
    """Languages and name for `known`, asked once in a while; None when there is no OCR."""
    try:
        return _told(program)
    except NoOcr:
        return None


def languages(program: str) -> str:
    """What it is asked for: "ind+eng", or the one of them that is there. Raises NoOcr."""
    return _told(program)[0]


def name(program: str) -> str:
    """Its version and languages. Raises NoOcr."""
    return _told(program)[1]


def _told(program: str) -> list[str]:
    if not program or shutil.which(program) is None:
        raise NoOcr
    return known.get(program) or _found(program, int(time.monotonic() // AGE))


@lru_cache(maxsize=4)
def _found(program: str, _period: int) -> list[str]:
    there = _answer(program, "--list-langs").split()
    found = "+".join(language for language in WANTED if language in there)
    if not found:
        raise NoOcr
    version = re.search(r"tesseract v?([\w.]+)", _answer(program, "--version"))
    return [found, f"tesseract {version.group(1) if version else '?'} {found}"]


def _answer(program: str, question: str) -> str:
    try:
        told = subprocess.run(  # noqa: S603 - what the site's settings name, and nothing of our environment: the keys are in it
            [program, question], capture_output=True, text=True, check=False, timeout=SHORTLY, env=BARE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoOcr from error
    return told.stdout + told.stderr


def table(picture: bytes) -> str:
    """Its table of words (TSV) for a picture, empty when it finds nothing to look at.

    Raises NoOcr; Unreadable when it takes too long or runs into its limits.
    """
    command = [program, "-", "-", "-l", languages(program), "--dpi", "200", "tsv"]
    try:
        told = subprocess.run(command, input=picture, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable("large") from error
    if told.returncode < 0:
        raise Unreadable("large")
    return told.stdout.decode("utf-8", errors="replace")
