"""The outermost boxes of what telephones film, record and photograph (ISO base media: MP4, MOV, M4A, HEIC)."""

from collections.abc import Iterator
from typing import BinaryIO

MOST = 10_000  # boxes; a film that was streamed has one every few seconds
LARGEST_BRANDS = 4096  # bytes of `ftyp`
KNOWN = frozenset(
    b"ftyp moov mdat moof free skip wide uuid meta pnot mfra sidx ssix styp prft emsg pdin udta PICT idat mvex jP2  "
    b"sefd mpvd beam thmb meco bloc junk".split()
)


def boxes(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length in bytes of each, the last cut short by the file's end; ends at what is none."""
    end, at = file.seek(0, 2), 0
    for _number in range(MOST):
        file.seek(at)
        head = file.read(16)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = end - at
        if len(name) < 4 or length < 8:
            return
        yield name, at, min(length, end - at)
        at += length


def brands(file: BinaryIO) -> list[bytes]:
    """The brands that `ftyp` names, the major one first; empty when the file does not begin so."""
    file.seek(0)
    head = file.read(8)
    length = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or not 16 <= length <= LARGEST_BRANDS or length % 4:
        return []
    body = file.read(length - 8)
    return [body[:4], *(body[at : at + 4] for at in range(8, len(body), 4))]


def is_film(file: BinaryIO) -> bool:
    """Do boxes follow that such a file is made of, and not only its first line?"""
    names = [name for (name, _at, _length), _number in zip(boxes(file), range(8), strict=False)]
    return len(names) > 1 and names[1] in KNOWN
