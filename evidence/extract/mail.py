"""An EML: who wrote to whom and when, what was written, then its attachments as further pages."""

import email
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message

from evidence.extract import html, members
from evidence.extract.leaves import Task, at_hand
from evidence.extract.parcel import Source, content
from evidence.extract.pieces import Unreadable, pieces
from evidence.extract.text import decoded

NAME = "eml"
HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_ATTACHMENTS = 100


def tasks(source: Source) -> list[Task]:
    """The letter, then its attachments, labelled with their names. Raises Unreadable."""
    try:
        letter = email.message_from_bytes(content(source), policy=policy.default)
        lines = [*_headers(letter), "", *_body(letter)]
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise Unreadable("broken") from error
    found = at_hand(pieces(lines), extractor=NAME)
    for place, (name, held) in enumerate(_attachments(letter)):
        found += members.tasks(place, name, held)
    return found


def _headers(letter: EmailMessage) -> Iterator[str]:
    for header in HEADERS:
        for value in letter.get_all(header, []):
            yield f"{header}: {' '.join(str(value).split())}"


def _body(letter: EmailMessage) -> list[str]:
    """Plain words if there are any, else the visible words of the page."""
    part = letter.get_body(preferencelist=("plain", "html"))
    if part is None:
        return []
    text = _text(part)
    return html.lines(text) if part.get_content_type() == "text/html" else text.splitlines()


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    charset = part.get_content_charset() or "utf-8"
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return decoded(raw)


def _attachments(letter: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what was attached or shown within; forwarded letters stay closed, named alone."""
    for number, part in enumerate(letter.walk()):
        if number > MOST_ATTACHMENTS:
            return
        name = part.get_filename()
        raw = part.get_payload(decode=True) if name and not part.is_multipart() else None
        if name and isinstance(raw, bytes) and raw:
            yield str(name), raw
