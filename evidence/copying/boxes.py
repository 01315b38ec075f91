"""The boxes that MP4, M4A and MOV are made of: four bytes of length, four of name, then what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 100_000  # boxes of a file


@dataclass(frozen=True)
class Box:
    """A box at [start, end); what it holds begins at `body`."""

    name: bytes
    start: int
    body: int
    end: int


def boxes(data, start: int, end: int) -> Iterator[Box]:
    """The boxes that lie in [start, end). Raises ValueError when they do not fill it."""
    for _ in range(DEEPEST):
        if end - start < 8:
            break
        box = _box(data, start, end)
        yield box
        start = box.end
    if any(data[start:end]):
        raise ValueError("rest")


def find(data, box: Box, *path: bytes) -> Box | None:
    """The first box down this path."""
    for name in path:
        found = next((inner for inner in boxes(data, box.body, box.end) if inner.name == name), None)
        if found is None:
            return None
        box = found
    return box


def _box(data, start: int, end: int) -> Box:
    size, name, body = int.from_bytes(data[start : start + 4], "big"), bytes(data[start + 4 : start + 8]), start + 8
    if size == 1:
        size, body = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
    elif size == 0:
        size = end - start
    if size < body - start or start + size > end:
        raise ValueError("size")
    return Box(name, start, body, start + size)
