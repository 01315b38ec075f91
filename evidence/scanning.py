"""Asks ClamAV's daemon about a file over CLAMD_URL. No answer, or a half one, is never "clean" (F8)."""

import contextlib
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_noop as _

PORT = 3310
CHUNK = 256 * 1024  # bytes
GREETING = 3  # seconds for the daemon to say which signatures it has
PATIENCE = 45  # seconds for the verdict on one file
LONGEST_ANSWER = 4096

AWAY = _("Menunggu pemeriksaan virus: pemeriksanya tidak menjawab. Kami coba lagi sendiri.")
LARGE = _("Menunggu pemeriksaan virus: pemeriksanya tidak menerima berkas sebesar ini. Beri tahu pengelola situs.")
UNCLEAR = _("Menunggu pemeriksaan virus: jawaban pemeriksanya tidak jelas. Kami coba lagi sendiri.")


@dataclass(frozen=True)
class Verdict:
    """`engine` as "ClamAV 1.4.6/27489": program and signatures; `signature` names what was found, "" for nothing."""

    engine: str
    signature: str


class NotScanned(Exception):
    """There is no verdict; the message is a msgid that says why."""


def configured() -> bool:
    """Is there a scanner to ask?"""
    return bool(settings.CLAMD_URL)


def address() -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    """Where CLAMD_URL points: tcp://host:port or unix:///path. Raises ImproperlyConfigured."""
    parts = urlsplit(settings.CLAMD_URL)
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return socket.AF_UNIX, parts.path
    with contextlib.suppress(ValueError):
        if parts.scheme == "tcp" and parts.hostname:
            return socket.AF_INET, (parts.hostname, parts.port or PORT)
    raise ImproperlyConfigured("CLAMD_URL: tcp://host:3310 or unix:///path/of/the/socket")


def version() -> str:
    """Program and signatures, "ClamAV 1.4.6/27489"; without the second where no official signatures are. Raises NotScanned."""
    said = _asked(b"zVERSION\0", until=time.monotonic() + GREETING)
    if not said.startswith("ClamAV "):
        raise NotScanned(UNCLEAR)
    return "/".join(said.split("/")[:2])[:80]


def signed_on() -> str:
    """When the signatures were made, "Thu Dec 12 09:41:02 2024"; "" when the daemon does not say. Raises NotScanned."""
    said = _asked(b"zVERSION\0", until=time.monotonic() + GREETING)
    return said.split("/", 2)[2] if said.count("/") >= 2 else ""


def scan(file: BinaryIO) -> Verdict:
    """What the daemon finds in an open file. Raises NotScanned."""
    engine = version()
    return Verdict(engine, found_in(iter(lambda: file.read(CHUNK), b"")))


def found_in(chunks: Iterable[bytes]) -> str:
    """The name of what is found in some bytes, "" for nothing. Raises NotScanned."""
    said = _asked(b"zINSTREAM\0", _framed(chunks), until=time.monotonic() + PATIENCE)
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")[:120]
    raise NotScanned(LARGE if "size limit exceeded" in said else UNCLEAR)


def _framed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield struct.pack(">I", len(chunk)) + chunk
    yield struct.pack(">I", 0)


def _asked(command: bytes, frames: Iterable[bytes] = (), *, until: float) -> str:
    family, place = address()
    try:
        with _connected(family, place) as line:
            line.sendall(command)
            _send(line, frames, until)
            return _answer(line, until)
    except OSError as error:
        raise NotScanned(AWAY) from error


def _connected(family: socket.AddressFamily, place) -> socket.socket:
    if family != socket.AF_UNIX:
        return socket.create_connection(place, timeout=GREETING)
    line = socket.socket(family)
    line.settimeout(GREETING)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, frames: Iterable[bytes], until: float) -> None:
    """A daemon that has seen enough hangs up while we still send: its answer is waiting all the same."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for frame in frames:
            line.settimeout(_left(until))
            line.sendall(frame)


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        line.settimeout(_left(until))
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode(errors="replace") if said.endswith(b"\0") else ""


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
