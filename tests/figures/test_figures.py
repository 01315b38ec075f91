"""Who sees which figures, what is hidden, what the events make of them, and how they are taken away."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.sessions import CONFIRMED
from agencies.models import Officer
from complaints import actions as complaints
from figures import queries
from figures.models import FigureRow, StageSpan
from figures.queries import STEPS, Choice, Line
from figures.reckoning import follow, rebuild
from investigations.models import Case
from sanctions import actions as sanctions
from sanctions.models import Recommendation
from workflow.models import AccessRecord, Event, Job

pytestmark = pytest.mark.django_db


def today() -> Choice:
    return Choice(timezone.localdate())


def counts(user) -> tuple:
    return tuple(queries.total(user, today()).counts[step] for step in STEPS)


def follow_all() -> None:
    for job in Job.objects.filter(kind="figures").order_by("pk"):
        follow(job.key)


def test_the_funnel_follows_the_events(a_case, a_complaint, people, pimpinan, intake):
    a_complaint()
    complaints.reject(a_complaint("VERIFYING"), by=intake, reason="Bukan ASN.")
    a_case("EXAMINATION")
    case = a_case("FOLLOW_UP")
    follow_all()
    assert counts(pimpinan) == (4, 1, 0, 0, 0)
    for step, name in (
        (sanctions.submit, "penyelia"),
        (sanctions.approve, "komisioner"),
        (sanctions.issue, "penyelia"),
    ):
        step(Recommendation.objects.get(case=case), by=people[name])
    follow_all()
    assert counts(pimpinan) == (4, 1, 1, 0, 0)
    stands = {s.code: s.count for s in queries.standings(pimpinan, today()) if s.count}
    assert stands == {"INTAKE": 1, "REJECTED": 1, "WITH_AUTHORITY": 1, "WITH_AGENCY": 1}
    assert [(each.code, each.count) for each in queries.league(pimpinan, today())] == [("64.02", 1)]
    assert {"OPEN", "DRAFT", "RECEIVED"} <= set(StageSpan.objects.values_list("stage", flat=True))
    kept = set(FigureRow.objects.values_list("key", "standing", "recommended_on"))
    rebuild()
    assert set(FigureRow.objects.values_list("key", "standing", "recommended_on")) == kept


def test_many_events_of_one_case_are_one_reckoning(a_case, django_assert_max_num_queries):
    a_case("FOLLOW_UP")
    numbers = list(Event.objects.filter(subject_kind="case").order_by("number").values_list("number", flat=True))
    follow(str(numbers[-1]))
    with django_assert_max_num_queries(3):
        follow(str(numbers[0]))


def test_other_authorities_regions_and_sealed_files_count_for_nobody(a_case, pimpinan, people):
    case = a_case("EXAMINATION")
    rebuild()
    assert counts(pimpinan)[0] == 1
    pimpinan.regions.set(["73"])
    assert counts(Officer.objects.get(pk=pimpinan.pk))[0] == 0
    pimpinan.regions.clear()
    for username in ("bkd.kukar", "merit", "intake", "auditor"):
        assert counts(people[username])[0] in (0, None), username
    case.access.sealed = True
    case.access.save()
    assert counts(Officer.objects.get(pk=pimpinan.pk))[0] == 0


def test_small_numbers_are_hidden_from_who_may_not_see_the_cases(a_case, pimpinan, komisioner):
    a_case("EXAMINATION")
    rebuild()
    assert queries.funnel(pimpinan, today())[0].counts["reported"] == 1
    assert queries.funnel(komisioner, today())[0].counts["reported"] is None
    assert queries.total(komisioner, today()).counts["reported"] is None
    assert queries.league(komisioner, today()) == [] and queries.paces(komisioner, today()) == []


def test_one_hidden_number_takes_the_next_along_so_that_no_sum_gives_it_back():
    lines = [Line(str(n), str(n), dict.fromkeys(STEPS, n)) for n in (3, 7, 40, 0)]  # the sum is told beside them
    shown = [line.counts["reported"] for line in queries._without_few(lines)]
    assert shown == [None, None, 40, 0]


def test_the_pages_show_figures_and_lead_to_the_cases(client, a_case, pimpinan, intake):
    case = a_case("EXAMINATION")
    rebuild()
    client.force_login(pimpinan)
    page = client.get("/pimpinan/").content.decode()
    assert "Dilaporkan" in page and "style=" not in page
    behind = client.get("/pimpinan/perkara/?langkah=reported").content.decode()
    assert case.reference in behind and client.get(f"/petugas/perkara/{case.reference}/").status_code == 200
    for group in queries.GROUPS:
        assert client.get(f"/petugas/angka/?menurut={group}").status_code == 200
    odd = "/petugas/angka/?menurut=entah&tahun=20x4&per=kemarin&instansi=%27&pemilihan=9&jabatan=RAJA"
    assert client.get(odd).status_code == 200
    assert "Pelapor" not in page + behind
    client.force_login(intake)
    assert client.get("/pimpinan/").status_code == 403


def test_an_export_asks_again_who_is_there_is_recorded_and_computes_nothing(client, a_case, kukar, pimpinan):
    kukar.name = "=HYPERLINK(1)"
    kukar.save()
    a_case("EXAMINATION")
    rebuild()
    client.force_login(pimpinan)
    session = client.session
    session[CONFIRMED] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    assert client.get("/petugas/angka/csv/").status_code == 403
    session[CONFIRMED] = timezone.now().timestamp()
    session.save()
    text = b"".join(client.get("/petugas/angka/csv/?menurut=instansi").streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    book = load_workbook(io.BytesIO(client.get("/petugas/angka/xlsx/?menurut=instansi").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells) and any(cell.value == 1 for cell in cells)
    assert AccessRecord.objects.filter(what="export.figures").count() == 2
    assert client.get("/petugas/angka/pdf/").status_code == 404


def test_what_is_gone_counts_no_more(a_complaint, pimpinan):
    complaint = a_complaint()
    rebuild()
    FigureRow.objects.create(
        key="respondent:0", reference="KAS-00-000000", access=complaint.access, kind="NEUTRALITY", year=2020,
        standing="INTAKE", reported_on=timezone.localdate(),
    )  # fmt: skip
    rebuild()
    assert counts(pimpinan)[0] == 1 and not Case.objects.exists()
