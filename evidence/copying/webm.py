"""WebM: elements that are not needed for playing become Void of the same length; names, programs and dates become blank."""

SEGMENT, CLUSTER, INFO, TRACKS, ENTRY, HEAD = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE, 0x1A45DFA3
SEEK, CUES, VOID, SUM = 0x114D9B74, 0x1C53BB6B, 0xEC, 0xBF
KEPT = {HEAD, SEGMENT, CLUSTER, INFO, TRACKS, SEEK, CUES, VOID}
OF_CLUSTER = {0xE7, 0xA7, 0xAB, 0xA3, 0xA0}  # met on the level of clusters when one has no length of its own
OF_INFO = {0x2AD7B1, 0x4489}  # scale and length of time
OF_TRACK = {
    0xD7, 0x73C5, 0x83, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x23314F, 0x55EE, 0x22B59C, 0x86, 0x63A2, 0xAA,
    0x56AA, 0x56BB, 0xE0, 0xE1, 0x6D80,
}  # fmt: skip
MOST = 2_000_000  # elements


def cleaned(content: bytes) -> bytes:
    """Raises ValueError when it cannot be followed to its end."""
    data = bytearray(content)
    seen = _walk(data, 0, len(data))
    if not {SEGMENT, TRACKS, CLUSTER} <= seen:
        raise ValueError("nothing to play")
    return bytes(data)


def _walk(data: bytearray, at: int, end: int) -> set[int]:
    seen: set[int] = set()
    for _ in range(MOST):
        if at >= end:
            return seen
        name, body, after = _element(data, at, end)
        seen.add(name)
        at = _treated(data, name, at, body, after)
    raise ValueError("too many")


def _treated(data: bytearray, name: int, at: int, body: int, after: int | None) -> int:
    """Where the next element begins."""
    if name == SEGMENT or (name == CLUSTER and after is None):
        return body
    if after is None:
        raise ValueError("length")
    if name == INFO:
        _keep_only(data, body, after, OF_INFO)
    elif name == TRACKS:
        _keep_only(data, body, after, {ENTRY})
    elif name == VOID:
        data[body:after] = bytes(after - body)
    elif name not in KEPT and name not in OF_CLUSTER:
        _void(data, at, after)
    return after


def _keep_only(data: bytearray, at: int, end: int, kept: set[int]) -> None:
    while at < end:
        name, body, after = _element(data, at, end)
        if after is None:
            raise ValueError("length")
        if name == ENTRY and name in kept:
            _keep_only(data, body, after, OF_TRACK)
        elif name not in kept:
            _void(data, at, after)
        at = after


def _void(data: bytearray, start: int, end: int) -> None:
    """The whole element as Void: one byte of name, the rest of length and nothing."""
    length = end - start - 1
    width = 1 if length - 1 < 127 else 8
    if length < width:
        raise ValueError("short")
    body = length - width
    data[start:end] = bytes([VOID]) + (body | 1 << 7 * width).to_bytes(width, "big") + bytes(body)


def _element(data: bytearray, at: int, end: int) -> tuple[int, int, int | None]:
    """Name, where it begins, where it ends (None: it does not say)."""
    width = _width(data[at])
    name, at = int.from_bytes(data[at : at + width], "big"), at + width
    if at >= end:
        raise ValueError("cut")
    width = _width(data[at])
    raw, body = int.from_bytes(data[at : at + width], "big"), at + width
    size = raw & (1 << 7 * width) - 1
    if size == (1 << 7 * width) - 1:
        return name, body, None
    if body + size > end:
        raise ValueError("cut")
    return name, body, body + size


def _width(first: int) -> int:
    if not first:
        raise ValueError("number")
    return 9 - first.bit_length()
