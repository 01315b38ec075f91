"""Each format as its reader sees it: pages, labels, and the places of words."""

import pytest

from evidence.reading import PAGE_REASONS, REASONS, NotRead, read
from tests.evidence import corpus, sheets


@pytest.fixture
def leaves(tmp_path):
    """Pages of bytes as facts, read by the real child."""

    def pages(content: bytes, reader: str, **options) -> list[dict]:
        path = tmp_path / "berkas"
        path.write_bytes(content)
        return list(read(path, reader, seconds=60, **options).pages.values())

    return pages


def told(pages: list[dict]) -> list[tuple[str, str]]:
    return [(page.get("label", ""), page.get("text", "")) for page in pages]


def test_a_workbook_is_read_sheet_by_sheet_and_row_by_row(leaves):
    assert told(leaves(sheets.xlsx(), "xlsx")) == [
        ("Peserta", "Nama | Tanggal\nBudi Santoso | 14/10/2024 | 14/10/2024 12.00 | 198703152010011004"),
        ("Biaya", "1500000 | lunas"),
    ]


def test_slides_come_as_they_are_shown_with_their_notes(leaves):
    pages = leaves(sheets.pptx(), "pptx")
    assert [page["text"] for page in pages] == [
        "Arahan kepala dinas\n\nJangan direkam",
        "Langkah pemenangan\nKumpulkan KTP",
    ]


def test_an_open_document_is_read_with_notes_tables_and_header(leaves):
    (page, header) = leaves(sheets.odt(), "odt")
    assert (
        page["text"] == "Nota dinas\nCatatan kaki\nRapat pukul 19.30 di balai desa\nNama | Jabatan\nPerlu dicek\nAkhir"
    )
    assert header["text"] == "KOP DINAS"


def test_a_mail_is_its_letter_and_then_its_attachments(leaves):
    pages = told(leaves(sheets.letter(), "mail"))
    assert pages[0][1] == (
        "From: Kepala Bidang <kabid@example.org>\nTo: staf@example.org\nDate: Mon, 14 Oct 2024 09:12:00 +0800\n"
        "Subject: Undangan – rapat penting\n\nMohon hadir semua.\nTidak boleh diwakilkan."
    )
    assert pages[1:] == [
        ("surat tugas.pdf · hal 1", "Halaman satu surat"),
        ("surat tugas.pdf · hal 2", "Halaman dua surat"),
        ("peserta.csv", "nama;jabatan"),
    ]


def test_a_mail_with_a_page_alone_is_read_as_people_see_it(leaves):
    mail = b"From: a@example.org\r\nContent-Type: text/html; charset=x-aneh\r\n\r\n<p>Isi <script>x</script>surat</p>"
    assert leaves(mail, "mail")[0]["text"] == "From: a@example.org\n\nIsi surat"


def test_a_zip_lists_its_files_and_then_reads_them(leaves):
    content = corpus.zipped(
        ("bukti/surat.pdf", corpus.pdf("Surat satu", "Surat dua")),
        ("bukti/rapat.mp3", corpus.mp3()),
        ("__MACOSX/._surat.pdf", b"x"),
        ("daftar.xlsx", sheets.xlsx()),
    )
    assert told(leaves(content, "archive")) == [
        ("Daftar isi", "bukti/surat.pdf\nbukti/rapat.mp3\ndaftar.xlsx"),
        ("bukti/surat.pdf · hal 1", "Surat satu"),
        ("bukti/surat.pdf · hal 2", "Surat dua"),
        ("daftar.xlsx · Peserta", "Nama | Tanggal\nBudi Santoso | 14/10/2024 | 14/10/2024 12.00 | 198703152010011004"),
        ("daftar.xlsx · Biaya", "1500000 | lunas"),
    ]


def test_what_is_broken_or_locked_in_a_zip_does_not_hide_the_rest(leaves):
    content = corpus.zipped(
        ("rusak.pdf", b"%PDF-1.7\nrusak"), ("kunci.pdf", corpus.locked_pdf()), ("baik.txt", b"isi baik")
    )
    assert [(page["label"], page.get("reason"), page.get("text")) for page in leaves(content, "archive")[1:]] == [
        ("rusak.pdf", "broken", None),
        ("kunci.pdf", "locked", None),
        ("baik.txt", None, "isi baik"),
    ]


def test_a_chat_in_a_zip_is_a_conversation(leaves):
    page = leaves(corpus.zipped(("_chat.txt", corpus.CHAT)), "archive")[1]
    assert [message["sender"] for message in page["messages"]] == ["Budi", "Sri"]


def test_words_of_a_pdf_are_cut_out_of_its_text_by_their_places(leaves):
    (page,) = leaves(corpus.pdf("Surat tugas\nnomor 12\n  dan   seterusnya"), "pdf")
    assert [page["text"][word[4] : word[5]] for word in page["words"]] == page["text"].split()
    first, second = page["words"][0], page["words"][2]
    assert 72 / 612 - 0.01 < first[0] < first[2] < 0.2
    assert (792 - 720) / 792 - 0.03 < first[1] < first[3] < second[3]


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_words_of_a_page_that_is_shown_turned_lie_where_they_are_seen(leaves, quarter):
    turned = corpus.pdf("Surat").replace(b"/MediaBox", b"/Rotate %d /MediaBox" % quarter)
    (page,) = leaves(turned, "pdf")
    left, top, right, bottom, *_place = page["words"][0]
    x, y = (left + right) / 2, (top + bottom) / 2
    assert {90: x > 0.8 and y < 0.25, 180: x > 0.7 and y > 0.8, 270: x < 0.2 and y > 0.75}[quarter]


def test_a_long_pdf_has_its_text_first_and_its_places_when_asked(leaves):
    content = corpus.pdf(*(f"Halaman nomor {n}" for n in range(1, 81)))
    assert all("words" not in page for page in leaves(content, "pdf"))
    placed = leaves(content, "pdf", places=True)
    assert [page["text"][word[4] : word[5]] for page in placed for word in page["words"]][-3:] == [
        "Halaman", "nomor", "80",
    ]  # fmt: skip


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("reader", "parts"),
    [
        ("xlsx", {"xl/workbook.xml": BOMB}),
        ("xlsx", {"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": BOMB}),
        ("pptx", {"ppt/presentation.xml": BOMB}),
        ("odt", {"content.xml": BOMB}),
        ("docx", {"word/document.xml": b"<x/>", "word/comments.xml": BOMB}),
        ("docx", {"word/document.xml": "<x/>".encode("utf-16")[:-3]}),
        ("xlsx", {"xl/workbook.xml": b"<a>" * 100_000}),
        ("archive", {}),
    ],
)
def test_hostile_insides_are_refused_and_the_child_says_so(leaves, reader, parts):
    content = corpus.zipped(*parts.items()) if parts else b"PK\x05\x06" + b"\xff" * 18
    with pytest.raises(NotRead) as refused:
        leaves(content, reader)
    assert str(refused.value) in REASONS.values()


@pytest.mark.parametrize("reader", ["text", "html", "mail", "docx", "xlsx", "pptx", "odt", "pdf", "picture", "archive"])
@pytest.mark.parametrize("content", [b"\0" * 64, b"\xff\xd8\xff\xe0 rusak", b"<" * 3000, b"PK\x03\x04" + b"\x99" * 90])
def test_any_bytes_given_to_any_reader_come_to_an_end(leaves, reader, content):
    try:
        pages = leaves(content, reader)
    except NotRead as refused:
        assert str(refused) in REASONS.values()
    else:
        assert all(page.get("reason", "") in ("", "cut", *PAGE_REASONS) for page in pages)
