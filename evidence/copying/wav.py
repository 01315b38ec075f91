"""WAV: how the sound is to be played and the sound itself; lists, notes and broadcast data are left out."""

KEPT = (b"fmt ", b"fact", b"data")


def cleaned(content: bytes) -> bytes:
    """Raises ValueError when it has no sound."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("no wave")
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if name in KEPT:
            kept.append(name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2))
        at += 8 + size + size % 2
    names = [chunk[:4] for chunk in kept]
    if b"fmt " not in names or b"data" not in names:
        raise ValueError("no sound")
    inside = b"WAVE" + b"".join(kept)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside
