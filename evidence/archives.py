"""What a ZIP may be, judged by its central directory alone: no bomb, no trick with paths, no program, no archive within (F3)."""

import stat
import struct
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from evidence.kinds import ARCHIVES, DANGEROUS, KINDS, FileKind
from evidence.names import extension_of
from evidence.refusal import Unacceptable

MOST_ENTRIES = 1000
MOST_BYTES = 200 * 1024 * 1024  # of all entries, unpacked
RATIO = 100
SMALL = 1024 * 1024  # bytes; below it a ratio says nothing: an empty table packs like a bomb
END = b"PK\x05\x06"
END_SEARCH = 65_535 + 22
OFFICE_PARTS = {"word/document.xml": "DOCX", "xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX"}
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "activex/")
TEXT_DOCUMENT = b"application/vnd.oasis.opendocument.text"

BROKEN = _("Berkas ini rusak atau tidak lengkap. Coba kirim lagi.")
PATHS = _("Susunan arsip ini tidak aman dibuka. Kirim isinya satu per satu.")
BOMB = _("Isi arsip ini terlalu besar setelah dibuka. Kirim isinya satu per satu.")
MANY = _("Arsip ini memuat lebih dari 1.000 berkas. Kirim yang terpenting saja.")
NESTED = _("Arsip di dalam arsip tidak bisa kami terima. Kirim isinya satu per satu.")
MEMBER = _("Arsip ini memuat berkas .%(extension)s yang tidak bisa kami terima. Kirim berkas lainnya satu per satu.")
PROGRAM = _("Arsip ini memuat program, yang tidak bisa kami terima. Kirim berkas lainnya satu per satu.")
MACROS = _("Berkas ini memuat makro. Simpan sebagai PDF, lalu kirim lagi.")
UNKNOWN = _("Berkas jenis ini tidak bisa kami terima. Kirim foto, PDF, suara, atau video.")


def inspect(file: BinaryIO) -> FileKind:
    """DOCX, XLSX, PPTX, ODT or ZIP, once its directory is found harmless. Raises Unacceptable."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _judge(archive, archive.infolist())
    except (
        zipfile.BadZipFile,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        UnicodeError,
    ) as error:
        raise Unacceptable(BROKEN, 422) from error


def carries_archive(file: BinaryIO, size: int) -> bool:
    """Does a file of another kind end in a ZIP directory, so that it is two files in one?"""
    start = max(size - END_SEARCH, 0)
    file.seek(start)
    tail = file.read(END_SEARCH)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        return False
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    file.seek(max(start + at - length, 0))
    return file.read(4) == b"PK\x01\x02" or length == 0


def _judge(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> FileKind:
    _no_bomb(archive, entries)
    for entry in entries:
        _no_trick(entry)
    names = {entry.filename for entry in entries}
    if "mimetype" in names or "[Content_Types].xml" in names:
        return _office(archive, names)
    for entry in entries:
        _no_program(archive, entry)
    return KINDS["ZIP"]


def _no_bomb(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise Unacceptable(BROKEN, 422)
    if len(entries) > MOST_ENTRIES:
        raise Unacceptable(MANY, 413)
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if (
        unpacked > MOST_BYTES
        or any(_swells(e.compress_size, e.file_size) for e in entries)
        or _swells(packed, unpacked)
    ):
        raise Unacceptable(BOMB, 413)
    if _overlapping(entries, archive.start_dir):
        raise Unacceptable(BOMB, 415)


def _swells(packed: int, unpacked: int) -> bool:
    return unpacked > SMALL and unpacked > RATIO * packed


def _overlapping(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Entries that share bytes: the way to write petabytes into 42 kB."""
    placed = sorted(entries, key=lambda e: e.header_offset)
    starts = [entry.header_offset for entry in placed[1:]] + [end]
    return any(
        entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > start
        for entry, start in zip(placed, starts, strict=True)
    )


def _no_trick(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if linked or "\x00" in name or "\\" in name or name.startswith("/") or ".." in parts or ":" in parts[0]:
        raise Unacceptable(PATHS)


def _no_program(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    extension = extension_of(entry.filename)
    head = b"" if entry.is_dir() or entry.flag_bits & 1 else _head(archive, entry)
    if extension in ARCHIVES or (head.startswith(b"PK\x03\x04") and _is_archive_name(extension)):
        raise Unacceptable(NESTED)
    if head.startswith((b"MZ", b"\x7fELF")) or entry.filename == "META-INF/MANIFEST.MF":
        raise Unacceptable(PROGRAM)
    if extension in DANGEROUS:
        raise Unacceptable(MEMBER, extension=extension)


def _is_archive_name(extension: str) -> bool:
    return extension not in ("docx", "xlsx", "pptx", "odt")


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as part:
        return part.read(8)


def _office(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if any(part in name.lower() for name in names for part in MACRO_PARTS):
        raise Unacceptable(MACROS)
    if "mimetype" in names:
        return _open_document(archive, names)
    if b"macroEnabled" in _read_part(archive, "[Content_Types].xml"):
        raise Unacceptable(MACROS)
    found = next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)
    if found is None:
        raise Unacceptable(UNKNOWN)
    return KINDS[found]


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if _read_part(archive, "mimetype").strip() != TEXT_DOCUMENT:
        raise Unacceptable(UNKNOWN)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unacceptable(MACROS)
    return KINDS["ODT"]


def _read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(SMALL)
