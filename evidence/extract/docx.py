"""Text of a DOCX: body, headers, footers, footnotes, endnotes and comments, read as XML that may hold no entities."""

import re
import zipfile
from collections.abc import Iterator

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from evidence.extract.pieces import Unreadable, pieces

NAME = "docx"
BODY = "word/document.xml"
BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
LARGEST_PART = 64 * 1024 * 1024  # bytes, unpacked
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REPEATED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def pages(path: str) -> Iterator[str]:
    """Pieces of the text; a page break that the writer set begins a new one. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise Unreadable("locked")
            paragraphs = [line for part in _parts(archive) for line in _paragraphs(archive, part)]
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, EOFError, NotImplementedError) as error:
        raise Unreadable("broken") from error
    return pieces(paragraphs)


def _parts(archive: zipfile.ZipFile) -> list[str]:
    names = set(archive.namelist())
    if BODY not in names:
        raise Unreadable("broken")
    return [BODY, *sorted(name for name in names if BESIDE.fullmatch(name))]


def _paragraphs(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    if archive.getinfo(part).file_size > LARGEST_PART:
        raise Unreadable("broken")
    line: list[str] = []
    repeated = 0  # depth inside what repeats a text box for old programs
    with archive.open(part) as source:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            if element.tag == REPEATED:
                repeated += 1 if event == "start" else -1
            elif event == "end" and not repeated:
                yield from _closed(element.tag.removeprefix(WORD).removeprefix(STRICT), element, line)
    yield from _line(line)
    yield "\f"


def _closed(tag: str, element, line: list[str]) -> Iterator[str]:
    """The lines that end with this element; what was read is let go of, so that a long file stays small in memory."""
    if tag == "t":
        line.append(element.text or "")
    elif tag == "tab":
        line.append("\t")
    elif tag == "br" and _attribute(element, "type") == "page":
        yield from _line(line)
        yield "\f"
    elif tag in ("br", "cr", "p"):
        yield from _line(line)
        element.clear()


def _line(line: list[str]) -> Iterator[str]:
    if line:
        yield "".join(line)
        line.clear()


def _attribute(element, name: str) -> str | None:
    return element.get(WORD + name) or element.get(STRICT + name)
