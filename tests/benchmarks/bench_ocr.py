"""Processor seconds for a page of OCR, all that happens to it included, against Tesseract alone on the same pages.

Seconds of one core, so that whatever else the machine does is left out; both take turns, and of each the round counts that
was disturbed least: what others do on the machine only ever adds.
"""

import io
import resource
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from deploy.demo.pdf import Page, write
from evidence.reading import read
from tests.evidence import drawn

PAGES, ROUNDS = 6, 4


def measure(scale: int) -> dict:
    """A scanned PDF of clean pages. `rate`: our pages per second as a share of Tesseract's."""
    sheets = [drawn.letter(seed) for seed in range(PAGES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pindaian.pdf"
        path.write_bytes(write([Page(jpeg=_jpeg(sheet), pixels=drawn.A4) for sheet in sheets], title="Pindaian"))
        rounds = [(sum(map(_bare, sheets)) / PAGES, _ours(path) / PAGES) for _ in range(ROUNDS)]
    bare, ours = map(min, zip(*rounds, strict=True))
    return {"value": round(ours, 3), "baseline": round(bare, 3), "unit": "s/page", "rate": round(bare / ours, 3)}


def _jpeg(sheet: drawn.Drawn) -> bytes:
    out = io.BytesIO()
    Image.fromarray(sheet.pixels).save(out, "JPEG", quality=80)
    return out.getvalue()


def _bare(sheet: drawn.Drawn) -> float:
    picture = sheet.png()
    begun = _spent()
    subprocess.run(
        ["nice", "-n", "10", "tesseract", "-", "-", "-l", "ind+eng", "tsv"], input=picture, capture_output=True, check=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )  # fmt: skip
    return _spent() - begun


def _ours(path: Path) -> float:
    begun = _spent()
    pages: dict[int, dict] = {}
    while len(pages) < PAGES:  # part by part, as the worker does it
        pages |= read(path, "pdf", start=len(pages) + 1).pages
    assert all("tesseract" in page["extractor"] for page in pages.values())
    return _spent() - begun


def _spent() -> float:
    """Processor seconds of all children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
