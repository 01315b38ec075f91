"""The queues of the desk: what each role begins with, what waits in each, and how much the page asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint
from desk import queues
from investigations import actions as investigations
from investigations.models import Case
from law.models import Violation

pytestmark = pytest.mark.django_db
EVERY = [
    "masuk", "laporan-pekan-ini", "laporan-tim", "pelapor", "tim", "tim-saya", "pekan-ini", "menunggu", "bebas", "pleno",
    "rekomendasi", "selesai",
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "slug"),
    [
        ("intake", "masuk"),
        ("pemeriksa", "milik"),
        ("penyelia", "tim"),
        ("komisioner", "pleno"),
        ("pimpinan", "tim"),
    ],
)
def test_each_role_begins_with_its_own_work(people, who, slug):
    assert queues.default(people[who]).slug == slug


@pytest.mark.parametrize("who", ["bkd.kukar", "bawaslu", "auditor", "kustodian", "merit", "admin"])
def test_others_have_no_queue(people, who):
    assert queues.queues_of(people[who]) == []


def test_a_report_waits_in_the_incoming_queue_and_then_for_its_reporter(a_complaint, page, intake):
    new, asked = a_complaint(), a_complaint("INCOMPLETE")
    incoming, waiting = page(intake, "/petugas/"), page(intake, "/petugas/antrean/pelapor/")
    assert new.reference in incoming and asked.reference not in incoming
    assert asked.reference in waiting and new.reference not in waiting
    assert "Waktu berhenti" in waiting


def test_an_investigator_finds_only_their_own_cases_in_theirs(a_case, page, penyelia, pemeriksa, pemeriksa2):
    mine, theirs = a_case(), a_case()
    investigations.assign(theirs, by=penyelia, to=pemeriksa2)
    own = page(pemeriksa, "/petugas/")
    assert mine.reference in own and theirs.reference not in own
    assert theirs.reference in page(pemeriksa, "/petugas/antrean/tim/")


def test_an_unassigned_case_stands_in_the_queue_of_those(a_complaint, page, intake, penyelia):
    reference = investigations.accept(a_complaint("VERIFYING"), by=intake)["case"]
    assert reference in page(penyelia, "/petugas/antrean/bebas/")


def test_commissioners_see_cases_from_the_plenary_on_only(a_case, page, komisioner):
    before, there = a_case("EXAMINATION"), a_case("DELIBERATION")
    shown = page(komisioner, "/petugas/")
    assert there.reference in shown and before.reference not in shown


def test_a_row_says_what_where_how_many_whose_turn_and_by_when(a_complaint, page, intake):
    complaint = a_complaint()
    shown = page(intake, "/petugas/")
    for words in (
        "Camat membagikan kaus",
        complaint.reference,
        "Kabupaten Kutai Kartanegara",
        "1 terlapor",
        "Diterima",
    ):
        assert words in shown
    assert "<b>giliran Anda</b>" in shown
    assert "hari kerja lagi" in shown


def test_rows_stand_under_their_deadline(a_complaint, page, intake):
    late = a_complaint()
    Complaint.objects.filter(pk=late.pk).update(due_date="2024-01-02")
    a_complaint()
    shown = page(intake, "/petugas/")
    assert shown.index("Terlambat") < shown.index(late.reference)


def test_a_queue_is_filtered_by_stage(a_complaint, page, intake):
    new, verifying = a_complaint(), a_complaint("VERIFYING")
    shown = page(intake, "/petugas/antrean/masuk/?tahap=VERIFYING")
    assert verifying.reference in shown and new.reference not in shown
    assert new.reference in page(intake, "/petugas/antrean/masuk/?tahap=NONSENSE")


def test_the_next_page_goes_on_where_this_one_ends(a_complaint, at_desk, intake):
    for _ in range(27):
        a_complaint()
    browser, path, seen = at_desk(intake), "/petugas/antrean/masuk/", set()
    for _ in range(2):
        answer = browser.get(path)
        seen |= {row.subject.reference for _label, rows in answer.context["groups"] for row in rows}
        path = f"/petugas/antrean/masuk/?setelah={answer.context['next']}"
    assert len(seen) == 27


def test_an_ended_case_leaves_the_team_and_stands_among_the_ended(a_case, page, penyelia):
    case = a_case()
    investigations.moot(case, by=penyelia, reason="Pensiun.")
    assert case.reference not in page(penyelia, "/petugas/antrean/tim/")
    assert case.reference in page(penyelia, "/petugas/antrean/selesai/")


def test_an_empty_queue_says_so(people, page, intake):
    assert "Tidak ada laporan yang menunggu verifikasi." in page(intake, "/petugas/")


def test_a_queue_of_another_role_does_not_exist(people, at_desk, komisioner):
    assert at_desk(komisioner).get("/petugas/antrean/masuk/").status_code == 404
    assert at_desk(komisioner).get("/petugas/antrean/apa-saja/").status_code == 404


def number_of_queries(browser, path) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("slug", ["masuk", "tim", "rekomendasi"])
def test_a_page_of_many_rows_asks_no_more_than_a_page_of_few(slug, a_recommendation, a_complaint, at_desk, penyelia):
    make = {"masuk": a_complaint, "tim": a_recommendation, "rekomendasi": a_recommendation}[slug]
    browser = at_desk(penyelia)
    make()
    few = number_of_queries(browser, f"/petugas/antrean/{slug}/")
    for _ in range(4):
        make()
    assert number_of_queries(browser, f"/petugas/antrean/{slug}/") == few <= 30


def test_a_full_page_of_reports_asks_no_more_than_a_short_one(
    a_complaint, at_desk, intake, django_assert_max_num_queries
):
    browser = at_desk(intake)
    for _ in range(5):
        a_complaint()
    few = number_of_queries(browser, "/petugas/")
    for _ in range(45):
        a_complaint()
    with django_assert_max_num_queries(few):
        browser.get("/petugas/")


def test_counts_are_right_and_only_of_what_one_sees(a_case, a_complaint, penyelia, komisioner):
    a_complaint(), a_complaint("INCOMPLETE"), a_case("DELIBERATION"), a_case("EXAMINATION")
    found = queues.counts(penyelia)
    assert found["masuk"] == found["pelapor"] == found["pleno"] == 1
    assert (found["tim"], found["bebas"], found["rekomendasi"], found["menunggu"]) == (2, 0, 0, 0)
    assert queues.counts(komisioner) == {"pleno": 1, "rekomendasi": 0}
    assert Case.objects.count() == 2


@pytest.mark.parametrize("slug", EVERY)
def test_every_queue_opens(people, page, penyelia, slug):
    page(penyelia, f"/petugas/antrean/{slug}/")


@pytest.mark.parametrize("findings", ["written", "missing", "of nobody in question"])
def test_the_queue_and_the_page_agree_on_whose_turn_it_is(a_case, page, penyelia, pemeriksa, findings):
    case = a_case("EXAMINATION")
    person = case.respondents.get()
    if findings == "missing":
        investigations.add_allegation(
            case, by=pemeriksa, respondent=person, violation=Violation.objects.get(pk="NET-D6")
        )
    if findings == "of nobody in question":
        investigations.set_aside(case, by=penyelia, respondent=person, reason="DIED")
    whose = "penyelia" if findings == "written" else "pemeriksa"
    row = {"penyelia": page(penyelia, "/petugas/antrean/tim/"), "pemeriksa": page(pemeriksa, "/petugas/antrean/milik/")}
    about = {who.username: page(who, f"/petugas/perkara/{case.reference}/") for who in (penyelia, pemeriksa)}
    other = "pemeriksa" if whose == "penyelia" else "penyelia"
    assert "giliran Anda" in row[whose] and "Giliran Anda" in about[whose]
    assert f"giliran {whose}" in row[other] and f"Giliran {whose}" in about[other]
