"""More files that people honestly send, as their telephones, offices and programs write them."""

import base64
import io
import zipfile

import pillow_heif
from PIL import Image, ImageDraw

from tests.evidence import corpus
from tests.evidence.dangers import CODE, RUN, document, links, mail, moving_png, moving_webp, sheet, text_document

PNG = corpus.picture("PNG")
FORMULA = b'<c r="A1"><f>[1]Rekap!$A$1</f><v>12</v></c>'
MANIFEST = (
    b'<?xml version="1.0"?><!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Pak Lurah\r\nTEL:+62 811 000 111\r\nEND:VCARD\r\n"


def drawn(size=(320, 240)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 20), "Undangan rapat", fill="black")
    return image


def saved(image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def telephone_picture() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(drawn()).save(out, quality=50)
    return out.getvalue()


def scanned(pages: int = 2) -> bytes:
    """A PDF of pictures alone."""
    return saved(drawn(), "PDF", save_all=True, append_images=[drawn()] * (pages - 1))


def moving_sticker(form: str, frames: int = 20) -> bytes:
    pictures = [Image.new("RGB", (96, 96), (number * 10, 0, 0)) for number in range(frames)]
    return saved(pictures[0], form, save_all=True, append_images=pictures[1:], duration=50)


def acting_pdf() -> bytes:
    """Taken as evidence: what it would do stays with the sealed original, the safe copy has none of it."""
    act = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /Launch /F (cmd.exe) >> >>"
    return corpus.pdf("Undangan").replace(b"/Type /Catalog", b"/Type /Catalog " + act)


def streamed_zip() -> bytes:
    """Written to a pipe: the lengths stand behind each entry."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self):
            raise OSError

        def seek(self, *where):
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("catatan.txt", b"isi " * 100)
    return out.getvalue()


def long_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("catatan.txt", "w", force_zip64=True) as entry:
        entry.write(b"isi")
    return out.getvalue()


def foldered(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("Bukti")
        for name, content in entries:
            archive.writestr(f"Bukti/{name}", content)
    return out.getvalue()


def older_names() -> bytes:
    """A name in the code page that Windows wrote before UTF-8."""
    return corpus.zipped(("bukti_.txt", b"isi")).replace(b"bukti_.txt", b"bukti\x82.txt")


def of_all_kinds() -> bytes:
    kinds: dict[str, bytes] = {}
    for content, kind in [*corpus.HONEST.values(), *HONEST.values()]:
        if kind != "ZIP":
            kinds.setdefault(kind, content)
    return corpus.zipped(*((f"{kind}.{kind.lower()}", content) for kind, content in kinds.items()))


TYPICAL_LINKS = links(
    ("hyperlink", "https://www.bkn.go.id/"),
    ("attachedTemplate", "file:///C:\\Users\\Sri\\AppData\\Templates\\Surat.dotx"),
)
CHAT_FILES = (
    ("WhatsApp Chat dengan Grup Kantor.txt", corpus.CHAT),
    ("IMG-20241014-WA0003.jpg", corpus.picture("JPEG")),
    ("STK-20241014-WA0004.webp", corpus.picture("WEBP")),
    ("PTT-20241014-WA0005.opus", corpus.ogg(b"OpusHead")),
    ("VID-20241014-WA0006.mp4", corpus.boxes(b"mp42")),
    ("DOC-20241014-WA0007.pdf", corpus.pdf("Undangan")),
    ("Pak Lurah.vcf", CARD),
)
HONEST = {
    "IMG_0001.heic": (telephone_picture(), "HEIC"),
    "bergambar jalan.jpg": (corpus.picture("JPEG") + corpus.boxes(b"mp42") + b"MotionPhoto_Data", "JPEG"),
    "bertahap.jpg": (saved(drawn(), "JPEG", progressive=True), "JPEG"),
    "cetak.jpg": (saved(drawn().convert("CMYK"), "JPEG"), "JPEG"),
    "layar panjang.png": (saved(Image.new("RGB", (108, 9_000)), "PNG"), "PNG"),
    "bergerak.png": (moving_sticker("PNG"), "PNG"),
    "stiker bergerak.webp": (moving_sticker("WEBP"), "WebP"),
    "stiker lain.webp": (moving_webp(60), "WebP"),
    "bergerak lain.png": (moving_png(60), "PNG"),
    "pindaian.pdf": (scanned(), "PDF"),
    "bertindak.pdf": (acting_pdf(), "PDF"),
    "nota dinas.docx": (
        document(RUN % (CODE % " PAGE ") + CODE % " HIDDEN DDEX ", ("word/_rels/document.xml.rels", TYPICAL_LINKS)),
        "DOCX",
    ),
    "membahas dde.docx": (document("<w:p><w:r><w:t>DDEAUTO adalah perintah lama</w:t></w:r></w:p>"), "DOCX"),
    "bergrafik.docx": (document("", ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", sheet())), "DOCX"),
    "bergambar.docx": (document("", ("word/media/image1.png", PNG), ("word/media/image2.svg", corpus.SVG)), "DOCX"),
    "rekap.xlsx": (
        sheet(("xl/worksheets/sheet1.xml", FORMULA), ("xl/printerSettings/printerSettings1.bin", bytes(200))),
        "XLSX",
    ),
    "buku bertaut.xlsx": (
        sheet(("xl/externalLinks/_rels/externalLink1.xml.rels", links(("externalLinkPath", "Rekap%202023.xlsx")))),
        "XLSX",
    ),
    "libreoffice.odt": (
        text_document(
            b"<a/>", ("META-INF/manifest.xml", MANIFEST), ("Thumbnails/thumbnail.png", PNG), ("Configurations2/", b"")
        ),
        "ODT",
    ),
    "bergambar.odt": (
        text_document(
            b'<draw:image xlink:href="Pictures/1.png"/><text:a xlink:href="https://bkn.go.id/"/>',
            ("Pictures/1.png", PNG),
        ),
        "ODT",
    ),
    "surel berlampiran.eml": (
        mail(
            ("surat.pdf", corpus.pdf("a")), ("logo.gif", corpus.picture("GIF")), ("rapat.ics", b"BEGIN:VCALENDAR\r\n")
        ),
        "EML",
    ),
    "surel berarsip.eml": (
        mail(("foto.zip", corpus.zipped(("a.jpg", corpus.picture("JPEG")))), ("surat.docx", corpus.word("a"))),
        "EML",
    ),
    "surel diteruskan.eml": (mail(("asli.eml", mail(("foto.jpg", corpus.picture("JPEG")), boundary="lain"))), "EML"),
    "surel bersandi.eml": (
        mail(("=?utf-8?B?" + base64.b64encode("surat – salinan.pdf".encode()).decode() + "?=", corpus.pdf("a"))),
        "EML",
    ),
    "Excel.csv": ("nama;jabatan\r\nSri;Camat\r\n".encode("utf-16"), "CSV"),
    "Pak Lurah.vcf": (CARD, "TXT"),
    "rekaman lama.3gp": (corpus.boxes(b"3gp5"), "MP4"),
    "IMG_0002.MOV": (corpus.boxes(b"qt  ", b"\0\0\0\x08wide"), "MOV"),
    "siaran.mp4": (corpus.boxes(b"dash"), "MP4"),
    "kamera.mp4": (corpus.boxes(b"XAVC", b"\0\0\0\x08free"), "MP4"),
    "Chat WhatsApp.zip": (corpus.zipped(*CHAT_FILES), "ZIP"),
    "WhatsApp Chat - Grup.zip": (
        corpus.zipped(("_chat.txt", corpus.CHAT), ("00000002-PHOTO-2024-10-14.jpg", corpus.picture("JPEG"))),
        "ZIP",
    ),
    "dari Mac.zip": (
        corpus.zipped(
            ("foto.jpg", corpus.picture("JPEG")),
            ("__MACOSX/._foto.jpg", b"\0\5\x16\7" + bytes(60)),
            (".DS_Store", b"\0\0\0\1Bud1" + bytes(60)),
        ),
        "ZIP",
    ),
    "dari Windows.zip": (
        corpus.zipped(
            ("a.txt", b"a"), ("Thumbs.db", corpus.old_office("Catalog")), ("desktop.ini", "[.Shell]".encode("utf-16"))
        ),
        "ZIP",
    ),
    "bermap.zip": (
        foldered(("kosong.txt", b""), ("foto.jpg", corpus.picture("JPEG")), ("nota.docx", corpus.word("a"))),
        "ZIP",
    ),
    "dari situs.zip": (streamed_zip(), "ZIP"),
    "panjang.zip": (long_zip(), "ZIP"),
    "nama lama.zip": (older_names(), "ZIP"),
}
HONEST["segala jenis.zip"] = (of_all_kinds(), "ZIP")
