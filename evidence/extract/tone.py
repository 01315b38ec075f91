"""Light and dark of a picture made as OCR wants it: black on even white, without grain."""

import cv2
import numpy as np

GRAINY = 5.0  # standard deviation of grey values that no clean scan has
SPECKLED = 0.004  # share of pixels that differ from all around
SPECK = 60  # grey values by which a speck differs
DARK = 115  # grey value: half of the picture is darker, so it is light on dark
UNEVEN = 12.0  # standard deviation of the background's grey values
DIM = 215  # grey value of a paper that is not white


def dark_on_light(grey: np.ndarray) -> np.ndarray:
    """Night colours turned into day colours."""
    return cv2.bitwise_not(grey) if float(np.median(grey[::4, ::4])) < DARK else grey


def evened(grey: np.ndarray) -> np.ndarray:
    """Dark on light made black on even white; untouched when it is already."""
    paper = _paper(grey)
    if float(paper.std()) < UNEVEN and float(np.median(paper)) > DIM:
        return grey
    return _divided(grey, paper)


def quieted(grey: np.ndarray) -> np.ndarray:
    """Without specks and grain, when there are any."""
    if _specks(grey) > SPECKLED:
        smooth = cv2.medianBlur(grey, 3)
        grey = np.where(cv2.absdiff(grey, smooth) > SPECK / 2, smooth, grey)
    if _grain(grey) > GRAINY:
        grey = cv2.bilateralFilter(cv2.GaussianBlur(grey, (0, 0), 0.8), 5, 45, 3)
    return grey


def _specks(grey: np.ndarray) -> float:
    """Share of pixels that differ from every neighbour: dust does, the dot of an i does not."""
    band = grey[grey.shape[0] // 4 : grey.shape[0] * 3 // 4]
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    light = cv2.subtract(band, cv2.dilate(band, around))
    black = cv2.subtract(cv2.erode(band, around), band)
    return float((cv2.max(light, black) > SPECK / 2).mean())


def _grain(grey: np.ndarray) -> float:
    """Standard deviation of the grain where nothing is written: the median is deaf to letters."""
    sample = grey[: grey.shape[0] // 3 * 3]
    apart = np.abs(sample[1::3, 1:-1:2].astype(np.int16) * 2 - sample[1::3, :-2:2] - sample[1::3, 2::2])
    return float(np.median(apart)) / (0.6745 * 6**0.5)


def _paper(grey: np.ndarray) -> np.ndarray:
    """What the sheet would look like without its letters, at an eighth of the size."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    side = max(3, min(small.shape) // 40 * 2 + 3)
    light = cv2.dilate(small, np.ones((side, side), np.uint8))
    return cv2.blur(cv2.erode(light, np.ones((side, side), np.uint8)), (side, side))


def _divided(grey: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Each grey value as a share of the paper's around it, then stretched to the whole range."""
    whole = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(whole, 1), scale=255)
    low, high = np.percentile(even[::4, ::4], (0.5, 60))
    if high - low < 30:
        return even
    return np.clip((even.astype(np.float32) - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
