"""Plain text in the encodings that telephones and old office machines write."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from evidence.extract.pieces import MOST_TEXT, pieces

NAME = "text"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def pages(path: str) -> Iterator[str]:
    """Pieces of the text, broken at lines and form feeds."""
    return pieces(_lines(decoded(Path(path).read_bytes())))


def decoded(raw: bytes) -> str:
    """Text of bytes: by its mark, else UTF-8, else Windows-1252, which reads everything."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[str]:
    for page in text[: MOST_TEXT * 2].split("\f"):
        yield from page.splitlines()
        yield "\f"
