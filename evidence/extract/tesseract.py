"""The program that recognises writing: whether it is there, what it is called, and its table of words."""

import re
import shutil
import subprocess
from functools import cache

from evidence.extract.leaves import NoOcr
from evidence.extract.pieces import Unreadable

WANTED = ("ind", "eng")
PATIENCE = 30  # seconds for one picture
DEFAULT = "tesseract"
program = DEFAULT  # another place, or "" for none: what the site's settings say


@cache
def languages(program: str) -> str:
    """What it is asked for: "ind+eng", or the one of them that is there. Raises NoOcr."""
    if not program or shutil.which(program) is None:
        raise NoOcr
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    there = set(listed.stdout.split()) | set(listed.stderr.split())
    found = [language for language in WANTED if language in there]
    if not found:
        raise NoOcr
    return "+".join(found)


@cache
def name(program: str) -> str:
    """Its version and languages. Raises NoOcr."""
    asked = languages(program)
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"tesseract v?([\w.]+)", told.stdout + told.stderr)
    return f"tesseract {version.group(1) if version else '?'} {asked}"


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
