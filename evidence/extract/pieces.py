"""What every reader shares: clean text, pages of bearable length, an end to everything."""

import re
from collections.abc import Iterable, Iterator

LONGEST_PAGE = 20_000  # characters
PIECE = 3_500  # characters of a page of formats that have none: what a hit shows stays readable
MOST_PAGES = 2_000
MOST_TEXT = 4_000_000  # characters of a file
HYPHEN = re.compile("[\u0002\ufffe\u00ad]\r?\n?")  # how PDF and HTML mark a word that goes on in the next line
UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
BLANKS = re.compile(r"[ \t\xa0]+")
GAPS = re.compile(r"\n\s*\n+")


class Unreadable(Exception):
    """The file, or a page of it, cannot be read; the code is "locked" (a password), "broken" or "large"."""


def clean(text: str) -> str:
    """Without control characters, split words joined, blanks and empty lines reduced to one."""
    whole = HYPHEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    lines = (line.strip() for line in BLANKS.sub(" ", UNWANTED.sub("", whole)).split("\n"))
    return GAPS.sub("\n\n", "\n".join(lines)).strip()


def pieces(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs gathered into pages of about 3,500 characters; a form feed begins a new one."""
    held: list[str] = []
    size = 0
    for paragraph in _short(paragraphs):
        if held and (paragraph == "\f" or size + len(paragraph) > PIECE):
            yield "\n".join(held)
            held, size = [], 0
        if paragraph != "\f":
            held.append(paragraph)
            size += len(paragraph) + 1
    if held:
        yield "\n".join(held)


def _short(paragraphs: Iterable[str]) -> Iterator[str]:
    """No paragraph longer than a piece: a file without line breaks is cut at blanks."""
    for paragraph in paragraphs:
        while len(paragraph) > PIECE:
            end = paragraph.rfind(" ", PIECE // 2, PIECE)
            end = end if end > 0 else PIECE
            yield paragraph[:end]
            paragraph = paragraph[end:]
        yield paragraph
