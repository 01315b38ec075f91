"""Files that citizens honestly send, and files that are sent to do harm: all built here, byte by byte or by other programs."""

import io
import struct
import wave
import zipfile
import zlib

import docx
from PIL import Image

OOXML_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%s</Types>'
)
ODT = "application/vnd.oasis.opendocument.text"


def picture(form: str, size=(64, 48), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def pdf(*pages: str, before: bytes = b"%PDF-1.4\n") -> bytes:
    """A PDF with a text layer, one string to a page; written here so that the reader meets another hand's file."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("latin-1")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} /Contents {5 + 2 * i} 0 R >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    return before + _pdf_body(objects, len(before))


def _pdf_body(objects: list[bytes], start: int, trailer: bytes = b"") -> bytes:
    out, places = b"", []
    for number, body in enumerate(objects, start=1):
        places.append(start + len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    at = start + len(out) - len(table) - len(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    return out + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)


def locked_pdf() -> bytes:
    """A PDF that asks for a password that nobody gives."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (b"41" * 32, b"42" * 32),
    ]
    before = b"%PDF-1.4\n"
    return before + _pdf_body(
        objects,
        len(before),
        b"/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    )


def zipped(*entries: tuple[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office(main: str, extra: tuple[tuple[str, bytes], ...] = (), types: bytes = b"") -> bytes:
    return zipped(("[Content_Types].xml", OOXML_TYPES % types), (main, b"<x/>"), *extra)


def boxes(brand: bytes, *more: bytes) -> bytes:
    return (
        struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"isom")
        + b"".join(more)
        + struct.pack(">I4s", 16, b"mdat")
        + bytes(8)
    )


def heic(width: int, height: int) -> bytes:
    ispe = struct.pack(">I4sIII", 20, b"ispe", 0, width, height)
    ipco = struct.pack(">I4s", 8 + len(ispe), b"ipco") + ispe
    iprp = struct.pack(">I4s", 8 + len(ipco), b"iprp") + ipco
    return boxes(b"heic", struct.pack(">I4sI", 12 + len(iprp), b"meta", 0) + iprp)


def mp3(frames: int = 4, tag: bool = False) -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tag else b"") + frame * frames


def ogg(codec: bytes) -> bytes:
    return b"OggS\x00\x02" + bytes(8) + b"\x01\0\0\0" + bytes(8) + b"\x01\x13" + codec + bytes(40)


def webm(kind: bytes = b"webm") -> bytes:
    """As a browser records it: EBML's head, then a segment of unknown length."""
    head = b"\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82" + bytes([0x80 | len(kind)]) + kind
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(head)]) + head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + bytes(64)


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of 70 bytes that promises any number of pixels."""
    ihdr = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", ihdr), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_header(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\0\0\x01\0\x01\0\0\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xd9"
    )


def webp_header(width: int, height: int) -> bytes:
    chunk = (
        b"VP8X"
        + struct.pack("<I", 10)
        + bytes(4)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def linked_zip() -> bytes:
    entry = zipfile.ZipInfo("tautan")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def overlapping_zip(copies: int = 50) -> bytes:
    """Many names in the directory for the same bytes."""
    one = zipped(("isi.txt", zlib.compress(b"a" * 9000) * 20), method=zipfile.ZIP_STORED)
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, copies, copies, len(entry) * copies, at, 0)
    return one[:at] + entry * copies + end


def lying_zip() -> bytes:
    """Its directory promises a gigabyte behind a few bytes."""
    raw = bytearray(zipped(("isi.txt", b"a" * 100)))
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 150 * 1024 * 1024)
    return bytes(raw)


def old_office(*parts: str) -> bytes:
    names = b"".join(part.encode("utf-16-le").ljust(128, b"\0") for part in ("Root Entry", *parts))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


PROGRAM = b"MZ\x90\x00" + bytes(60) + b"PE\0\0" + bytes(200)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><body><script>alert(1)</script><p>Camat mengajak warga.</p></body></html>"
CHAT = "14/10/24 09.12 - Budi: Bapak Ibu, jangan lupa dukung nomor dua ya 🙏\n14/10/24 09.13 - Sri: Siap Pak\n".encode()

HONEST = {
    "foto.jpg": (picture("JPEG"), "JPEG"),
    "IMG-20241014-WA0003.JPEG": (picture("JPEG", quality=40), "JPEG"),
    "foto besar.jpg": (jpeg_header(16320, 12240), "JPEG"),
    "tangkapan layar.png": (picture("PNG"), "PNG"),
    "diberi nama lain.jpg": (picture("PNG"), "PNG"),
    "stiker.webp": (picture("WEBP"), "WebP"),
    "tajam.webp": (picture("WEBP", lossless=True), "WebP"),
    "IMG_0412.HEIC": (heic(4032, 3024), "HEIC"),
    "undangan.pdf": (pdf("Undangan rapat"), "PDF"),
    "surat tugas (1).pdf": (pdf("Surat tugas", before=b"\xef\xbb\xbf\n%PDF-1.7\n"), "PDF"),
    "terkunci.pdf": (locked_pdf(), "PDF"),
    "kronologi.docx": (word("Kronologi kejadian"), "DOCX"),
    "daftar hadir.xlsx": (office("xl/workbook.xml"), "XLSX"),
    "paparan.pptx": (office("ppt/presentation.xml"), "PPTX"),
    "catatan.odt": (zipped(("mimetype", ODT.encode()), ("content.xml", b"<x/>")), "ODT"),
    "catatan.txt": ("Pegawai itu membagikan selebaran – di kantor.".encode(), "TXT"),
    "notepad.txt": ("Catatan lama".encode("utf-16"), "TXT"),
    "mesin ketik.txt": ("Surat “lama” dari kantor camat, diketik ulang apa adanya".encode("cp1252"), "TXT"),
    "WhatsApp Chat dengan Grup Kantor.txt": (CHAT, "TXT"),
    "peserta.csv": (b"nama;jabatan\nA;Camat\n", "CSV"),
    "berita.html": (PAGE, "HTML"),
    "surel.eml": (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Rapat\r\n\r\nIsi surel\r\n", "EML"),
    "orasi.mp4": (boxes(b"isom"), "MP4"),
    "orasi.mov": (boxes(b"qt  "), "MOV"),
    "video.webm": (webm(), "WebM"),
    "rekaman.m4a": (boxes(b"M4A "), "M4A"),
    "suara mp4.m4a": (boxes(b"mp42"), "MP4"),
    "rekaman.mp3": (mp3(tag=True), "MP3"),
    "potongan.mp3": (mp3(), "MP3"),
    "PTT-20241014-WA0001.opus": (ogg(b"OpusHead"), "OGG"),
    "suara.ogg": (ogg(b"\x01vorbis"), "OGG"),
    "rapat.wav": (sound(), "WAV"),
    "lampiran.zip": (
        zipped(("foto/1.jpg", picture("JPEG")), ("catatan.txt", b"isi"), ("surat.docx", word("isi"))),
        "ZIP",
    ),
    "tanpa akhiran": (picture("JPEG"), "JPEG"),
    "SK No.12": (pdf("Surat keputusan"), "PDF"),
}

HOSTILE = {
    "kosong.pdf": b"",
    "laporan.pdf": PROGRAM,
    "program.exe": PROGRAM,
    "video.mp4": b"\x7fELF" + bytes(200),
    "foto.jpg": PAGE,
    "gambar.svg": SVG,
    "gambar.png": SVG,
    "gambar lain.txt": SVG,
    "lucu.gif": picture("GIF"),
    "lucu.jpg": picture("GIF"),
    "ganda.gif": b"GIF89a/*" + PAGE + b"*/",
    "dua dalam satu.pdf": pdf("halaman") + zipped(("isi.exe", PROGRAM)),
    "foto dan arsip.jpg": picture("JPEG") + zipped(("isi.js", b"alert(1)")),
    "foto.jpg.exe": picture("JPEG"),
    "foto\u202egpj.exe": picture("JPEG"),
    "surat.docm": office("word/document.xml", types=b"macroEnabled.main+xml"),
    "surat.docx": office("word/document.xml", extra=(("word/vbaProject.bin", b"\0"),)),
    "surat bermakro.docx": office("word/document.xml", types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
    "tabel.xlsx": office("xl/workbook.xml", extra=(("xl/macrosheets/sheet1.xml", b"<x/>"),)),
    "paparan.pptx": office("ppt/presentation.xml", extra=(("ppt/activeX/activeX1.bin", b"\0"),)),
    "asing.docx": office("visio/document.xml"),
    "tulisan.odt": zipped(("mimetype", ODT.encode()), ("Basic/Standard/x.xml", b"<x/>")),
    "buku.epub": zipped(("mimetype", b"application/epub+zip"), ("x", b"x")),
    "surat.doc": old_office("WordDocument"),
    "terkunci.docx": old_office("EncryptedPackage"),
    "surat.rtf": b"{\\rtf1\\ansi hai}",
    "surat.txt": b"{\\rtf1\\ansi hai}",
    "aplikasi.zip": zipped(("META-INF/MANIFEST.MF", b"Main-Class: X")),
    "aplikasi.apk": zipped(("classes.dex", b"dex")),
    "program.zip": zipped(("baca.exe", PROGRAM)),
    "program samaran.zip": zipped(("baca.pdf", PROGRAM)),
    "keluar.zip": zipped(("../../etc/cron.d/x", b"x")),
    "mutlak.zip": zipped(("/etc/passwd", b"x")),
    "windows.zip": zipped(("C:\\Windows\\x.txt", b"x")),
    "tautan.zip": linked_zip(),
    "bom.zip": zipped(("nol.txt", bytes(30_000_000))),
    "bohong.zip": lying_zip(),
    "tumpang.zip": overlapping_zip(),
    "banyak.zip": zipped(*((f"{n}.txt", b"x") for n in range(1001))),
    "sarang.zip": zipped(("dalam.zip", zipped(("x.txt", b"x")))),
    "sarang samaran.zip": zipped(("dalam.txt", zipped(("x.txt", b"x")))),
    "terpotong.zip": zipped(("x.txt", b"x" * 400))[:60],
    "banjir.png": png_header(50_000, 50_000),
    "banjir.jpg": jpeg_header(65_500, 65_500),
    "banjir.webp": webp_header(1 << 24, 1 << 24),
    "banjir.heic": heic(60_000, 60_000),
    "terpotong.jpg": picture("JPEG")[:12],
    "arsip.rar": b"Rar!\x1a\x07\x00" + bytes(50),
    "arsip.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "arsip.gz": b"\x1f\x8b\x08" + bytes(50),
    "pintasan.lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(80),
    "naskah.sh": b"#!/bin/sh\nrm -rf /\n",
    "naskah.txt": b"#!/bin/sh\nrm -rf /\n",
    "pintu.php": b"<?php system($_GET['x']);",
    "pintu.txt": b"<?php system($_GET['x']);",
    "acak.mp3": b"\xff\xfb\x90\x00" + b"\x01" * 900,
    "acak.bin": bytes(range(256)) * 4,
    "gambar.bmp": picture("BMP"),
    "pindaian.tif": picture("TIFF"),
    "film.mkv": webm(b"matroska"),
}
