"""What comes back from mail servers: delivery status notifications (RFC 3464), matched by the token that we sent.

A mail that is no such notification, or names no token of ours, is passed over: the pipe never answers with an error.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from accounts import mail
from accounts.models import Delivery

LARGEST = 1_000_000  # bytes; status notifications are a few kilobytes
TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{26}(?![0-9a-f])")
STATUS = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})")


def receive(raw: bytes, *, at: datetime) -> str:
    """Takes in one mail; says in a word what came of it: "bounced", "known", "delivered", "delayed", "unknown", "other"."""
    message = message_from_bytes(raw[:LARGEST], policy=policy.default)
    fields = _status_fields(message)
    if fields is None:
        return "other"
    delivery = _delivery(message)
    if delivery is None:
        return "unknown"
    action, status = fields
    if action in ("delivered", "relayed", "expanded"):
        return _arrived(delivery, at)
    if action != "failed":
        return "delayed"
    return "bounced" if mail.came_back(delivery, status=status, at=at) else "known"


def _status_fields(message: EmailMessage) -> tuple[str, str] | None:
    """Action and status of the first recipient, or None when this is no status notification."""
    part = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    blocks = part.get_payload() if part is not None else None
    if not isinstance(blocks, list):
        return None
    for block in blocks:
        if not isinstance(block, Message):
            continue
        action = _field(block, "Action").lower()
        if action:
            found = STATUS.match(_field(block, "Status"))
            return action, found[1] if found else "5.0.0"
    return None


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).split(";")[-1].strip()


def _delivery(message: EmailMessage) -> Delivery | None:
    """Whose bounce it is: by the address it was sent to, else by the number of the mail that it returns."""
    tokens = dict.fromkeys(token for text in _places(message) for token in TOKEN.findall(text))
    rows = {row.token: row for row in Delivery.objects.filter(token__in=list(tokens)[:20]).select_related("contact")}
    return next((rows[token] for token in tokens if token in rows), None)


def _places(message: EmailMessage) -> Iterator[str]:
    for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "In-Reply-To", "References"):
        yield from (str(value) for value in message.get_all(name, []))
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            yield from (str(block.get("Original-Envelope-Id", "")) for block in part.get_payload())
        elif kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            yield _numbers(payload if isinstance(payload, bytes) else b"")
        elif kind == "message/rfc822":
            yield from (str(inner.get("Message-ID", "")) for inner in part.get_payload() if isinstance(inner, Message))


def _numbers(headers: bytes) -> str:
    return str(message_from_bytes(headers, policy=policy.default).get("Message-ID", ""))


def _arrived(delivery: Delivery, at: datetime) -> str:
    if delivery.contact and not delivery.bounced_at:
        delivery.contact.last_ok_at = at
        delivery.contact.save(update_fields=["last_ok_at"])
    return "delivered"
