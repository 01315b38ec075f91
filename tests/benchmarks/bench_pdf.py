"""Text of a PDF of 500 full pages, read by the child in its sandbox, against the bare library in a process of its own."""

import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from statistics import median

from deploy.demo.pdf import HEIGHT, Line, Page, write
from evidence.reading import read
from tests.evidence import drawn

PAGES, ROUNDS = 500, 3
BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
print(sum(len(page.get_textpage().get_text_bounded()) for page in document))
"""


def measure(scale: int) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "laporan.pdf"
        path.write_bytes(write([_page(number) for number in range(PAGES)], title="Laporan"))
        bare = median(_timed(lambda: _bare(path)) for _ in range(ROUNDS))
        ours = median(_timed(lambda: _ours(path)) for _ in range(ROUNDS))
    return {"value": round(ours, 3), "baseline": round(bare, 3), "unit": "s", "pages": PAGES}


def _page(number: int) -> Page:
    text = drawn.letter(number, size=(8, 8), lines=60).text.replace("\n", " ")
    rows = textwrap.wrap(text, 95)[:46]
    return Page([Line(60, HEIGHT - 60 - 15 * row, line, 10) for row, line in enumerate(rows)])


def _bare(path: Path) -> None:
    subprocess.run(["nice", "-n", "10", sys.executable, "-c", BARE, str(path)], check=True, capture_output=True)


def _ours(path: Path) -> None:
    reading = read(path, "pdf", seconds=60)
    assert reading.ended and len(reading.pages) == PAGES


def _timed(act) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
