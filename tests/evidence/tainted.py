"""Files that tell more than they show: place, author, device and serial number are planted in every corner that holds them."""

import io
import struct
import zlib

import cv2
import numpy as np
import pikepdf
import pillow_heif
from PIL import Image, PngImagePlugin

from tests.evidence import corpus

AUTHOR, SERIAL, DEVICE = "Nurhayati Pelapor", "SN-4711-0815", "Kamera Uji X9"
PLANTED = (AUTHOR, SERIAL, DEVICE, "-0.4207", "117.0000", "Jalan Rahasia 12")
LATITUDE, LONGITUDE = -0.42, 117.0


def told(data: bytes) -> list[str]:
    """Which planted words stand in the bytes, in any of the ways that files write text; packed streams are looked into."""
    return [word for word in PLANTED if any(word.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))]


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0131], tags[0x013B] = "Kamera", DEVICE, "Olah 1.0", AUTHOR
    tags[0x0112] = 6  # lies on its side
    inner = tags.get_ifd(0x8769)
    inner[0x9003], inner[0xA431] = "2024:10:14 09:12:00", SERIAL
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (0.0, 25.0, 12.0), "E", (117.0, 0.0, 0.0)
    return tags


def photo(form: str = "JPEG", size=(90, 60)) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "teal")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{AUTHOR}</dc:creator></x:xmpmeta>'.encode()
    if form == "PNG":
        more = PngImagePlugin.PngInfo()
        more.add_text("Author", AUTHOR)
        more.add_itxt("Comment", "Jalan Rahasia 12")
        picture.save(out, form, exif=exif(), pnginfo=more)
    elif form == "HEIF":
        pillow_heif.from_pillow(picture).save(out, exif=exif().tobytes(), xmp=xmp)
    else:
        picture.save(out, form, exif=exif(), xmp=xmp, **({"comment": AUTHOR.encode()} if form == "JPEG" else {}))
    return out.getvalue()


def document(*pages: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(corpus.pdf(*pages))) as book:
        with book.open_metadata() as xmp:
            xmp["dc:creator"] = [AUTHOR]
        book.docinfo["/Author"], book.docinfo["/Producer"] = AUTHOR, DEVICE
        book.docinfo["/CreationDate"] = "D:20241014091200+08'00'"
        book.attachments["daftar.txt"] = SERIAL.encode()
        script = book.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SERIAL}')"))
        book.Root.OpenAction = script
        book.save(out)
    return out.getvalue()


def film(ending: str, folder) -> bytes:
    """Two seconds of grey, made by another program; MP4 with a place, an author and a track that is neither seen nor heard."""
    place = folder / f"asal.{ending}"
    codec = "VP80" if ending == "webm" else "mp4v"
    writer = cv2.VideoWriter(str(place), cv2.VideoWriter_fourcc(*codec), 10, (64, 48))
    for shade in range(20):
        writer.write(np.full((48, 64, 3), shade * 12, np.uint8))
    writer.release()
    plain = place.read_bytes()
    return tagged_webm(plain) if ending == "webm" else with_place(plain)


def frames_of(data: bytes, ending: str, folder) -> list[int]:
    """The shades that another program sees."""
    place = folder / f"salinan.{ending}"
    place.write_bytes(data)
    film, shades = cv2.VideoCapture(str(place)), []
    while (read := film.read())[0]:
        shades.append(int(read[1].mean()))
    film.release()
    return shades


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def with_place(plain: bytes) -> bytes:
    """`udta` into the movie (which lies at the end), a stray box behind it, words in the free space of the media."""
    at = plain.rindex(b"moov") - 4
    size = struct.unpack(">I", plain[at : at + 4])[0]
    words = f"{AUTHOR} {SERIAL}".encode()
    location = box(b"\xa9xyz", struct.pack(">HH", 16, 0x15C7) + b"-0.4207+117.0000/")
    more = box(b"udta", location + box(b"\xa9mod", b"\0\0\0\0" + DEVICE.encode()) + box(b"auth", words))
    movie = struct.pack(">I", size + len(more)) + plain[at + 4 : at + size] + more
    return plain[:at] + movie + plain[at + size :] + box(b"uuid", bytes(16) + words) + box(b"mdat", words)


def tagged_webm(plain: bytes) -> bytes:
    """Tags behind the last cluster; the segment's length is set anew."""
    name = AUTHOR.encode()
    simple = b"\x67\xc8" + _vint(3 + len(name) + 4) + b"\x45\xa3\x81A" + b"\x44\x87" + _vint(len(name)) + name
    tags = b"\x12\x54\xc3\x67" + _vint(len(simple) + 3) + b"\x73\x73" + _vint(len(simple)) + simple
    at = plain.index(b"\x18\x53\x80\x67") + 4
    size = int.from_bytes(plain[at + 1 : at + 8], "big") + len(tags)
    return plain[:at] + b"\x01" + size.to_bytes(7, "big") + plain[at + 8 :] + tags


def _vint(number: int) -> bytes:
    return bytes([0x80 | number])


def song() -> bytes:
    words = AUTHOR.encode()
    frame = b"TPE1" + struct.pack(">I", len(words) + 1) + b"\0\0\0" + words
    head = b"ID3\x03\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 0x7F]) + frame
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 60, 1, 0) + bytes(8) + SERIAL.encode()
    return head + corpus.mp3(8) + ape + b"TAG" + words.ljust(125, b"\0")


def recording() -> bytes:
    plain = corpus.sound()
    words = f"{AUTHOR}\0\0".encode()
    words += b"\0" * (len(words) % 2)
    chunk = b"LIST" + struct.pack("<I", len(words) + 12) + b"INFOIART" + struct.pack("<I", len(words)) + words
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(chunk)) + plain[8:] + chunk


def voice() -> bytes:
    """An Opus stream of three pages, as WhatsApp sends voice messages."""
    vendor, comment = DEVICE.encode(), f"ARTIST={AUTHOR}".encode()
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(comment)) + comment
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    return b"".join(ogg_page(body, number) for number, body in enumerate((head, tags, bytes(range(40)))))


def ogg_page(body: bytes, number: int) -> bytes:
    flags = {0: 2, 2: 4}.get(number, 0)
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qII", 960 * number, 77, number)
    page = head + bytes(4) + b"\x01" + bytes([len(body)]) + body
    return head + struct.pack("<I", crc(page)) + page[26:]


def crc(page: bytes) -> int:
    """The sum of an OGG page, bit by bit, as the format's own text tells it."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1) ^ (0x04C11DB7 if total & 0x80000000 else 0)
            total &= 0xFFFFFFFF
    return total


def unpacked(data: bytes) -> bytes:
    """The bytes and whatever zlib streams stand in them, so that packed words are found too."""
    found, at = [data], 0
    while (at := data.find(b"stream", at)) >= 0:
        at += 6
        try:
            found.append(zlib.decompressobj().decompress(data[at:].lstrip(b"\r\n")))
        except zlib.error:
            continue
    return b"".join(found)
