"""OGG (Opus and Vorbis): the packet of comments is blanked where it lies, and the pages it lies on are summed anew."""

from dataclasses import dataclass

MOST_PAGES = 500_000
COMMENTS = {b"OpusHead": b"OpusTags", b"\x01vorbis": b"\x03vorbis"}
POLYNOMIAL = 0x04C11DB7


@dataclass(frozen=True)
class OggPage:
    """A page at [start, end); `pieces` are the lengths of its segments, from `body` on."""

    start: int
    body: int
    end: int
    stream: bytes
    pieces: bytes


def cleaned(content: bytes) -> bytes:
    """Raises ValueError for other codecs and broken pages."""
    data = bytearray(content)
    pages = list(_pages(data))
    for stream in dict.fromkeys(page.stream for page in pages):
        _blank(data, [page for page in pages if page.stream == stream])
    return bytes(data)


def _pages(data: bytearray):
    at = 0
    for _ in range(MOST_PAGES):
        if at == len(data):
            return
        if data[at : at + 4] != b"OggS" or at + 27 > len(data):
            raise ValueError("page")
        pieces = bytes(data[at + 27 : at + 27 + data[at + 26]])
        body = at + 27 + len(pieces)
        page = OggPage(at, body, body + sum(pieces), bytes(data[at + 14 : at + 18]), pieces)
        if page.end > len(data):
            raise ValueError("cut")
        yield page
        at = page.end


def _blank(data: bytearray, pages: list[OggPage]) -> None:
    """The second packet of a stream holds the comments."""
    head, spans = _first_two(pages)
    name = next((said for start, said in COMMENTS.items() if data[head : head + len(start)] == start), None)
    packet = b"".join(bytes(data[start:end]) for start, end in spans)
    if name is None or not packet.startswith(name):
        raise ValueError("codec")
    rest = _without_words(packet, len(name))
    for start, end in spans:
        data[start:end], rest = rest[: end - start], rest[end - start :]
    for page in pages:
        if any(page.body <= start < page.end for start, _end in spans):
            _sum(data, page)


def _without_words(packet: bytes, at: int) -> bytes:
    """No maker, no comments, the bit that ends a Vorbis packet, and zeros up to the old length."""
    return (packet[:at] + bytes(8) + b"\x01").ljust(len(packet), b"\0")[: len(packet)]


def _first_two(pages: list[OggPage]) -> tuple[int, list[tuple[int, int]]]:
    """Where the first packet begins, and the places of the second."""
    packet, spans = 0, []
    for page in pages:
        at = page.body
        for length in page.pieces:
            if packet == 1 and length:
                spans.append((at, at + length))
            at += length
            packet += length < 255
            if packet == 2:
                return pages[0].body, spans
    raise ValueError("no comments")


def _sum(data: bytearray, page: OggPage) -> None:
    data[page.start + 22 : page.start + 26] = bytes(4)
    total = 0
    for byte in data[page.start : page.end]:
        total = (total << 8 & 0xFFFFFFFF) ^ TABLE[(total >> 24) ^ byte]
    data[page.start + 22 : page.start + 26] = total.to_bytes(4, "little")


def _entry(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = (value << 1 ^ (POLYNOMIAL if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


TABLE = [_entry(byte) for byte in range(256)]
