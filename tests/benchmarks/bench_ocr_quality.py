"""Character error rate per kind of spoilt page, prepared and read by us, against Tesseract alone on the same picture."""

import os
import subprocess

import cv2

from evidence.extract import ocr
from tests.evidence import drawn

PAGES = 4


def measure(scale: int) -> dict:
    """Mean over all kinds; `kinds` has [ours, Tesseract alone] for each."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    kinds = {kind: _rates(make) for kind, make in drawn.KINDS.items()}
    ours, bare = ([rates[which] for rates in kinds.values()] for which in (0, 1))
    return {
        "value": round(sum(ours) / len(ours), 4),
        "baseline": round(sum(bare) / len(bare), 4),
        "unit": "errors per character",
        "kinds": kinds,
    }


def _rates(make) -> list[float]:
    sheets = [make(seed) for seed in range(20, 20 + PAGES)]
    ours = sum(drawn.error_rate(ocr.recognised(_grey(sheet)).text, sheet.text) for sheet in sheets)
    bare = sum(drawn.error_rate(_bare(sheet), sheet.text) for sheet in sheets)
    return [round(ours / PAGES, 4), round(bare / PAGES, 4)]


def _grey(sheet: drawn.Drawn):
    return sheet.pixels if sheet.pixels.ndim == 2 else cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY)


def _bare(sheet: drawn.Drawn) -> str:
    command = ["tesseract", "-", "-", "-l", "ind+eng"]
    return subprocess.run(command, input=sheet.png(), capture_output=True, check=True).stdout.decode()
