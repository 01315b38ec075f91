"""What a ZIP may be: by its directory no bomb and no trick with paths, then each entry judged like a file (F3)."""

import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from evidence import office
from evidence.kinds import ARCHIVES, DANGEROUS, KINDS, FileKind
from evidence.names import extension_of, shown_name
from evidence.refusal import Unacceptable

MOST_ENTRIES = 1000
MOST_BYTES = 200 * 1024 * 1024  # of all entries, unpacked
LARGEST_DIRECTORY = 1024 * 1024  # bytes: a thousand entries with long names
RATIO = 100
SMALL = 1024 * 1024  # bytes; below it a ratio says nothing: an empty table packs like a bomb
END, END64, END64_PLACE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_SEARCH = 65_535 + 22
IN_MEMORY = 4 * 1024 * 1024  # bytes of an entry, before it goes to a temporary file
PACKED_HOW = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LEFTOVERS = {  # what Windows and macOS put in by themselves, by name and beginning
    ".ds_store": b"\0\0\0\x01Bud1",
    "thumbs.db": b"\xd0\xcf\x11\xe0",
    "desktop.ini": b"",
}
APPLE_HALF = b"\0\x05\x16\x07"

BROKEN = _("Berkas ini rusak atau tidak lengkap. Coba kirim lagi.")
PATHS = _("Susunan arsip ini tidak aman dibuka. Kirim isinya satu per satu.")
BOMB = _("Isi arsip ini terlalu besar setelah dibuka. Kirim isinya satu per satu.")
MANY = _("Arsip ini memuat lebih dari 1.000 berkas. Kirim yang terpenting saja.")
NESTED = _("Arsip di dalam arsip tidak bisa kami terima. Kirim isinya satu per satu.")
MEMBER = _("Arsip ini memuat berkas .%(extension)s yang tidak bisa kami terima. Kirim berkas lainnya satu per satu.")
WITHIN = _("Berkas %(name)s di dalam arsip ini tidak bisa kami terima: %(why)s")
PROGRAM = _("Arsip ini memuat program, yang tidak bisa kami terima. Kirim berkas lainnya satu per satu.")
UNKNOWN = _("Berkas jenis ini tidak bisa kami terima. Kirim foto, PDF, suara, atau video.")
LOCKED = _("Berkas ini dikunci kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.")
UNREADABLE = (
    zipfile.BadZipFile, struct.error, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError,
    RuntimeError, UnicodeError, OverflowError,
)  # fmt: skip

Judge = Callable[[BinaryIO, str], FileKind]


def inspect(file: BinaryIO, *, judge: Judge | None) -> FileKind:
    """DOCX, XLSX, PPTX, ODT or ZIP, once it is found harmless; `judge(file, name)` looks at an entry of a ZIP, None forbids it.

    Raises Unacceptable.
    """
    try:
        _bounded(file)
        with zipfile.ZipFile(file) as archive:
            return _judged(archive, archive.infolist(), judge)
    except UNREADABLE as error:
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


def _bounded(file: BinaryIO) -> None:
    """A directory of bearable length, read off its end: opening a longer one would take seconds and memory."""
    size = file.seek(0, 2)
    start = max(size - END_SEARCH, 0)
    file.seek(start)
    tail = file.read(END_SEARCH)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise Unacceptable(BROKEN, 422)
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if tail[max(at - 20, 0) : at].startswith(END64_PLACE):
        count, length = _large_end(file, int.from_bytes(tail[at - 12 : at - 4], "little"))
    file.seek(0)
    if count > MOST_ENTRIES or length > LARGEST_DIRECTORY:
        raise Unacceptable(MANY, 413)


def _large_end(file: BinaryIO, place: int) -> tuple[int, int]:
    """Entries and bytes of the directory of a ZIP64, which programs also write for small files."""
    file.seek(place)
    end = file.read(56)
    if not end.startswith(END64) or len(end) < 56:
        raise Unacceptable(BROKEN, 422)
    count, length = struct.unpack_from("<QQ", end, 32)
    return count, length


def _judged(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], judge: Judge | None) -> FileKind:
    _no_bomb(archive, entries)
    for entry in entries:
        _no_trick(entry)
    names = {entry.filename for entry in entries}
    if "mimetype" in names or office.TYPES in names:
        return office.judge(archive)
    if judge is None:
        raise Unacceptable(NESTED)
    for entry in entries:
        _judge_entry(archive, entry, judge)
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
    if entry.flag_bits & 1:
        raise Unacceptable(LOCKED)
    if entry.compress_type not in PACKED_HOW:
        raise Unacceptable(PATHS)


def _judge_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, judge: Judge) -> None:
    extension = extension_of(shown_name(entry.filename))
    if entry.filename == "META-INF/MANIFEST.MF":
        raise Unacceptable(PROGRAM)
    if extension in ARCHIVES:
        raise Unacceptable(NESTED)
    if extension in DANGEROUS:
        raise Unacceptable(MEMBER, extension=extension)
    if entry.file_size == 0:
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        with archive.open(entry) as part:
            shutil.copyfileobj(part, file, 256 * 1024)
        if not _leftover(entry.filename, file):
            _judge_content(file, entry.filename, judge)


def _leftover(name: str, file) -> bool:
    file.seek(0)
    head = file.read(8)
    last = name.rsplit("/", 1)[-1].lower()
    if last.startswith("._") and head.startswith(APPLE_HALF):
        return True
    return last in LEFTOVERS and head.startswith(LEFTOVERS[last]) and not head.startswith(b"MZ")


def _judge_content(file, name: str, judge: Judge) -> None:
    file.seek(0)
    if file.read(4).startswith((b"MZ", b"\x7fELF")):
        raise Unacceptable(PROGRAM)
    shown = shown_name(name)
    try:
        judge(file, shown)
    except Unacceptable as error:
        if error.message == NESTED:
            raise
        raise Unacceptable(WITHIN, error.status, name=shown[-60:], why=str(error)) from error
