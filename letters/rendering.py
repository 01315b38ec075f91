"""A letter as PDF/A: one Typst form whose text comes in as JSON, so that nothing written in a case is ever code."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from accounts.qr import picture

FORM = Path(__file__).parent / "typst" / "letter.typ"
# archival with its structure, and accessible: ISO 19005-2 level A, ISO 14289-1
STANDARDS = ["a-2a", "ua-1"]
UNKNOWN = "\u25a1"  # printed for a sign that the letter's font does not have
PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1E00, 0x1EFF), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x203A),
    (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212), (0x25A1, 0x25A1), (0x300, 0x304),
)  # fmt: skip
SURE = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x2022, 0x2022), (0x25A1, 0x25A1),
)  # fmt: skip


def render(page: dict, *, at: datetime, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a letter; the same `page` and `at` make the same bytes. `pictures` are JPEGs by the names in its annexes."""
    with TemporaryDirectory(prefix="surat-") as folder:
        for name, content in (pictures or {}).items():
            (Path(folder) / name).write_bytes(content)
        try:
            return _compiled(_cleaned(page, PRINTABLE), at, folder)
        except typst.TypstError:  # a sign within these ranges that the font lacks all the same
            return _compiled(_cleaned(page, SURE), at, folder)


def qr(link: str) -> str:
    """A QR code as SVG."""
    code = picture(link)
    size = code["size"]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{code["path"]}"/></svg>'


def _compiled(page: dict, at: datetime, folder: str) -> bytes:
    compiler = typst.Compiler(
        _form(),
        root=folder,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(page, ensure_ascii=False)},
    )
    return cast(
        bytes, compiler.compile(format="pdf", pdf_standards=cast(Any, STANDARDS), timestamp=int(at.timestamp()))
    )


@lru_cache(maxsize=1)
def _form() -> bytes:
    return FORM.read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts that come with Typst: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _cleaned(value, ranges):
    if isinstance(value, str):
        return "".join(_sign(c, ranges) for c in value)
    if isinstance(value, list):
        return [_cleaned(item, ranges) for item in value]
    if isinstance(value, dict):
        return {name: _cleaned(item, ranges) for name, item in value.items()}
    return value


def _sign(c: str, ranges) -> str:
    if any(low <= ord(c) <= high for low, high in ranges):
        return c
    if c in "\n\t\r\u2028":
        return " "
    return "" if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Mn") else UNKNOWN
