"""The kind of a file by its content. The name may only agree: a page called .jpg and a program called .pdf are refused (F2)."""

import codecs
import io
import os
import re
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext_noop as _

from evidence import boxes, mails
from evidence.archives import BROKEN, LOCKED, UNKNOWN, carries_archive, inspect
from evidence.dimensions import MOST_FRAMES, bearable, dimensions, frames
from evidence.kinds import ARCHIVE, BY_EXTENSION, DANGEROUS, IMAGE, KINDS, OFFICE, TEXT, FileKind, compatible
from evidence.names import extension_of, shown_name
from evidence.refusal import Unacceptable

HEAD = 4096
SAMPLE = 1024 * 1024  # bytes that must read as text
HEIC_BRANDS = b"heic heix heim heis hevc hevx mif1 msf1".split()
VIDEO_BRANDS = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 mp71 avc1 dash mmp4 MSNV M4VH M4VP XAVC hvc1 "
    b"3gp4 3gp5 3gp6 3gp7 3gs7 3gr6 3ge6 3ge7 3g2a 3g2b 3g2c".split()
) | {b"M4V "}
SOUND_BRANDS = (b"M4A ", b"M4B ")
WITH_MAILS = {  # what mail programs add by themselves, by ending and beginning; as files of their own they are not taken
    "gif": (b"GIF8",), "bmp": (b"BM",), "ico": (b"\0\0\1\0",), "tif": (b"II*\0", b"MM\0*"), "tiff": (b"II*\0", b"MM\0*"),
    "ics": (b"BEGIN:VCALENDAR",), "p7s": (b"0",), "asc": (b"-----BEGIN",), "sig": (b"-----BEGIN",),
}  # fmt: skip
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
FRAMES = _("Gambar bergerak ini terlalu panjang. Kirim sebagai video.")
ATTACHED = _("Lampiran %(name)s di surel ini tidak bisa kami terima: %(why)s")
CROWDED = _("Surel ini memuat terlalu banyak bagian. Kirim lampirannya satu per satu.")


def sniff(file: BinaryIO, *, name: str, inside: bool = False) -> FileKind:
    """The accepted kind of an open, seekable file; `name` is the shown name. Raises Unacceptable with the reason.

    `inside` of an archive there is no second archive.
    """
    extension = extension_of(name)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(HEAD)
    kind = _by_signature(head, file, inside) or _as_text(head, file, extension)
    _refuse_unknown(kind, extension, head, file)
    _agree(kind, extension)
    if kind.family not in (OFFICE, ARCHIVE) and carries_archive(file, size):
        raise Unacceptable(TWOFOLD)
    if kind.family == IMAGE:
        _bearable(kind, file)
    if kind.name == "EML":
        _judge_attachments(file, inside)
    return kind


def _by_signature(head: bytes, file: BinaryIO, inside: bool) -> FileKind | None:
    if head.startswith(b"PK\x03\x04"):
        return inspect(file, judge=None if inside else _entry)
    for test in (_picture, _pdf, _sound, _webm):
        found = test(head)
        if found:
            return KINDS[found]
    found = _media_box(file)
    return KINDS[found] if found else KINDS["MP3"] if _mp3(head, file) else None


def _entry(file: BinaryIO, name: str) -> FileKind:
    return sniff(file, name=name, inside=True)


def _judge_attachments(file: BinaryIO, inside: bool) -> None:
    file.seek(0)
    try:
        for name, content in mails.attachments(file.read()):
            _judge_attachment(shown_name(name) if name else "", content, inside)
    except mails.TooMany as error:
        raise Unacceptable(CROWDED) from error


def _judge_attachment(name: str, content: bytes, inside: bool) -> None:
    extension = extension_of(name)
    if content.startswith(WITH_MAILS.get(extension, ())) or not (content or extension in DANGEROUS):
        return
    try:
        sniff(io.BytesIO(content), name=name, inside=inside)
    except Unacceptable as error:
        raise Unacceptable(ATTACHED, error.status, name=name[-60:] or "–", why=str(error)) from error


def _picture(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WebP" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _pdf(head: bytes) -> str | None:
    return "PDF" if head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").startswith(b"%PDF-") else None


def _media_box(file: BinaryIO) -> str | None:
    brands = boxes.brands(file)
    if not brands or not boxes.is_film(file):
        return None
    if brands[0] in HEIC_BRANDS:
        return "HEIC"
    if brands[0] == b"qt  ":
        return "MOV"
    if brands[0] in SOUND_BRANDS:
        return "M4A"
    return "MP4" if VIDEO_BRANDS & set(brands) else None


def _sound(head: bytes) -> str | None:
    if head.startswith(b"OggS") and (b"OpusHead" in head[:64] or b"\x01vorbis" in head[:64]):
        return "OGG"
    return "WAV" if head[:4] == b"RIFF" and head[8:12] == b"WAVE" else None


def _webm(head: bytes) -> str | None:
    """Matroska's first element says "webm", and the film itself follows it."""
    if not head.startswith(b"\x1a\x45\xdf\xa3") or b"\x42\x82\x84webm" not in head[:64]:
        return None
    width = 9 - head[4].bit_length()  # of the length that follows, told by its own first bit
    length = int.from_bytes(head[4 : 4 + width], "big") & (1 << 7 * width) - 1
    return "WebM" if head[4 + width + length :].startswith((b"\x18\x53\x80\x67", b"\xec")) else None


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
    if frames(kind.name, file) > MOST_FRAMES:
        raise Unacceptable(FRAMES, 413)
