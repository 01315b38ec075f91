"""The head of the chain is told outside every hour: whoever rewrites the log with its own key cannot rewrite that.

ANCHOR names the places: file:///path (on a disk that the site can only add to, or another machine's), mailto:address,
https://… (gets a POST with JSON). `verify_log` compares what it can read of them.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from workflow.models import Anchor, ChainHead

logger = logging.getLogger("netral.anchors")
JOB = "log.anchor"
PATIENCE = 10  # seconds for a place to answer
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Told:
    """What a place says the head was: number, hash, and when it was told, as written."""

    number: int
    hash: str
    at: str
    place: str


def tell(_key: str = "") -> None:
    """The routine: tell every place the head, and keep how that went. A place that fails does not hold up the others."""
    head = ChainHead.objects.filter(name="events", number__gt=0).first()
    if head is None:
        return
    for address in settings.ANCHOR:
        at = timezone.now()
        error = _tried(address, {"number": head.number, "hash": head.hash, "at": at.isoformat(timespec="seconds")})
        Anchor.objects.create(at=at, number=head.number, hash=head.hash, place=name_of(address), error=error)


def readable() -> Iterator[Told]:
    """What the files among the places say, oldest first."""
    for path in files():
        yield from read(path)


def files() -> list[Path]:
    return [_path(address) for address in settings.ANCHOR if address.startswith("file:")]


def read(path: Path) -> Iterator[Told]:
    """The anchors of one file; a line that was cut short is passed over."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
            yield Told(int(said["number"]), str(said["hash"]), str(said["at"]), path.name)
        except (ValueError, TypeError, KeyError):
            logger.warning("an anchor in %s cannot be read", path.name)


def name_of(address: str) -> str:
    """The place without what may be secret in it."""
    parts = urlsplit(address)
    name = (
        Path(unquote(parts.path)).name if parts.scheme == "file" else (parts.hostname or parts.path.rpartition("@")[2])
    )
    return f"{parts.scheme}: {name}"[:80]


def _tried(address: str, head: dict) -> str:
    """ "" when it was told, else what went wrong; a webhook's address is not repeated."""
    try:
        _WAYS[urlsplit(address).scheme](address, json.dumps(head))
    except Exception as error:  # mail, files and network fail each in ways of their own; the next hour tries again
        logger.error("the head of the chain was not told to %s: %s", name_of(address), type(error).__name__)
        return type(error).__name__
    return ""


def _to_file(address: str, line: str) -> None:
    path = _path(address)
    begun = "\n" if path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n") else ""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{begun}{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _to_mail(address: str, line: str) -> None:
    EmailMessage(f"Netral {json.loads(line)['number']}", line, to=[unquote(urlsplit(address).path)]).send()


def _to_webhook(address: str, line: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("an anchor travels by https")
    request = Request(address, data=line.encode(), headers={"Content-Type": "application/json"})  # noqa: S310 - checked
    with _STRAIGHT.open(request, timeout=PATIENCE):
        pass


class _NoDetour(HTTPRedirectHandler):
    """Where the head of the log goes is the site's setting; an answer cannot send it elsewhere."""

    def redirect_request(self, *_detour):
        return None


_STRAIGHT = build_opener(_NoDetour)


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


_WAYS = {"file": _to_file, "mailto": _to_mail, "https": _to_webhook, "http": _to_webhook}
