"""The demo's evidence: twelve distinct files, made by code, the same bytes every time, used again and again."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape

from deploy.demo import drawing, papers

CHRONOLOGY = [
    "Kronologi kejadian",
    "Pukul 13.40 rombongan tiba. Kendaraan dinas diparkir di samping panggung, pelat nomornya ditutup.",
    "Pukul 14.10 acara dibuka. Pejabat yang dilaporkan duduk di barisan depan memakai rompi relawan.",
    "Pukul 14.35 pejabat tersebut naik ke panggung, diperkenalkan, lalu menyampaikan ajakan memilih.",
    "Pukul 15.05 dibagikan kaus dan stiker. Dua orang staf membantu pembagian dan mendata nomor telepon.",
    "Pukul 15.50 peserta diminta menyukai dan membagikan unggahan kampanye sebelum pulang.",
    "Saksi bersedia memberi keterangan secara tertutup. Rekaman suara disimpan oleh pelapor.",
]
NOTES = """Catatan saya, ditulis malam itu juga

Rapat mulai jam 8 malam, yang hadir kira-kira empat puluh orang.
Pak kepala bilang: kita ini satu perahu, jadi pilihannya juga satu.
Ada yang bertanya soal netralitas, dijawab sambil bercanda.
Habis itu dibagikan amplop uang bensin dan daftar nama keluarga.
Yang membagikan bendahara, yang mencatat sekretaris.
Saya pulang sebelum selesai. Besoknya ditegur karena tidak ikut foto.
"""
ATTENDANCE = """Daftar hadir temu kader dan pembagian bibit, disalin panitia

Tempat: Muara Lindung. Panitia: 0812-0000-0777, IG @bibit_contoh
1. Ramlan Danautirta, NIP 19751025 200312 1 909, Dinas Perikanan Kabupaten Kutai Kartanegara
2. Yuyun Danaulestari, NIP 199108O8 202O12 2 907, penyuluh
3. Suparman Contohraya, camat
4. H. Awang Contohperdana, bakal calon bupati
Undangan menyusul lewat Pemkab Kukar.
"""
POSTS = [
    ("Relawan Bersama Maju", "Terima kasih kepada bapak ibu yang hadir dan mendukung. Kompak selalu!"),
    ("akun terlapor", "Siap lanjutkan, pilihan kami tidak berubah. Ayo kawan-kawan satukan suara."),
    ("akun terlapor", "Membagikan foto: pelanggaran itu kalau ketahuan, hehe"),
    ("warga", "Bukannya bapak PNS ya? Kok boleh menyebarkan ajakan begini"),
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EPOCH = (2024, 10, 15, 9, 0, 0)


def document() -> bytes:
    """A DOCX with a heading and paragraphs, as small as the format allows."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in CHRONOLOGY)
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    return _zipped(
        {name: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml for name, xml in parts.items()}
    )


def page() -> bytes:
    """An HTML page as a browser saves it from a social network that does not exist."""
    posts = "".join(f"<article><h2>{escape(who)}</h2><p>{escape(text)}</p></article>" for who, text in POSTS)
    head = '<meta charset="utf-8"><title>Halaman pendukung, medsos.example</title><script>jejak("muat")</script>'
    return f'<!DOCTYPE html><html lang="id"><head>{head}</head><body><main>{posts}</main></body></html>'.encode()


def notes() -> bytes:
    """A plain text."""
    return NOTES.encode()


def attendance() -> bytes:
    """A plain text with numbers and names of people who do not exist."""
    return ATTENDANCE.encode()


MAKERS: dict[str, Callable[[], bytes]] = {
    "undangan.pdf": papers.invitation,
    "penerusan_bawaslu.pdf": papers.referral,
    "sk_hukuman.pdf": papers.decree,
    "pindaian_surat.pdf": drawing.scan,
    "foto_acara.jpg": drawing.gathering,
    "foto_spanduk.jpg": drawing.banner,
    "tangkapan_obrolan.png": drawing.chat,
    "obrolan_dipotong.jpg": drawing.cut_chat,
    "daftar_hadir.txt": attendance,
    "kronologi.docx": document,
    "halaman_medsos.html": page,
    "catatan.txt": notes,
}


@cache
def content(name: str) -> bytes:
    """The bytes of one of the demo's files, made once per process. Raises KeyError."""
    return MAKERS[name]()


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
