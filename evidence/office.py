"""What a document of an office program may hold: text and pictures, nothing that acts or calls when it is opened (F3)."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_noop as _

from evidence.kinds import KINDS, FileKind
from evidence.refusal import Unacceptable

PARTS = {"word/document.xml": "DOCX", "xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX"}
TEXT_DOCUMENT = b"application/vnd.oasis.opendocument.text"
TYPES = "[Content_Types].xml"
LARGEST_LIST = 2 * 1024 * 1024  # bytes, of what names parts and links
LARGEST_WITHIN = 50 * 1024 * 1024  # bytes, unpacked, of a document in a document
CHUNK = 1024 * 1024
OVERLAP = 4096
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"L\0\0\0\x01\x14\x02\0")

MACRO_PARTS = ("vbaproject", "vbadata.xml", "xl/macrosheets/", "activex/", "/intlmacrosheets/")
ODT_MACRO_PARTS = ("Basic/", "Scripts/", "Dialogs/")
ACTING = re.compile(rb"script:event-listener|vnd\.sun\.star\.script:|macro://|ppaction://(?:macro|program)", re.I)
ENTITIES = re.compile(rb"<!ENTITY", re.I)
FIELD = re.compile(
    rb"fldCharType\s*=\s*[\"']begin|<(?:\w+:)?instrText\b[^>]{0,400}>([^<]*)<|\b(?:\w+:)?instr\s*=\s*(\"[^\"]*\"|'[^']*')"
)
DDE_FIELD = re.compile(rb"(?<![A-Za-z])DDE(?:AUTO)?(?![A-Za-z])", re.I)
DDE = re.compile(rb"<(?:\w+:)?(?:ddeLink|oleLink)\b|<(?:text|office):dde-")
LOADED = re.compile(  # what an OpenDocument program fetches by itself
    rb"<(?:draw:(?:image|object|object-ole|plugin|floating-frame)|text:section-source|table:table-source|style:background-image)"
    rb"\b[^>]{0,2000}xlink:href\s*=\s*[\"'](?:\w{2,}:(?!/*[A-Za-z]:)|//|\\\\)",
    re.I,
)
REMOTE = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|(?:file:)?[/\\]{2}(?![/\\]?[/\\]*[a-z]:)[^/\\]|file:/{4,})", re.I
)
CALLED_BY_A_CLICK = "/hyperlink"
IMPORTED = ("/afchunk", "/oleobject_embedded")

MACROS = _("Berkas ini memuat makro. Simpan sebagai PDF, lalu kirim lagi.")
OBJECTS = _("Berkas ini memuat objek program lain. Simpan sebagai PDF, lalu kirim lagi.")
LINKED = _("Berkas ini mengambil isi dari tempat lain saat dibuka. Simpan sebagai PDF, lalu kirim lagi.")
CROOKED = _("Susunan berkas ini tidak wajar. Simpan sebagai PDF, lalu kirim lagi.")
FOREIGN = _("Berkas jenis ini tidak bisa kami terima. Kirim foto, PDF, suara, atau video.")


def judge(archive: zipfile.ZipFile, *, within: bool = False) -> FileKind:
    """DOCX, XLSX, PPTX or ODT without anything that acts. Raises Unacceptable, and what zipfile raises."""
    names = set(archive.namelist())
    kind = _kind(archive, names)
    if any(part in name.lower() for name in names for part in MACRO_PARTS):
        raise Unacceptable(MACROS)
    if kind.name == "ODT" and any(name.startswith(ODT_MACRO_PARTS) for name in names):
        raise Unacceptable(MACROS)
    for entry in archive.infolist():
        if not entry.is_dir():
            _judge_part(archive, entry, within)
    return kind


def _kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "mimetype" in names:
        if _whole(archive, "mimetype").strip() != TEXT_DOCUMENT:
            raise Unacceptable(FOREIGN)
        return KINDS["ODT"]
    types = _whole(archive, TYPES).replace(b"\0", b"").lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise Unacceptable(MACROS)
    found = next((kind for part, kind in PARTS.items() if part in names), None)
    if found is None:
        raise Unacceptable(FOREIGN)
    return KINDS[found]


def _judge_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, within: bool) -> None:
    with archive.open(entry) as part:
        head = part.read(8)
    if head.startswith(OLD_OFFICE) or head.startswith(PROGRAMS):
        raise Unacceptable(OBJECTS)
    if head.startswith(b"PK\x03\x04"):
        _judge_within(archive, entry, within)
    if entry.filename.lower().endswith(".rels"):
        _judge_links(_whole(archive, entry.filename))
    elif entry.filename.lower().endswith((".xml", ".vml")):
        _judge_text(archive, entry)


def _judge_within(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, within: bool) -> None:
    """A table behind a chart is a document in a document: one level, by the same rules."""
    if within or entry.file_size > LARGEST_WITHIN or not entry.filename.lower().endswith((".xlsx", ".docx", ".pptx")):
        raise Unacceptable(OBJECTS)
    with archive.open(entry) as part, zipfile.ZipFile(io.BytesIO(part.read())) as inner:
        if sum(one.file_size for one in inner.infolist()) > LARGEST_WITHIN:
            raise Unacceptable(OBJECTS)
        judge(inner, within=True)


def _judge_links(listed: bytes) -> None:
    try:
        links = fromstring(listed, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unacceptable(CROOKED) from error
    for link in links.iter():
        kind, target = link.get("Type", "").lower(), link.get("Target", "")
        if "vbaproject" in kind:
            raise Unacceptable(MACROS)
        if kind.endswith(IMPORTED):
            raise Unacceptable(OBJECTS)
        outside = link.get("TargetMode", "").lower() == "external"
        if outside and not kind.endswith(CALLED_BY_A_CLICK) and REMOTE.match(target):
            raise Unacceptable(LINKED)


def _judge_text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    fields = bytearray()
    for chunk in _chunks(archive, entry):
        if ENTITIES.search(chunk):
            raise Unacceptable(CROOKED)
        if ACTING.search(chunk):
            raise Unacceptable(MACROS)
        if DDE.search(chunk) or LOADED.search(chunk):
            raise Unacceptable(LINKED)
        for field in FIELD.finditer(chunk):
            fields += (field[1] if field[1] is not None else b"\n" + (field[2] or b""))[:OVERLAP]
    if DDE_FIELD.search(fields):
        raise Unacceptable(LINKED)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part piece by piece; each begins with the end of the last. Without NULs, UTF-16 reads like ASCII."""
    held = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            held = held[-OVERLAP:] + chunk.replace(b"\0", b"")
            yield held


def _whole(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that names others. Raises Unacceptable when it is longer than such a part ever is."""
    if archive.getinfo(name).file_size > LARGEST_LIST:
        raise Unacceptable(CROOKED)
    with archive.open(name) as part:
        return part.read(LARGEST_LIST)
