"""Burns the marked places out of page pictures: black where something stood, and no layer below it."""

import json
from pathlib import Path

from PIL import Image, ImageDraw

from evidence.copying.binding import bind

BLOCK = 8  # pixels: JPEG smears what stood in a block over all of it
QUALITY = 80


def run(folder: str, name: str, pages: str) -> dict:
    """Marks from `<name>.json`, [[page, left, top, right, bottom]]; writes `<name>`: {"type"}.

    `pages` 0: the safe copy is one picture and stays one. Else that many page pictures become a new PDF.
    """
    place = Path(folder)
    marks: dict[int, list[list[float]]] = {}
    for page, *box in json.loads((place / f"{name}.json").read_text()):
        marks.setdefault(int(page), []).append(box)
    if pages == "0":
        _burnt(place / "safe", marks.get(1, [])).save(place / name, "PNG")
        return {"type": "image/png"}
    bind((_page(place, name, number, marks) for number in range(1, int(pages) + 1)), place / name)
    for number in marks:
        (place / f"{name}.h-{number}").unlink(missing_ok=True)
    return {"type": "application/pdf"}


def _page(place: Path, name: str, number: int, marks: dict) -> Path:
    if number not in marks:
        return place / f"h-{number}"
    burnt = place / f"{name}.h-{number}"
    _burnt(place / f"h-{number}", marks[number]).save(burnt, "JPEG", quality=QUALITY, subsampling=0)
    return burnt


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
