"""A writer of small PDF files: pages of Helvetica text, or pages that are one picture, as a scanner makes them."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842  # A4 in points
FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold"}


@dataclass(frozen=True)
class Line:
    """One line of text; `x` and `y` in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "plain"


@dataclass
class Page:
    """Lines of text, or the bytes of a JPEG of `pixels` that fills the page."""

    lines: list[Line] = field(default_factory=list)
    jpeg: bytes = b""
    pixels: tuple[int, int] = (0, 0)


def write(pages: list[Page], *, title: str) -> bytes:
    """The file. The same pages always give the same bytes; characters outside Latin-1 become question marks."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = {name: _add(objects, _font(base)) for name, base in FONTS.items()}
    kids = [_add_page(objects, page, fonts) for page in pages]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>".encode()
    info = _add(objects, b"<< /Title (" + _escaped(title) + b") /Producer (Netral) >>")
    return _joined(objects, info)


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _font(base: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()


def _stream(data: bytes, facts: str = "") -> bytes:
    return f"<< {facts}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _add_page(objects: list[bytes], page: Page, fonts: dict[str, int]) -> int:
    resources = "/Font << " + " ".join(f"/{name} {number} 0 R" for name, number in fonts.items()) + " >>"
    content = _text(page.lines)
    if page.jpeg:
        resources += f" /XObject << /Im {_add(objects, _picture(page))} 0 R >>"
        content = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q".encode()
    body = _add(objects, _stream(content))
    size = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
    return _add(
        objects, f"<< /Type /Page /Parent 2 0 R {size} /Resources << {resources} >> /Contents {body} 0 R >>".encode()
    )


def _picture(page: Page) -> bytes:
    width, height = page.pixels
    facts = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
    return _stream(page.jpeg, facts + "/BitsPerComponent 8 /Filter /DCTDecode ")


def _text(lines: list[Line]) -> bytes:
    return b"\n".join(
        f"BT /{line.font} {line.size} Tf {line.x:g} {line.y:g} Td (".encode() + _escaped(line.text) + b") Tj ET"
        for line in lines
    )


def _escaped(text: str) -> bytes:
    raw = text.encode("latin-1", errors="replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _joined(objects: list[bytes], info: int) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {info} 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
