"""The kind of a file by its content. The name may only agree: a page called .jpg and a program called .pdf are refused (F2)."""

import codecs
import os
import re
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext_noop as _

from evidence.archives import BROKEN, UNKNOWN, carries_archive, inspect
from evidence.dimensions import bearable, dimensions
from evidence.kinds import ARCHIVE, BY_EXTENSION, DANGEROUS, IMAGE, KINDS, OFFICE, TEXT, FileKind, compatible
from evidence.names import extension_of
from evidence.refusal import Unacceptable

HEAD = 4096
SAMPLE = 1024 * 1024  # bytes that must read as text
HEIC_BRANDS = b"heic heix heim heis hevc hevx mif1 msf1".split()
VIDEO_BRANDS = [*b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 dash 3gp4 3gp5 3gp6 mmp4".split(), b"M4V "]
SOUND_BRANDS = (b"M4A ", b"M4B ")
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
MARKUP = re.compile(rb"\s*(<!--.{0,400}?-->\s*)?<(!doctype html|html|head|body)\b", re.I | re.S)
PROGRAM_TEXT = re.compile(
    rb"\s*(#!|<\?php|<%|\{\\rtf|<svg\b|<\?xml[^>]{0,200}>\s*(<!--.{0,400}?-->\s*)?(<!doctype svg|<svg\b))", re.I | re.S
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

KIND = _("Berkas .%(extension)s tidak bisa kami terima. Kirim foto, PDF, suara, atau video.")
DISGUISED = _("Isi berkas ini bukan .%(extension)s. Kirim berkas aslinya.")
TWOFOLD = _("Di dalam berkas ini ada berkas lain. Kirim satu per satu.")
PIXELS = _("Gambar ini terlalu besar: %(width)s × %(height)s piksel. Kirim ukuran yang lebih kecil.")
OLD = _("Berkas Office lama tidak bisa kami terima. Simpan sebagai PDF atau DOCX, lalu kirim lagi.")
LOCKED = _("Berkas ini dikunci kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.")


def sniff(file: BinaryIO, *, name: str) -> FileKind:
    """The accepted kind of an open, seekable file; `name` is the shown name. Raises Unacceptable with the reason."""
    extension = extension_of(name)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    kind = _by_signature(head, file) or _as_text(head, file, extension)
    _refuse_unknown(kind, extension, head, file)
    _agree(kind, extension)
    if kind.family not in (OFFICE, ARCHIVE) and carries_archive(file, size):
        raise Unacceptable(TWOFOLD)
    if kind.family == IMAGE:
        _bearable(kind, file)
    return kind


def _by_signature(head: bytes, file: BinaryIO) -> FileKind | None:
    if head.startswith(b"PK\x03\x04"):
        return inspect(file)
    for test in (_picture, _pdf, _media_box, _sound, _webm):
        found = test(head)
        if found:
            return KINDS[found]
    return KINDS["MP3"] if _mp3(head, file) else None


def _picture(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WebP" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _pdf(head: bytes) -> str | None:
    return "PDF" if head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").startswith(b"%PDF-") else None


def _media_box(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in HEIC_BRANDS:
        return "HEIC"
    if brand == b"qt  ":
        return "MOV"
    return "M4A" if brand in SOUND_BRANDS else "MP4" if brand in VIDEO_BRANDS else None


def _sound(head: bytes) -> str | None:
    if head.startswith(b"OggS") and (b"OpusHead" in head[:64] or b"\x01vorbis" in head[:64]):
        return "OGG"
    return "WAV" if head[:4] == b"RIFF" and head[8:12] == b"WAVE" else None


def _webm(head: bytes) -> str | None:
    return "WebM" if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64] else None


def _mp3(head: bytes, file: BinaryIO) -> bool:
    """Two frames that fit together: one sync word alone is eleven bits, and anything may begin so."""
    start = _tag_length(head) if head.startswith(b"ID3") else 0
    file.seek(start)
    sound = file.read(HEAD)
    first = sound.find(b"\xff") if start else 0
    if not 0 <= first < len(sound) - 4:
        return False
    length = _frame_length(sound[first : first + 4])
    following = sound[first + length : first + length + 4]
    return length > 0 and (not following or _frame_length(following) > 0)


def _tag_length(head: bytes) -> int:
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10


def _frame_length(header: bytes) -> int:
    """Bytes of an MPEG layer III frame by its header, 0 when it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, frequency = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or frequency == 3:
        return 0
    newest = version == 3
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    slower = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    hertz = (44100, 48000, 32000)[frequency] >> (0 if newest else 1 if version == 2 else 2)
    return (144 if newest else 72) * (rates if newest else slower)[rate] * 1000 // hertz + (header[2] >> 1 & 1)


def _as_text(head: bytes, file: BinaryIO, extension: str) -> FileKind | None:
    """Text has no signature: it must be free of control characters, and its name must say text or nothing."""
    words = head.removeprefix(codecs.BOM_UTF8)
    if not head or PROGRAM_TEXT.match(words) or not _reads_as_text(file):
        return None
    named = BY_EXTENSION.get(extension)
    if named is None and extension:
        return None
    if MARKUP.match(words):
        return KINDS["HTML"]
    return named if named and named.family == TEXT else KINDS["TXT"]


def _reads_as_text(file: BinaryIO) -> bool:
    file.seek(0)
    sample = file.read(SAMPLE)
    if sample.startswith(UTF16):
        return not CONTROLS.search(sample.decode("utf-16", errors="replace").encode())
    if CONTROLS.search(sample):
        return False
    return _decodes(sample, "utf-8") or sum(byte < 128 for byte in sample) > 0.85 * len(sample)


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_unknown(kind: FileKind | None, extension: str, head: bytes, file: BinaryIO) -> None:
    if kind is not None:
        return
    if not head:
        raise Unacceptable(BROKEN, 422)
    if head.startswith(OLD_OFFICE):
        file.seek(0)
        raise Unacceptable(LOCKED if LOCKED_PART in file.read(SAMPLE) else OLD)
    if extension in BY_EXTENSION:
        raise Unacceptable(DISGUISED, extension=extension)
    found = extension or _guess(head)
    raise Unacceptable(KIND if found else UNKNOWN, extension=found)


def _guess(head: bytes) -> str:
    """What a refused file probably is, for the sentence alone."""
    try:
        return puremagic.from_string(head).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


def _agree(kind: FileKind, extension: str) -> None:
    if extension in DANGEROUS:
        raise Unacceptable(KIND, extension=extension)
    named = BY_EXTENSION.get(extension)
    if named and not compatible(named, kind):
        raise Unacceptable(DISGUISED, extension=extension)


def _bearable(kind: FileKind, file: BinaryIO) -> None:
    size = dimensions(kind.name, file)
    if size is None:
        raise Unacceptable(BROKEN, 422)
    if not bearable(*size):
        raise Unacceptable(PIXELS, 413, width=size[0], height=size[1])
