"""Office files, letters and chats for the readers, written part by part, as other programs write them."""

from email.message import EmailMessage

from tests.evidence import corpus

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPES = ("[Content_Types].xml", corpus.OOXML_TYPES % b"")


def relations(*rows: tuple[str, str, str]) -> bytes:
    listed = "".join(f'<Relationship Id="{i}" Type="{DOCUMENT}/{kind}" Target="{to}"/>' for i, kind, to in rows)
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'.encode()


def xlsx() -> bytes:
    """Two sheets, the second listed first; shared, inline and split strings, a date, a formula, an empty row."""
    book = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{DOCUMENT}"><sheets><sheet name="Peserta" sheetId="2" r:id="rId2"/>'
        f'<sheet name="Biaya" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    strings = (
        f'<sst xmlns="{SHEET}"><si><t>Nama</t></si><si><r><t>Budi </t></r><r><t>Santoso</t></r>'
        f"<rPh><t>budi</t></rPh></si><si><t>Tanggal</t></si></sst>"
    )
    styles = (
        f'<styleSheet xmlns="{SHEET}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    people = (
        f'<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row><row r="2"/>'
        f'<row r="3"><c t="s"><v>1</v></c><c s="1"><v>45579</v></c><c s="2"><v>45579.5</v></c>'
        f'<c t="inlineStr"><is><t>198703152010011004</t></is></c></row></sheetData></worksheet>'
    )
    costs = (
        f'<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c><f>SUM(A1)</f><v>1500000</v></c>'
        f'<c t="str"><f>A1</f><v>lunas</v></c><c t="s"><v>99</v></c></row></sheetData></worksheet>'
    )
    return corpus.zipped(
        TYPES,
        ("xl/workbook.xml", book.encode()),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "/xl/worksheets/sheet2.xml")
            ),
        ),
        ("xl/sharedStrings.xml", strings.encode()),
        ("xl/styles.xml", styles.encode()),
        ("xl/worksheets/sheet1.xml", costs.encode()),
        ("xl/worksheets/sheet2.xml", people.encode()),
    )


def pptx() -> bytes:
    """Two slides shown in another order than they are numbered, notes to one."""
    show = (
        f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{DOCUMENT}"><p:sldIdLst><p:sldId id="257" r:id="rId2"/>'
        f'<p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>'
    )

    def slide(*lines: str) -> bytes:
        told = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        return f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><p:txBody>{told}</p:txBody></p:sld>'.encode()

    return corpus.zipped(
        TYPES,
        ("ppt/presentation.xml", show.encode()),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "slides/slide2.xml")),
        ),
        ("ppt/slides/slide1.xml", slide("Langkah pemenangan", "Kumpulkan KTP")),
        ("ppt/slides/slide2.xml", slide("Arahan kepala dinas")),
        ("ppt/slides/_rels/slide2.xml.rels", relations(("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"))),
        ("ppt/notesSlides/notesSlide1.xml", slide("Jangan direkam")),
    )


def odt() -> bytes:
    """Heading, counted blanks, a note, a table, a remark, what was deleted, and a header."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    body = (
        f"<office:document-content {names}><office:body><office:text>"
        "<text:tracked-changes><text:deletion><text:p>dihapus</text:p></text:deletion></text:tracked-changes>"
        '<text:h>Nota dinas</text:h><text:p>Rapat<text:s text:c="3"/>pukul <text:span>19.30</text:span> di balai'
        "<text:note><text:note-body><text:p>Catatan kaki</text:p></text:note-body></text:note> desa</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Nama</text:p></table:table-cell>"
        "<table:table-cell><text:p>Jabatan</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><office:annotation><dc:creator>Sri</dc:creator><text:p>Perlu dicek</text:p></office:annotation>Akhir"
        "</text:p></office:text></office:body></office:document-content>"
    )
    styles = f"<office:document-styles {names}><text:p>KOP DINAS</text:p></office:document-styles>"
    return corpus.zipped(
        ("mimetype", corpus.ODT.encode()), ("content.xml", body.encode()), ("styles.xml", styles.encode())
    )


def letter() -> bytes:
    """An EML with both kinds of body, encoded headers and two attachments."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Kepala Bidang <kabid@example.org>", "staf@example.org"
    mail["Subject"], mail["Date"] = "Undangan – rapat penting", "Mon, 14 Oct 2024 09:12:00 +0800"
    mail.set_content("Mohon hadir semua.\nTidak boleh diwakilkan.")
    mail.add_alternative("<p>Mohon hadir <b>semua</b>.</p>", subtype="html")
    surat = corpus.pdf("Halaman satu surat", "Halaman dua surat")
    mail.add_attachment(surat, maintype="application", subtype="pdf", filename="surat tugas.pdf")
    mail.add_attachment(b"nama;jabatan\n", maintype="text", subtype="csv", filename="peserta.csv")
    return mail.as_bytes()
