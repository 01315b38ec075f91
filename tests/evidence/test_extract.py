"""Text as a reader of the file would see it, page by page."""

import io

import docx
import pytest
from docx.enum.text import WD_BREAK

from evidence.extract.pieces import LONGEST_PAGE, MOST_PAGES, PIECE, clean, pieces
from evidence.reading import REASONS, NotRead, read
from tests.evidence import corpus


@pytest.fixture
def text_of(tmp_path):
    """Numbered pages of bytes, read by the real child."""

    def pages(content: bytes, reader: str) -> list[tuple[int, str]]:
        path = tmp_path / "berkas"
        path.write_bytes(content)
        told = read(path, reader, seconds=60).pages
        return [(number, facts["text"]) for number, facts in told.items() if "text" in facts]

    return pages


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_pdf_pages_keep_their_numbers(text_of):
    pages = text_of(corpus.pdf("Surat tugas\nnomor 12", "", "Halaman tiga"), "pdf")
    assert pages == [(1, "Surat tugas\nnomor 12"), (3, "Halaman tiga")]


def test_a_pdf_of_five_hundred_pages_is_read(text_of):
    pages = text_of(corpus.pdf(*(f"Halaman {n}" for n in range(1, 501))), "pdf")
    assert (len(pages), pages[-1]) == (500, (500, "Halaman 500"))


def test_word_body_header_footnotes_tables_and_page_breaks(text_of):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "KOP DINAS"
    document.sections[0].footer.paragraphs[0].text = "kaki surat"
    document.add_paragraph("Kronologi").add_run(" lengkap")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Nama", "Jabatan"
    document.add_paragraph("sebelum").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("sesudah")
    pages = dict(text_of(saved(document), "docx"))
    assert pages[1] == "Kronologi lengkap\nNama | Jabatan\nsebelum"
    assert pages[2] == "sesudah"
    assert {"KOP DINAS", "kaki surat"} <= set("\n".join(pages.values()).split("\n"))


def test_word_text_boxes_are_read_once(text_of):
    box = (
        b'<w:p><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>Kotak</w:t></w:r></w:p>'
        b"</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Kotak</w:t></w:r></w:p></w:txbxContent>"
        b"</mc:Fallback></mc:AlternateContent></w:p>"
    )
    body = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>%s</w:body></w:document>' % box
    )
    assert text_of(corpus.zipped(("word/document.xml", body)), "docx") == [(1, "Kotak")]


def test_html_shows_what_a_reader_sees(text_of):
    page = (
        b"<html><head><title>Berita</title><style>p{color:red}</style></head><body><script>var rahasia=1</script>"
        b"<p>Camat&nbsp;mengajak</p><!-- catatan --><p>warga<br>memilih</p><img alt='spanduk calon'><template>x</template>"
        b"<table><tr><td>A</td><td>B</td></tr></table></body></html>"
    )
    ((number, text),) = text_of(page, "html")
    assert number == 1
    assert text == "Berita\nCamat mengajak\nwarga\nmemilih\nspanduk calon\nA\nB"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_the_encodings_people_have(text_of, encoding):
    text = "Pegawai itu – “mengajak” warga"
    assert text_of(text.encode(encoding), "text") == [(1, text)]


def test_plain_text_breaks_at_form_feeds_and_when_long(text_of):
    assert text_of(b"satu\x0cdua", "text") == [(1, "satu"), (2, "dua")]
    pages = text_of(b"baris yang panjang sekali\n" * 1000, "text")
    assert len(pages) > 5 and max(len(text) for _n, text in pages) <= PIECE


def test_nul_and_other_control_characters_never_reach_the_database():
    assert clean("a\x00b\x1b[31m \ud800c") == "ab[31m c"
    assert clean("peme\u0002\nriksaan") == "pemeriksaan"
    assert clean("satu \t dua\n\n\n\ntiga\x0c") == "satu dua\n\ntiga"


def test_pages_and_text_have_an_end(tmp_path):
    path = tmp_path / "berkas"
    path.write_bytes(b"x\x0c" * (MOST_PAGES + 5))
    reading = read(path, "text", seconds=60)
    assert (max(reading.pages), reading.cut, reading.ended) == (MOST_PAGES, True, True)
    path.write_bytes(corpus.pdf("y" * (LONGEST_PAGE + 1)))
    reading = read(path, "pdf")
    assert (len(reading.pages[1]["text"]), reading.cut) == (LONGEST_PAGE, True)
    path.write_bytes(b"satu\x0cdua\x0ctiga")
    reading = read(path, "text", spare=5)
    assert ([*reading.pages], reading.cut, reading.ended) == ([1, 2], True, True)


def test_a_paragraph_without_blanks_is_cut_too():
    assert [len(piece) for piece in pieces(["z" * (2 * PIECE + 7)])] == [PIECE, PIECE, 7]


@pytest.mark.parametrize(
    ("content", "reader", "reason"),
    [
        (corpus.locked_pdf(), "pdf", "locked"),
        (b"%PDF-1.7\nrusak", "pdf", "broken"),
        (b"PK\x03\x04rusak", "docx", "broken"),
        (corpus.zipped(("word/other.xml", b"<x/>")), "docx", "broken"),
        (corpus.zipped(("word/document.xml", b"<w:document>")), "docx", "broken"),
    ],
)
def test_what_cannot_be_read_says_why(text_of, content, reader, reason):
    with pytest.raises(NotRead) as refused:
        text_of(content, reader)
    assert str(refused.value) == REASONS[reason]


def test_entities_in_word_files_are_not_expanded(text_of):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(NotRead):
        text_of(corpus.zipped(("word/document.xml", bomb)), "docx")
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with pytest.raises(NotRead):
        text_of(corpus.zipped(("word/document.xml", outside)), "docx")
