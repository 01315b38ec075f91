"""Plain text in the encodings that telephones and old office machines write; exported chats become conversations."""

import codecs
from collections.abc import Iterator

from evidence.extract import chat
from evidence.extract.leaves import Task, at_hand, given
from evidence.extract.parcel import Source, content
from evidence.extract.pieces import MOST_TEXT, pieces

NAME = "text"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def tasks(source: Source) -> list[Task]:
    """Pieces of the text, broken at lines and form feeds; of a chat, broken between messages."""
    text = decoded(content(source))[: MOST_TEXT * 2]
    if chat.is_chat(text):
        return [given(leaf) for leaf in chat.leaves(text)]
    return at_hand(pieces(_lines(text)), extractor=NAME)


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
    for page in text.split("\f"):
        yield from page.splitlines()
        yield "\f"
