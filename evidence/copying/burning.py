"""Burns the marked places out of page pictures: black where something stood, and no layer below it. A long file in parts."""

import json
import time
from pathlib import Path

from PIL import Image, ImageDraw

from evidence.copying.binding import bind

BLOCK = 8  # pixels: JPEG smears what stood in a block over all of it
QUALITY = 80
Marks = dict[int, list[list[float]]]


def run(folder: str, name: str, pages: str, seconds: str) -> dict:
    """Marks from `<name>.json`, [[page, left, top, right, bottom]]; writes `<name>`: {"type"}.

    `pages` 0: the safe copy is one picture and stays one. Else that many page pictures become a new PDF. When `seconds`
    are over before every marked page is burnt: {"left": pages}; those that are burnt stay for the next part.
    """
    place, marks = Path(folder), _marks(Path(folder) / f"{name}.json")
    if pages == "0":
        _burnt(place / "safe", marks.get(1, [])).save(place / name, "PNG")
        return {"type": "image/png"}
    left, worked = _burn_pages(place, name, marks, float(seconds))
    if left or worked > float(seconds) / 2:  # binding a long one is a part of its own
        return {"left": left}
    burnt = (f"{name}.h-{n}" if n in marks else f"h-{n}" for n in range(1, int(pages) + 1))
    bind((place / page for page in burnt), place / name)
    return {"type": "application/pdf"}


def _marks(place: Path) -> Marks:
    marks: Marks = {}
    for page, *box in json.loads(place.read_text()):
        marks.setdefault(int(page), []).append(box)
    return marks


def _burn_pages(place: Path, name: str, marks: Marks, seconds: float) -> tuple[int, float]:
    """How many marked pages are left, and the seconds that burning took; at least one page is done."""
    begun = time.monotonic()
    waiting = [number for number in sorted(marks) if not (place / f"{name}.h-{number}").exists()]
    for done, number in enumerate(waiting, start=1):
        _burn_page(place, name, number, marks[number])
        if time.monotonic() - begun > seconds:
            return len(waiting) - done, time.monotonic() - begun
    return 0, time.monotonic() - begun


def _burn_page(place: Path, name: str, number: int, boxes: list[list[float]]) -> None:
    """Under another name first: what has the page's name is whole, also after a crash."""
    unfinished = place / f"{name}.h-new"
    _burnt(place / f"h-{number}", boxes).save(unfinished, "JPEG", quality=QUALITY, subsampling=0)
    unfinished.replace(place / f"{name}.h-{number}")


def _burnt(source: Path, boxes: list[list[float]]) -> Image.Image:
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(_whole_blocks(box, *picture.size), fill="black")
    return picture


def _whole_blocks(box: list[float], width: int, height: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    return (
        int(left // BLOCK * BLOCK),
        int(top // BLOCK * BLOCK),
        min(int(-(-right // BLOCK) * BLOCK), width) - 1,
        min(int(-(-bottom // BLOCK) * BLOCK), height) - 1,
    )
