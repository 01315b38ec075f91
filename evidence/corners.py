"""Fingerprints of pictures: where their corners are and what they look like, so that a picture is known again after it was
compressed, resized or cropped.

A hash of the whole picture changes with every crop, and of two telephone screens with the same look it says too little:
the corners (ORB: Rublee et al. 2011) that two pictures share must lie in the same arrangement, up to shift and size.
`python -m evidence.corners FILE …` is the child that looks at pictures a stranger sent: one line for each, base64 or empty.
"""

import base64
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from evidence.sandbox import MEGABYTE, restrict

WIDTH = 480  # pixels: every picture is looked at in this size
LONGEST = 4800  # pixels of its height then
POINTS = 140
CELL, PER_CELL = 40, 3  # so many pixels hold at most so many corners
BLUR = 2.0  # what a telephone's sharpness adds, and compression takes away
FEWEST = 16  # corners: an empty page is no picture to be known again
LOOKED_UP = 64  # strongest corners that become bands
RECORD = np.dtype([("x", "<u2"), ("y", "<u2"), ("look", "u1", 32)])
NEAREST = 64  # bits of 256 in which two looks of the same corner may differ
ENOUGH, SPREAD = 10, 0.35  # corners in the same arrangement, and the share of the common area they lie in
ZOOM, TILT, MISS = (0.45, 2.2), 4.0, 5.0  # sizes, degrees, pixels
TOGETHER = (4, 6)  # the common area is counted in so many columns and rows
_bits = np.random.RandomState(7).choice(256, 16, replace=False)  # fixed for good: bands that are kept depend on it


@dataclass(frozen=True)
class Match:
    """How many corners two pictures share in one arrangement, and over which share of the area they have in common."""

    corners: int
    spread: float

    @property
    def alike(self) -> bool:
        return self.corners >= ENOUGH and self.spread >= SPREAD

    @property
    def score(self) -> float:
        """0 to 1, for sorting."""
        return round(min(self.corners / POINTS, 1.0) * self.spread, 3)


NO_MATCH = Match(0, 0.0)


def corners_of(picture: np.ndarray) -> np.ndarray:
    """The strongest corners of a grey picture, spread over it."""
    size = picture.shape[1] and WIDTH / picture.shape[1]
    height = int(min(max(picture.shape[0] * size, 32), LONGEST))
    scaled = cv2.resize(picture, (WIDTH, height), interpolation=cv2.INTER_AREA if size < 1 else cv2.INTER_LINEAR)
    finder = cv2.ORB_create(nfeatures=1500, scaleFactor=1.2, nlevels=6, fastThreshold=8, edgeThreshold=16, patchSize=31)  # type: ignore[attr-defined]
    points, looks = finder.detectAndCompute(cv2.GaussianBlur(scaled, (0, 0), BLUR), None)
    if looks is None:
        return np.zeros(0, RECORD)
    rows = [(round(point.pt[0]), round(point.pt[1]), look) for point, look in _spread(points, looks)]
    return np.array(rows, RECORD) if len(rows) >= FEWEST else np.zeros(0, RECORD)


def _spread(points, looks) -> Iterator[tuple]:
    held: dict[tuple[int, int], int] = {}
    taken = 0
    for number in sorted(range(len(points)), key=lambda n: -points[n].response):
        x, y = points[number].pt
        cell = int(x // CELL), int(y // CELL)
        held[cell] = held.get(cell, 0) + 1
        if held[cell] <= PER_CELL and taken < POINTS:
            taken += 1
            yield points[number], looks[number]


def packed(corners: np.ndarray) -> str:
    return base64.b64encode(corners.tobytes()).decode()


def unpacked(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), RECORD)


def bands(corners: np.ndarray) -> list[str]:
    """Sixteen bits of each of the strongest corners: pictures that share several are compared in full."""
    bits = np.unpackbits(corners["look"][:LOOKED_UP], axis=1)[:, _bits]
    return sorted({f"P:{value:04x}" for value in bits @ (1 << np.arange(16))}) if len(corners) else []


def compare(one: np.ndarray, other: np.ndarray) -> Match:
    """Do corners of the one lie in the other in the same arrangement, shifted and resized but not turned?"""
    if not (len(one) and len(other)):
        return NO_MATCH
    here, there = _places(one), _places(other)
    pairs = _pairs(one["look"], other["look"])
    if len(pairs) < ENOUGH:
        return NO_MATCH
    from_, to = here[pairs[:, 0]], there[pairs[:, 1]]
    moved, fitting = cv2.estimateAffinePartial2D(from_, to, ransacReprojThreshold=MISS)
    if moved is None or not _plain(moved):
        return NO_MATCH
    kept = from_[fitting.ravel().astype(bool)]
    return Match(len(kept), _covered(kept, here, here @ moved[:, :2].T + moved[:, 2], there))


def _places(corners: np.ndarray) -> np.ndarray:
    return np.stack([corners["x"], corners["y"]], axis=1).astype(np.float32)


def _pairs(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Corners that are each other's likest."""
    a, b = (np.unpackbits(look, axis=1).astype(np.float32) for look in (one, other))
    apart = a.sum(1)[:, None] + b.sum(1)[None, :] - 2 * (a @ b.T)
    likest, back = apart.argmin(1), apart.argmin(0)
    rows = np.arange(len(one))
    mutual = (back[likest] == rows) & (apart[rows, likest] < NEAREST)
    return np.stack([rows[mutual], likest[mutual]], axis=1)


def _plain(moved: np.ndarray) -> bool:
    """Shifted and resized, as a crop does it; never turned."""
    size, tilt = np.hypot(moved[0, 0], moved[0, 1]), abs(np.degrees(np.arctan2(moved[1, 0], moved[0, 0])))
    return ZOOM[0] < size < ZOOM[1] and tilt < TILT


def _covered(kept: np.ndarray, here: np.ndarray, moved: np.ndarray, there: np.ndarray) -> float:
    """Of the cells of the common area that hold a corner, the share that holds a shared one: the same title bar is little."""
    common = here[((moved >= there.min(0) - MISS) & (moved <= there.max(0) + MISS)).all(1)]
    if not len(common):
        return 0.0
    low, size = common.min(0), common.max(0) - common.min(0) + 1
    cells = [{tuple(cell) for cell in ((places - low) / size * TOGETHER).astype(int)} for places in (kept, common)]
    return len(cells[0] & cells[1]) / max(len(cells[1]), 1)


def main(paths: list[str]) -> None:
    """The child: one line for each picture, empty for one that is none."""
    for path in paths:
        picture = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
        seen = packed(corners_of(picture)) if picture is not None and picture.size else ""
        sys.stdout.write(f"{seen}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    cv2.setNumThreads(0)
    restrict(memory=1536 * MEGABYTE, seconds=40)
    main(sys.argv[1:])
