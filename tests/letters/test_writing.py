"""Writing a letter: a template's words, facts that stay text, a number without gaps, a PDF/A that says who wrote it."""

import hashlib
import io
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.models import SupervisingAuthority
from letters import layout, loading, markdown, rendering
from letters.models import Letter, LetterFile, LetterKind, LetterTemplate, NumberSequence
from letters.numbering import formatted
from workflow.ledger import unit_of_work
from workflow.models import Event

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODE = "#panic() $x^2$ *tebal* _miring_ `raw` @ref <lbl> \\ // /* */ [x] = judul {{ facts.lain }} # judul\n- butir"


def words_of(pdf: bytes) -> str:
    """The text of a PDF, blanks and line ends made one."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-").split())


def a_page(body: list) -> dict:
    return {
        "title": "Uji", "authority": "Otoritas", "letterhead": ["OTORITAS"], "number": "1/X/2026", "date": "hari ini",
        "draft": "", "head": [["Nomor", "1/X/2026"]], "addressee": ["Bupati"], "body": body, "signatory": [], "cc": [],
        "annexes": [], "link": "https://netral.example/verifikasi/A/", "code_shown": "A",
        "qr": rendering.qr("https://netral.example/verifikasi/A/"), "words": layout.WORDS,
    }  # fmt: skip


def test_a_letter_says_number_date_authority_words_and_code_in_a_pdf_a(a_letter):
    letter = a_letter(at=AT, facts={"recommendations": ["REK-26-AAAAAA"], "due": date(2026, 12, 7)}, cc=["Gubernur"])
    text = words_of(letter.pdf)
    for part in (
        "BADAN KEPEGAWAIAN NEGARA", letter.number, "Senin, 23 November 2026", "Bupati Kutai Kartanegara", "REK-26-AAAAAA",
        "Senin, 7 Desember 2026", layout.shown(letter.code), f"/verifikasi/{letter.code}/", "Tembusan: 1. Gubernur",
    ):  # fmt: skip
        assert part in text
    with pikepdf.open(io.BytesIO(letter.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")
        assert pdf.Root.Lang == "id-ID" and "/JavaScript" not in str(pdf.Root.get("/Names", ""))
    assert letter.sha256 == hashlib.sha256(letter.pdf).hexdigest()


def test_the_pdf_lies_sealed_and_the_log_holds_codes_alone(a_letter):
    letter = a_letter()
    file = LetterFile.objects.get(letter=letter)
    assert b"%PDF" not in bytes(file.sealed) and file.pdf.startswith(b"%PDF")
    event = Event.objects.filter(verb="letter.write").latest("number")
    assert event.payload == {"letter": str(letter.pk), "kind": "REMINDER"}
    assert event.subject_reference == letter.subject_reference


def test_the_same_page_makes_the_same_bytes():
    page = a_page(markdown.paragraphs("Satu"))
    assert rendering.render(page, at=AT) == rendering.render(page, at=AT)


def test_what_people_wrote_stays_text():
    body = markdown.blocks("{{ facts.x }}\n\n# {{ facts.x }}\n\n**{{ facts.x }}**", facts={"x": CODE}, letter={})
    text = words_of(rendering.render(a_page(body), at=AT))
    assert text.count("#panic() $x^2$ *tebal* _miring_ `raw` @ref <lbl> \\ // /* */ [x] = judul {{ facts.lain }}") == 3
    assert [block["t"] for block in body] == ["p", "p", "h", "p"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(alphabet="#$*_`@<>\\/[]{}()=\"'~^&%-+\n ", max_size=60))
def test_no_text_breaks_a_letter(anything, signs):
    body = markdown.blocks("{{ facts.x }}\n\n- {{ facts.y }}", facts={"x": anything, "y": signs}, letter={})
    assert rendering.render(a_page(body), at=AT).startswith(b"%PDF")


def test_signs_that_the_font_lacks_are_shown_as_a_box():
    assert "Halo □ selamat" in words_of(rendering.render(a_page(markdown.paragraphs("Halo 😀 selamat\ue000")), at=AT))


def test_every_shipped_template_is_loaded_once_and_has_a_kind(reference_data):
    assert {file.kind for file in loading.shipped()} == set(LetterKind)
    assert loading.load() == 0
    for file in loading.shipped():
        facts = dict.fromkeys(markdown.places(file.source), "isi")
        own = dict.fromkeys(("number", "date", "code", "title", "authority", "authority_short", "addressee"), "ini")
        body = markdown.blocks(file.source, facts=facts, letter=own)
        assert rendering.render(a_page(body), at=AT).startswith(b"%PDF")


def test_optional_places_leave_out_what_they_stand_in():
    source = "| Nama | {{ facts.a }} |\n| NIP | {{ facts.b? }} |\n\n- x {{ facts.b? }}\n\nAkhir {{ facts.b? }}."
    assert markdown.blocks(source, facts={"a": "Fulan"}, letter={}) == [
        {"t": "pairs", "rows": [[[{"s": "Nama"}], [{"s": "Fulan"}]]]}
    ]
    with pytest.raises(markdown.UnknownPlace):
        markdown.blocks("{{ facts.c }}", facts={}, letter={})


def test_the_newest_version_in_force_is_taken_and_an_authoritys_own_goes_first(reference_data):
    facts = {"kind": "REMINDER", "title": "Pengingat", "source": "Isi."}
    LetterTemplate.objects.create(version=2, in_force_from=date(2026, 1, 1), **facts)
    LetterTemplate.objects.create(version=3, in_force_from=date(2027, 1, 1), **facts)
    found = lambda authority, on: LetterTemplate.objects.in_force("REMINDER", authority=authority, on=on).version  # noqa: E731
    assert (found("BKN", date(2025, 12, 31)), found("BKN", date(2026, 1, 1))) == (1, 2)
    LetterTemplate.objects.create(version=7, in_force_from=date(2025, 1, 1), authority_id="BKN", **facts)
    assert (found("BKN", date(2026, 1, 1)), found("KASN", date(2026, 1, 1))) == (7, 2)


def test_a_template_is_never_changed(reference_data):
    template = LetterTemplate.objects.first()
    template.source = "Lain."
    with pytest.raises(Exception, match="Naskah"):
        template.save()


def test_numbers_have_no_gap_when_something_goes_wrong(a_letter, a_recommendation):
    about = a_recommendation("DRAFT")
    first = a_letter(about)
    before = (Letter.objects.count(), NumberSequence.objects.get(authority="BKN", year=first.issued_on.year).last)
    with pytest.raises(RuntimeError), unit_of_work():
        a_letter(about)
        raise RuntimeError
    assert (
        Letter.objects.count(),
        NumberSequence.objects.get(authority="BKN", year=first.issued_on.year).last,
    ) == before
    assert a_letter(about).sequence == first.sequence + 1


def test_the_number_follows_the_authoritys_pattern():
    assert formatted("R-{number}/KASN/{roman}/{year}", 7, on=date(2026, 11, 2)) == "R-7/KASN/XI/2026"
    assert formatted("{number}/{nomor}/{0}/{month}", 7, on=date(2026, 11, 2)) == "7/{nomor}/{0}/11"


def test_a_letter_keeps_the_letterhead_of_its_day(a_letter):
    letter = a_letter()
    SupervisingAuthority.objects.filter(pk=letter.authority_id).update(letterhead="BADAN BARU")
    assert Letter.objects.get(pk=letter.pk).letterhead.startswith("BADAN KEPEGAWAIAN NEGARA")
