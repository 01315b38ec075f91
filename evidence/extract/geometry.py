"""Sheets set upright: perspective, quarter turns, tilt and size, each as a matrix, so that every word finds its way back."""

from dataclasses import dataclass

import cv2
import numpy as np

SMALL_SIDE = 900  # pixels of the picture on which geometry is measured
MOST_TILT = 12.0  # degrees
LEAST_TILT = 0.35
SHEET = 0.25  # share of a photo that a sheet fills at least
LETTER = 17  # pixels: height of small letters that are read best
LETTER_SMALL = 12
LETTER_LARGE = 34
LONGEST = 4200  # pixels of a side that is still worth reading
POINTS = 25_000
FEW_POINTS = 3  # of these, one in so many is enough to tell sideways from upright, and the tilt to a degree
MANY = 150  # letters that tell the height of all
EDGE = 9  # pixels beside the side of a sheet, in the reduced picture
STEP = 22  # grey values from the sheet to the ground behind it


@dataclass(frozen=True)
class View:
    """A picture as it is now, and the matrix by which points of the page came here."""

    pixels: np.ndarray
    way: np.ndarray

    def back(self, boxes: list[tuple[float, float, float, float]]) -> list[list[float]]:
        """Boxes of this view (left, top, right, bottom), each as the box around it on the page, in pixels of the page."""
        if not boxes:
            return []
        corners = np.array(boxes, np.float64)[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
        found = cv2.perspectiveTransform(corners.reshape(1, -1, 2), np.linalg.inv(self.way)).reshape(-1, 4, 2)
        return np.concatenate([found.min(axis=1), found.max(axis=1)], axis=1).tolist()


def seen(pixels: np.ndarray) -> View:
    """A picture as it came."""
    return View(pixels, np.eye(3))


def moved(view: View, matrix: np.ndarray, size: tuple[int, int], *, smooth: int = cv2.INTER_LINEAR) -> View:
    """Through one more matrix, into a picture of `size` (width, height)."""
    paper = int(np.percentile(view.pixels[::8, ::8], 80))
    pixels = cv2.warpPerspective(view.pixels, matrix, size, flags=smooth, borderValue=paper)
    return View(pixels, matrix @ view.way)


def flattened(view: View) -> View:
    """A sheet photographed from the side, seen from above; the view itself when no sheet lies before a darker ground."""
    corners = _sheet(view.pixels)
    if corners is None:
        return view
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = int(max(sides[0], sides[2])), int(max(sides[1], sides[3]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return moved(view, cv2.getPerspectiveTransform(corners.astype(np.float32), target), (width, height))


def turned(view: View, quarters: int) -> View:
    """Turned counterclockwise by quarters; no pixel is lost."""
    height, width = view.pixels.shape
    ways = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]),
        3: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]]),
    }
    way = ways[quarters % 4].astype(np.float64)
    return View(np.ascontiguousarray(np.rot90(view.pixels, quarters % 4)), way @ view.way)


def levelled(view: View, degrees: float) -> View:
    """Turned by a few degrees so that lines run level."""
    if abs(degrees) < LEAST_TILT:
        return view
    height, width = view.pixels.shape
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    return moved(view, matrix, (width, height))


def sized(view: View) -> View:
    """Small letters enlarged, huge ones reduced."""
    height, width = view.pixels.shape
    letter = letter_height(view.pixels)
    factor = LETTER / letter if letter and not LETTER_SMALL <= letter <= LETTER_LARGE else 1.0
    factor = min(max(factor, 0.2), 3.0, LONGEST / max(height, width))
    if 0.95 < factor < 1.05:
        return view
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    smooth = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    way = np.diag([size[0] / width, size[1] / height, 1.0])
    return View(cv2.resize(view.pixels, size, interpolation=smooth), way @ view.way)


def letter_height(pixels: np.ndarray) -> float:
    """Middle height of what may be letters, in pixels; 0 when nothing looks so. The fullest third speaks for the page."""
    ink = _ink(pixels)
    third = len(ink) // 3
    top = _fullest(ink, third)
    letters = _heights(ink[top : top + third])
    if len(letters) < MANY:
        letters = _heights(ink)
    return float(np.median(letters)) if len(letters) > 10 else 0.0


def _heights(ink: np.ndarray) -> np.ndarray:
    _count, _labels, facts, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, tall, area = facts[1:, cv2.CC_STAT_WIDTH], facts[1:, cv2.CC_STAT_HEIGHT], facts[1:, cv2.CC_STAT_AREA]
    return tall[(tall > 4) & (tall < 200) & (wide > 2) & (wide < 4 * tall) & (area > 0.15 * wide * tall)]


def fullest(pixels: np.ndarray, tall: int) -> int:
    """Where the band of this height begins that has the most ink, in pixels from the top."""
    return _fullest(_ink(pixels), tall)


def _fullest(marks: np.ndarray, tall: int) -> int:
    ink = np.cumsum(marks.sum(axis=1, dtype=np.int64))
    if tall >= len(ink):
        return 0
    return int(np.argmax(ink[tall:] - ink[:-tall]))


def lie(pixels: np.ndarray) -> tuple[bool, float]:
    """Do the lines run upwards instead of across, and by how many degrees are they tilted?"""
    points = _ink_points(pixels)
    if len(points) < 200:
        return False, 0.0
    standing = np.stack([points[:, 1], -points[:, 0]], axis=1)
    (across, tilt), (upwards, lean) = _roughly(points[::FEW_POINTS]), _roughly(standing[::FEW_POINTS])
    return (True, _exactly(standing, lean)) if upwards > 1.25 * across else (False, _exactly(points, tilt))


def _roughly(points: np.ndarray) -> tuple[float, float]:
    """How sharply lines stand out at the best angle, and that angle in whole degrees."""
    return max((_sharpness(points, angle), float(angle)) for angle in np.arange(-MOST_TILT, MOST_TILT + 0.1, 1.0))


def _exactly(points: np.ndarray, degrees: float) -> float:
    """The best angle near this one, to a fifth of a degree."""
    near = np.arange(degrees - 0.8, degrees + 0.81, 0.2)
    return max((_sharpness(points, angle), float(angle)) for angle in near)[1]


def _sharpness(points: np.ndarray, degrees: float) -> float:
    turn = np.deg2rad(degrees)
    rows = points[:, 1] * np.cos(turn) - points[:, 0] * np.sin(turn)
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _ink_points(pixels: np.ndarray) -> np.ndarray:
    """Places of ink in a picture reduced by a whole number, which is quick; at most POINTS of them, evenly chosen."""
    height, width = pixels.shape
    by = max(-(-max(height, width) // (2 * SMALL_SIDE)), 1)
    size = (max(width // by, 1), max(height // by, 1))
    small = cv2.resize(pixels[: size[1] * by, : size[0] * by], size, interpolation=cv2.INTER_AREA)
    found = cv2.findNonZero(_ink(small))
    if found is None:
        return np.empty((0, 2))
    return found.reshape(-1, 2)[:: max(len(found) // POINTS, 1)].astype(np.float64)


def _ink(pixels: np.ndarray) -> np.ndarray:
    block = max(15, min(pixels.shape) // 40 * 2 + 1)
    return cv2.adaptiveThreshold(pixels, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)


def _sheet(pixels: np.ndarray) -> np.ndarray | None:
    """Corners of a bright sheet on a darker ground, from the upper left on, clockwise."""
    height, width = pixels.shape
    factor = min(1.0, SMALL_SIDE / max(height, width))
    small = cv2.resize(pixels, (int(width * factor) or 1, int(height * factor) or 1), interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    for bright in _bright(small):
        corners = _four_corners(bright)
        if corners is not None and _stands_out(small, corners):
            return _clockwise(corners / factor)
    return None


def _bright(small: np.ndarray):
    """The bright part, by one threshold and by what is bright beside its surroundings."""
    yield cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    edges = cv2.dilate(cv2.Canny(small, 25, 75), np.ones((5, 5), np.uint8))
    yield cv2.bitwise_not(edges)


def _four_corners(bright: np.ndarray) -> np.ndarray | None:
    outlines, _tree = cv2.findContours(bright, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    whole = bright.shape[0] * bright.shape[1]
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
        hull = cv2.convexHull(outline)
        area = cv2.contourArea(hull)
        if not SHEET * whole < area < 0.97 * whole:
            continue
        for roughness in (0.02, 0.035, 0.05):
            corners = cv2.approxPolyDP(hull, roughness * cv2.arcLength(hull, True), True)
            if len(corners) == 4 and cv2.contourArea(corners) > 0.9 * area:
                return corners[:, 0].astype(np.float64)
    return None


def _stands_out(small: np.ndarray, corners: np.ndarray) -> bool:
    """Does the picture get darker at once, not little by little, behind each side? Else it is a shadow, no sheet."""
    middle = corners.mean(axis=0)
    steps = []
    for first, second in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = first + np.linspace(0.1, 0.9, 40)[:, None] * (second - first)
        outwards = (along - middle) / np.linalg.norm(along - middle, axis=1, keepdims=True)
        steps.append(_middle(small, along - EDGE * outwards) - _middle(small, along + EDGE * outwards))
    return sum(step > STEP for step in steps) >= 3 and min(steps) > -STEP


def _middle(small: np.ndarray, places: np.ndarray) -> float:
    """Middle grey value at these places."""
    height, width = small.shape
    columns = np.clip(places[:, 0], 0, width - 1).astype(np.int64)
    rows = np.clip(places[:, 1], 0, height - 1).astype(np.int64)
    return float(np.median(small[rows, columns].astype(np.float64)))


def _clockwise(corners: np.ndarray) -> np.ndarray:
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)
