"""The attachments of a mail, without taking the mail apart any further: each is judged like a file of its own."""

import binascii
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser

MOST_PARTS = 200
LONGEST_HEADER = 32 * 1024  # bytes
PART = re.compile(rb"^content-(?:type|disposition|transfer-encoding)[ \t]*:", re.I | re.M)
BLANK = re.compile(rb"\r?\n\r?\n")
BOUNDARY = re.compile(rb"^--", re.M)
PLAIN = ("text", "multipart", "message")  # main types that are no attachment as long as they have no name


class TooMany(Exception):
    """More parts than a mail ever has."""


def attachments(mail: bytes) -> Iterator[tuple[str, bytes]]:
    """Name ("" for none) and content of each. Raises TooMany.

    A part is found by its header alone: a boundary written in an unusual way would hide it from us, not from a mail program.
    """
    at = 0
    for _number in range(MOST_PARTS):
        found = PART.search(mail, at)
        if found is None:
            return
        blank = BLANK.search(mail, found.start())
        start, body = _block_start(mail, at, found.start()), blank.end() if blank else len(mail)
        header = BytesHeaderParser().parsebytes(mail[start : min(body, start + LONGEST_HEADER)])
        at = body
        name = _name(header)
        if (
            name
            or header.get_content_maintype() not in PLAIN
            or "attachment" in str(header.get("content-disposition", ""))
        ):
            following = BOUNDARY.search(mail, body)
            at = following.start() if following else len(mail)
            yield name, _decoded(header, mail[body:at])
    raise TooMany


def _block_start(mail: bytes, at: int, found: int) -> int:
    """Where the header begins that this line belongs to: after an empty line or a boundary."""
    after_gap = max(mail.rfind(b"\n\n", at, found), mail.rfind(b"\n\r\n", at, found), at - 1) + 1
    boundary = mail.rfind(b"\n--", max(at - 1, 0), found)
    return max(after_gap, mail.find(b"\n", boundary + 1) + 1 if boundary >= 0 else 0)


def _name(header: Message) -> str:
    try:
        raw = header.get_filename() or ""
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        return "lampiran"


def _decoded(header: Message, body: bytes) -> bytes:
    how = str(header.get("content-transfer-encoding", "")).strip().lower()
    if how == "quoted-printable":
        return binascii.a2b_qp(body)
    if how != "base64":
        return body
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
    spare = len(letters) % 4
    return binascii.a2b_base64(letters[:-1] if spare == 1 else letters + b"=" * (-len(letters) % 4))
