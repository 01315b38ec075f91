"""Sound and video without what they tell of their maker: only the container is cleaned, nothing is encoded again."""

from collections.abc import Callable
from pathlib import Path

from evidence.copying.mp3 import cleaned as mp3
from evidence.copying.mp4 import cleaned as mp4
from evidence.copying.ogg import cleaned as ogg
from evidence.copying.wav import cleaned as wav
from evidence.copying.webm import cleaned as webm

CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "video/mp4": mp4,
    "video/quicktime": mp4,
    "audio/mp4": mp4,
    "audio/mpeg": mp3,
    "audio/ogg": ogg,
    "audio/wav": wav,
    "video/webm": webm,
}


def run(source: str, folder: str, content_type: str) -> dict:
    """Writes `safe`: {"type"}. Raises ValueError where it cannot be cleaned for sure."""
    copy = CLEANERS[content_type](Path(source).read_bytes())
    (Path(folder) / "safe").write_bytes(copy)
    return {"type": content_type}
