"""Office files are ZIPs of XML: their parts, read as a stream that may hold no entities."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, iterparse

from evidence.extract.pieces import Unreadable

LARGEST_PART = 64 * 1024 * 1024  # bytes, unpacked
LARGEST_INDEX = 4 * 1024 * 1024  # bytes of a part that is read as a whole
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
Source = str | bytes


def content(source: Source) -> bytes:
    """The bytes of a file, or those that came out of another one."""
    return source if isinstance(source, bytes) else Path(source).read_bytes()


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """The parts. Raises Unreadable for whatever is wrong with them, also while they are read."""
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise Unreadable("locked")
            yield archive
    except (
        zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, EOFError, NotImplementedError, ValueError,
    ) as error:  # fmt: skip
        raise Unreadable("broken") from error


def events(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, object]]:
    """ "start" or "end", the tag without its namespace, the element; the whole of it is never held."""
    if archive.getinfo(part).file_size > LARGEST_PART:
        raise Unreadable("large")
    with archive.open(part) as source:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            yield event, element.tag.rpartition("}")[2], element


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id to kind (last word of its type) and the name of the other part."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in archive.namelist():
        return {}
    return {
        each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _place(folder, each.get("Target", "")))
        for each in index(archive, listed).iter(RELATION)
    }


def index(archive: zipfile.ZipFile, part: str):
    """A small part as a tree."""
    if archive.getinfo(part).file_size > LARGEST_INDEX:
        raise Unreadable("large")
    return fromstring(archive.read(part), forbid_dtd=True)


def attribute(element, name: str) -> str | None:
    """The value of an attribute by its name without the namespace, of which there are two editions."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def _place(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
