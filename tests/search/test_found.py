"""Words are found where they stand, and the hit leads to the place."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.models import Territory
from complaints.actions import Person
from evidence.actions import add_link
from evidence.processing import process
from investigations import actions as investigations
from investigations.models import Case, Statement
from law.models import Violation
from search.models import Document
from tests.evidence import corpus
from tests.evidence.conftest import send  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def only(result):
    assert result.total == len(result.hits) == 1, result.hits
    return result.hits[0]


def test_the_narrative_by_another_form_of_the_word(a_complaint, intake, find):
    complaint = a_complaint(narrative="Ini pelanggaran netralitas oleh camat.")
    hit = only(find(intake, "melanggar"))
    assert (hit.reference, hit.kind, hit.url) == (
        complaint.reference, "complaint", f"/petugas/laporan/{complaint.reference}/#laporan"
    )  # fmt: skip
    assert hit.highlights == ["Ini <mark>pelanggaran</mark> netralitas oleh camat."]


def test_people_and_place(a_complaint, intake, find):
    people = [Person(name="Zulkarnain Fiktif", nip="196501011990031001", position="Sekretaris Kelurahan Wahana")]
    a_complaint(people=people, incident_place="Lapangan Merdeka Raya")
    for words in ("zulkarnain", "sekretaris wahana", "lapangan", "196501011990031001", "19650101 199003 1 001"):
        assert only(find(intake, words)).kind == "respondent", words
    assert "1965" not in only(find(intake, "196501011990031001")).highlights[0]


def test_a_reference(a_complaint, intake, find):
    complaint = a_complaint()
    a_complaint()
    assert only(find(intake, complaint.reference.lower())).reference == complaint.reference


def test_a_link_given_as_evidence(a_complaint, intake, find):
    complaint = a_complaint(links=[("https://www.instagram.com/p/Zx9", "unggahan sang camat")])
    assert only(find(intake, "instagram.com/p/zx9")).url.endswith(f"{complaint.reference}/#bukti")
    assert add_link(complaint.access, url="https://a.example/b", at=timezone.now())


def test_statements_and_findings_of_a_case(a_case, pemeriksa, find):
    case = a_case("EXAMINATION")
    statement = investigations.add_statement(
        case,
        by=pemeriksa,
        kind=Statement.Kind.WITNESS,
        text="Saksi melihat kendaraan dinas.",
        given_by="Ketua Rukun Xanadu",
    )
    found = find(pemeriksa, "kendaraan")
    assert only(found).url == f"/petugas/perkara/{case.reference}/#keterangan-{statement.pk}"
    assert only(find(pemeriksa, "xanadu")).kind == "statement"
    assert only(find(pemeriksa, '"dua saksi"')).kind == "finding"


def test_a_recommendation(a_recommendation, penyelia, bkd_kukar, find):
    recommendation = a_recommendation("DRAFT")
    hit = only(find(penyelia, recommendation.reference))
    assert (hit.kind, hit.reference) == ("recommendation", recommendation.case.reference)


FILES = {
    "undangan.pdf": lambda words: corpus.pdf("Halaman satu tanpa apa-apa", words),
    "surat.docx": lambda words: corpus.word("Pembukaan", words),
    "catatan.txt": lambda words: f"Catatan rapat.\n{words}\n".encode(),
    "laman.html": lambda words: f"<html><script>rahasiaskrip</script><p>Laman</p><p>{words}</p></html>".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_the_text_of_a_file(name, a_complaint, send, intake, find):  # noqa: F811
    complaint = a_complaint()
    file = send(complaint.access, name, FILES[name]("Seluruh pegawai diarahkan hadir pada deklarasi"), by=intake)
    process(str(file.pk))
    hit = only(find(intake, "mengarahkan kepegawaian deklarasikan"))
    assert (hit.reference, hit.kind, hit.evidence_id, hit.title) == (
        complaint.reference,
        "evidence",
        str(file.pk),
        name,
    )
    assert hit.page == (2 if name.endswith("pdf") else 1)
    assert hit.url == f"/petugas/bukti/{file.pk}/?hal={hit.page}#hal-{hit.page}"
    assert "diarahkan</mark>" in hit.highlights[0]
    assert find(intake, "rahasiaskrip", fresh=False).total == 0


def test_the_name_of_a_file_once(a_complaint, a_file, intake, find):
    access = a_complaint().access
    a_file(access, "isi satu", "isi dua", name="surat_edaran_rahasia.pdf")
    a_file(access, name="rekaman_edaran.mp3", stage="FAILED")
    assert find(intake, "edaran").total == 2


def test_a_complaint_in_a_case_bears_its_reference_and_stage(a_case, pemeriksa, find):
    case = a_case("CLARIFICATION", narrative="Deklarasi wuzwuz di lapangan.")
    hits = find(pemeriksa, "wuzwuz").hits
    assert {hit.kind for hit in hits} == {"case", "complaint"}
    assert {hit.reference for hit in hits} == {case.reference}
    assert find(pemeriksa, "wuzwuz", stage="CLARIFICATION").total == 2
    investigations.examine(Case.objects.get(pk=case.pk), by=pemeriksa)
    assert find(pemeriksa, "wuzwuz", stage="CLARIFICATION").total == 0
    assert find(pemeriksa, "wuzwuz", stage="EXAMINATION").total == 2


def test_phrases_are_as_written(a_complaint, intake, find):
    a_complaint(narrative="Mendukung calon pasangan hidup.")
    right = a_complaint(narrative="Mendukung pasangan calon nomor dua.")
    assert only(find(intake, '"pasangan calon"')).reference == right.reference
    assert find(intake, "pasangan calon").total == 2
    assert find(intake, '"yang tidak ada"').total == 0


def test_stop_words_count_inside_a_phrase(a_complaint, intake, find):
    a_complaint(narrative="hadir di kantor")
    assert find(intake, '"hadir di kantor"').total == 1
    assert find(intake, '"hadir ke kantor"').total == 0


def test_more_of_the_words_come_first_and_side_by_side_before_scattered(a_complaint, intake, find):
    filler = "lalu ada cerita lain tentang hal lain " * 3
    one = a_complaint(narrative=f"Sembako dibagi. {filler}")
    both = a_complaint(narrative=f"Sembako dibagi. {filler} Baliho dipasang.")
    beside = a_complaint(narrative=f"Sembako baliho dibagi. {filler} Ada dipasang.")
    references = [hit.reference for hit in find(intake, "sembako baliho").hits]
    assert references == [beside.reference, both.reference, one.reference]


def test_not_or_and_prefix(a_complaint, intake, find):
    camat = a_complaint(narrative="Sang camat berorasi.", people=[]).reference
    lurah = a_complaint(narrative="Sang lurah berorasi.", people=[]).reference
    kades = a_complaint(narrative="Sang kades kampanyekan.", people=[]).reference
    found = lambda text: {hit.reference for hit in find(intake, text).hits}  # noqa: E731
    assert found("sang -camat") == {lurah, kades}
    assert found("-camat") >= {lurah, kades} and camat not in {
        h.subject for h in find(intake, "-camat", kind="complaint").hits
    }
    assert found('"sang camat" OR "sang lurah"') == {camat, lurah}
    assert found("kampany*") == {kades}
    assert found("orasi kampany*") == {camat, lurah, kades}


def test_filters(a_complaint, intake, find):
    places = {"64.02": date(2024, 1, 10), "64.72": date(2024, 3, 10), "65.71": date(2024, 6, 10)}
    made = {
        code: a_complaint(
            narrative="Netral saja.",
            people=[],
            incident_place="",
            incident_date=day,
            territory=Territory.objects.get(pk=code),
        ).reference
        for code, day in places.items()
    }
    found = lambda **filters: {hit.reference for hit in find(intake, "netral", **filters).hits}  # noqa: E731
    assert found(territory="64") == {made["64.02"], made["64.72"]}
    assert found(territory="64.02") == {made["64.02"]}
    assert found(after=date(2024, 3, 10)) == {made["64.72"], made["65.71"]}
    assert found(before=date(2024, 3, 10)) == {made["64.02"], made["64.72"]}
    assert found(kind="evidence") == set()
    assert found(stage="RECEIVED") == set(made.values()) and found(stage="VERIFYING") == set()
    facets = find(intake, "netral", territory="64", stage="RECEIVED").facets
    assert [(f.value, f.count) for f in facets["territory"]] == [("64", 2), ("64.02", 1), ("64.72", 1), ("65", 1)]
    assert [(f.value, f.count) for f in facets["stage"]] == [("RECEIVED", 2)]
    assert [(f.value, f.label, f.count) for f in facets["kind"]] == [("complaint", "Isi laporan", 2)]


def test_without_words_the_newest_first(a_complaint, intake, find):
    for month in (3, 1, 2):
        a_complaint(incident_date=date(2024, month, 1), narrative=f"Bulan {month}.")
    hits = find(intake, "", kind="complaint").hits
    assert [hit.highlights for hit in hits] == [["Bulan 3."], ["Bulan 2."], ["Bulan 1."]]


@pytest.mark.parametrize("newest", [False, True])
def test_pages_without_gaps_or_repeats(newest, a_complaint, a_file, intake, find):
    access = a_complaint(narrative="lain", people=[]).access
    a_file(access, *[f"deklarasi {'kata ' * (number % 5)}" for number in range(47)])
    seen, cursor, sizes = [], "", []
    while cursor is not None:
        result = find(intake, "deklarasi", cursor=cursor, newest=newest, fresh=not seen)
        assert result.total == 47
        seen += [hit.page for hit in result.hits]
        sizes.append(len(result.hits))
        cursor = result.next
    assert sorted(seen) == list(range(1, 48))
    assert sizes == [20, 20, 7]


def test_a_long_text_is_found_to_its_end(a_complaint, intake, find):
    narrative = "awal " + "kata tengah " * 4000 + "penghabisan"
    complaint = a_complaint(narrative=narrative)
    assert only(find(intake, "penghabisan")).reference == complaint.reference


def test_coverage_counts_what_cannot_be_found(a_complaint, a_file, intake, find):
    access = a_complaint().access
    a_file(access, "teks", stage="READY")
    a_file(access, "", stage="READY")
    a_file(access, stage="QUARANTINED")
    a_file(access, stage="FAILED")
    a_file(access, stage="REJECTED")
    coverage = find(intake, "teks").coverage
    assert (coverage.files, coverage.unreadable) == (4, 3)


def test_text_that_tries_to_be_markup(a_complaint, intake, find):
    a_complaint(narrative="<img src=x onerror=alert(1)> camat <script>alert(2)</script>")
    hit = next(hit for hit in find(intake, "camat").hits if hit.kind == "complaint")
    assert hit.highlights == [
        "&lt;img src=x onerror=alert(1)&gt; <mark>camat</mark> &lt;script&gt;alert(2)&lt;/script&gt;"
    ]


def test_violations_and_agencies_are_kept_as_facts(a_complaint, intake, find):
    a_complaint(violations=[Violation.objects.get(code="NET-D8")])
    find(intake, "x")
    document = Document.objects.get(kind="complaint")
    assert (document.violations, document.agencies) == (["NET-D8"], ["64.02"])
