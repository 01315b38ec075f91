"""Files under a key, written as they arrive and read from anywhere: no clear byte of them touches the disk.

A file is a row of pieces, each AES-256-GCM over at most PIECE bytes. What a piece is bound to (whose file, which number,
at which byte, the last or not) is authenticated with it, so that pieces cannot be left out, doubled, swapped or moved into
another file: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance" (CRYPTO 2015). Its nonce is a counter; ours is random (96 bits, under a key of the file's
own), because a piece that a crash cut off is written again, and a counter would then be used twice.

MAGIC, then for each piece: nonce (12 bytes), length of what follows (4 bytes, its highest bit: the last), what is sealed.
The last one is empty: whoever adds to a file never rewrites a piece.
"""

import io
import os
import secrets
import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"netral\x00\x01"
PIECE = 256 * 1024  # bytes of a file in one piece
NONCE, TAG = 12, 16  # bytes
HEAD = struct.Struct(">12sI")
LAST = 1 << 31
ALIKE = 64 * 1024  # bytes that a reader asks for at once


class Damaged(Exception):
    """The bytes are not those that were written, or not under this key."""


@dataclass(frozen=True)
class FileCipher:
    """The key of one file, and what binds its pieces to it."""

    key: bytes = field(repr=False)
    about: bytes = b""

    def seal(self, clear: bytes, *, number: int, start: int, last: bool) -> bytes:
        """One piece with its head."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.key).encrypt(nonce, clear, self._bound(number, start, last))
        return HEAD.pack(nonce, len(sealed) | (LAST if last else 0)) + sealed

    def open(self, piece: "Piece", sealed: bytes, *, number: int) -> bytes:
        """Its bytes. Raises Damaged."""
        try:
            return AESGCM(self.key).decrypt(piece.nonce, sealed, self._bound(number, piece.start, piece.last))
        except InvalidTag as error:
            raise Damaged from error

    def _bound(self, number: int, start: int, last: bool) -> bytes:
        return MAGIC + self.about + struct.pack(">QQ?", number, start, last)


def fleeting() -> FileCipher:
    """A key that lives as long as this process remembers it: for what waits on disk for a moment."""
    return FileCipher(secrets.token_bytes(32))


@dataclass(frozen=True)
class Piece:
    """Where a piece lies: `place` of what is sealed in the file, `start` and `size` of its bytes in what was written."""

    nonce: bytes
    place: int
    start: int
    size: int
    last: bool

    @property
    def end(self) -> int:
        return self.place + self.size + TAG


def is_sealed(file: IO[bytes]) -> bool:
    """Does it look like a file that was written here?"""
    return os.pread(file.fileno(), len(MAGIC), 0) == MAGIC


def pieces_of(file: IO[bytes], *, within: int | None = None) -> list[Piece]:
    """The pieces that lie there whole, up to the last one, or up to byte `within` of a file that has no end yet.

    Nothing is opened here.
    """
    descriptor, found = file.fileno(), []
    whole = os.fstat(descriptor).st_size
    place, start = len(MAGIC), 0
    while len(head := os.pread(descriptor, HEAD.size, place)) == HEAD.size:
        nonce, length = HEAD.unpack(head)
        piece = Piece(nonce, place + HEAD.size, start, (length & ~LAST) - TAG, bool(length & LAST))
        if piece.size < 0 or piece.end > whole or (within is not None and (piece.last or start + piece.size > within)):
            break
        found.append(piece)
        place, start = piece.end, start + piece.size
        if piece.last:
            break
    return found


class Writing:
    """Adds to a file what arrives; `pieces` are those that it goes on from."""

    def __init__(self, file: IO[bytes], cipher: FileCipher, *, pieces: list[Piece] | None = None):
        self.file, self.cipher, self.held = file, cipher, bytearray()
        self.number, self.start = len(pieces or ()), pieces[-1].start + pieces[-1].size if pieces else 0
        file.seek(pieces[-1].end if pieces else 0)
        if not pieces:
            file.write(MAGIC)

    def write(self, chunk: bytes) -> int:
        """Keep some bytes; whole pieces go to the file."""
        self.held += chunk
        while len(self.held) >= PIECE:
            self._put(bytes(self.held[:PIECE]))
            del self.held[:PIECE]
        return len(chunk)

    def flush(self) -> None:
        """What is held goes to the file, however short."""
        if self.held:
            self._put(bytes(self.held))
            self.held.clear()
        self.file.flush()

    def end(self) -> None:
        """Nothing follows any more."""
        self.flush()
        self._put(b"", last=True)
        self.file.flush()

    def _put(self, clear: bytes, *, last: bool = False) -> None:
        self.file.write(self.cipher.seal(clear, number=self.number, start=self.start, last=last))
        self.number, self.start = self.number + 1, self.start + len(clear)


class _Reading(io.RawIOBase):
    def __init__(self, file: IO[bytes], cipher: FileCipher, pieces: list[Piece], size: int):
        self.file, self.cipher, self.pieces, self.size = file, cipher, pieces, size
        self.starts = [piece.start for piece in pieces]
        self.at, self.opened, self.clear = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self.at = base + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer) -> int:
        if self.at >= self.size:
            return 0
        number = bisect_right(self.starts, self.at) - 1
        clear, inside = self._piece(number), self.at - self.starts[number]
        some = memoryview(clear)[inside : inside + len(buffer)]
        buffer[: len(some)] = some
        self.at += len(some)
        return len(some)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if number != self.opened:
            piece = self.pieces[number]
            sealed = os.pread(self.file.fileno(), piece.size + TAG, piece.place)
            self.clear, self.opened = self.cipher.open(piece, sealed, number=number), number
        return self.clear


def reading(file: IO[bytes], cipher: FileCipher, *, within: int | None = None) -> io.BufferedReader:
    """What was written, from anywhere; closing it closes `file`. Raises Damaged, now or at the piece that was altered.

    `within` bytes of a file that is still arriving; else it must have its end.
    """
    pieces = pieces_of(file, within=within)
    if within is None:
        _check_end(file, cipher, pieces)
    filled = [piece for piece in pieces if piece.size]
    size = pieces[-1].start + pieces[-1].size if pieces else 0
    return io.BufferedReader(_Reading(file, cipher, filled, size), ALIKE)


def _check_end(file: IO[bytes], cipher: FileCipher, pieces: list[Piece]) -> None:
    """An end that is not there, not the file's, or was put there by somebody else."""
    last = pieces[-1] if pieces else None
    try:
        if last is None or not last.last or os.fstat(file.fileno()).st_size != last.end:
            raise Damaged
        cipher.open(last, os.pread(file.fileno(), last.size + TAG, last.place), number=len(pieces) - 1)
    except Damaged:
        file.close()
        raise
