"""Width and height of a picture out of its header, without decoding a pixel: a flood of pixels is refused, not drawn (F4)."""

from typing import BinaryIO

from evidence.boxes import boxes

MOST_PIXELS = 250_000_000  # a telephone's 200-megapixel camera passes
LONGEST_SIDE = 40_000
MOST_SEGMENTS = 4_000
MOST_FILLING = 1_000  # bytes 0xFF between two segments of a JPEG
MOST_FRAMES = 300  # of a moving picture; a sticker has some dozens
MOST_CHUNKS = 5_000
LONGEST_DESCRIPTION = 512 * 1024  # bytes of a HEIC's
FRAME_HEADERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})


def dimensions(kind: str, file: BinaryIO) -> tuple[int, int] | None:
    """Width and height in pixels for JPEG, PNG, WebP and HEIC; None when the header does not say, which no honest file does."""
    file.seek(0)
    return {"JPEG": _jpeg, "PNG": _png, "WebP": _webp, "HEIC": _heic}[kind](file)


def bearable(width: int, height: int) -> bool:
    """Can the picture be decoded within the limits of a worker?"""
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS


def frames(kind: str, file: BinaryIO) -> int:
    """How many pictures a moving PNG or WebP promises; at most MOST_FRAMES + 1 are counted. 1 for all that stands still."""
    if kind == "PNG":
        return _png_frames(file)
    return _webp_frames(file) if kind == "WebP" else 1


def _png_frames(file: BinaryIO) -> int:
    """What `acTL` says, which stands before the first pixels or nowhere."""
    at = 8
    for _ in range(MOST_CHUNKS):
        file.seek(at)
        head = file.read(12)
        if len(head) < 12 or head[4:8] in (b"IDAT", b"IEND"):
            return 1
        if head[4:8] == b"acTL":
            return int.from_bytes(head[8:12], "big")
        at += 12 + int.from_bytes(head[:4], "big")
    return MOST_FRAMES + 1


def _webp_frames(file: BinaryIO) -> int:
    count, at = 0, 12
    for _ in range(MOST_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8 or count > MOST_FRAMES:
            return max(count, 1)
        count += head[:4] == b"ANMF"
        length = int.from_bytes(head[4:], "little")
        at += 8 + length + length % 2
    return MOST_FRAMES + 1


def _png(file: BinaryIO) -> tuple[int, int] | None:
    head = file.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _jpeg(file: BinaryIO) -> tuple[int, int] | None:
    file.seek(2)
    for _ in range(MOST_SEGMENTS):
        marker = _marker(file)
        if marker is None or marker in (0xD9, 0xDA):
            return None
        if marker in BARE_MARKERS:
            continue
        length = int.from_bytes(file.read(2), "big")
        if marker in FRAME_HEADERS:
            frame = file.read(5)
            return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
        file.seek(max(length - 2, 0), 1)
    return None


def _marker(file: BinaryIO) -> int | None:
    if file.read(1) != b"\xff":
        return None
    for _ in range(MOST_FILLING):
        marker = file.read(1)
        if marker != b"\xff":
            return marker[0] if marker else None
    return None


def _webp(file: BinaryIO) -> tuple[int, int] | None:
    head = file.read(30)
    if len(head) < 30:
        return None
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    return None


def _heic(file: BinaryIO) -> tuple[int, int] | None:
    """The largest `ispe` of the file's description, which names every image in it."""
    described, sizes, at = _description(file), [], 0
    while (at := described.find(b"ispe", at)) >= 0:
        box = described[at + 8 : at + 16]
        if len(box) == 8:
            sizes.append((int.from_bytes(box[:4], "big"), int.from_bytes(box[4:], "big")))
        at += 4
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _description(file: BinaryIO) -> bytes:
    """The `meta` box, wherever it stands among the outermost."""
    for name, start, length in boxes(file):
        if name == b"meta":
            file.seek(start)
            return file.read(min(length, LONGEST_DESCRIPTION))
    return b""
