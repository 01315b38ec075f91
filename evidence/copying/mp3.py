"""MP3: the frames of sound alone; ID3, APE, Lyrics3 and whatever else stands before, between or behind them is left out."""

BITRATES = {  # kbit/s by (MPEG 1?, layer)
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # Hz by version bits
FEWEST = 2  # frames


def cleaned(content: bytes) -> bytes:
    """Raises ValueError when there are no frames to be found."""
    frames: list[bytes] = []
    at = _behind_tag(content)
    while at + 4 <= len(content):
        length = _length(content[at : at + 4])
        if length and (at + length == len(content) or _length(content[at + length : at + length + 4]) or frames):
            frames.append(content[at : at + length])
            at += length
        else:
            at = _next(content, at + 1)
    if len(frames) < FEWEST:
        raise ValueError("no frames")
    return b"".join(frames)


def _behind_tag(content: bytes) -> int:
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if content[5] & 0x10 else 0)


def _next(content: bytes, at: int) -> int:
    found = content.find(b"\xff", at)
    return found if found >= 0 else len(content)


def _length(head: bytes) -> int:
    """Bytes of the frame that begins here, 0 when none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, pitch, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or rate in (0, 15) or pitch == 3:
        return 0
    bits, frequency = BITRATES[version == 3, layer][rate] * 1000, RATES[version][pitch]
    if layer == 1:
        return (12 * bits // frequency + padding) * 4
    samples = 72 if layer == 3 and version != 3 else 144
    return samples * bits // frequency + padding
