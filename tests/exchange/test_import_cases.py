"""Today's spreadsheets: taken over with stage and dates as given, once, and taken back within seven days."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from exchange import actions, undoing
from exchange.models import Batch, Imported, Mapping
from investigations import actions as investigations
from investigations.models import Case, Respondent
from persons.models import Person
from sanctions.models import Recommendation
from tests.exchange.conftest import HEADER, NIPS, ROWS, csv_file, xlsx_file
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db
CASES = Batch.Kind.CASES


def brought_in(data: bytes, by, name: str = "perkara.xlsx", at=None) -> Batch:
    at = at or timezone.now()
    batch = actions.upload(data, name=name, kind=CASES, source="", by=by, at=at)
    actions.check(batch, columns=batch.columns, by=by, at=at)
    actions.start(batch, by=by, at=at)
    assert actions.run(batch.reference, at=at)
    batch.refresh_from_db()
    return batch


def test_open_and_closed_cases_come_with_stage_and_dates_as_given(spreadsheet, penyelia):
    batch = brought_in(spreadsheet, penyelia)
    assert (batch.created, batch.unchanged, batch.failed, batch.errors) == (3, 0, 0, [])
    first, second, third = Case.objects.order_by("pk")
    assert [c.stage for c in (first, second, third)] == ["FOLLOW_UP", "CLOSED", "EXAMINATION"]
    assert timezone.localdate(first.created_at) == date(2020, 6, 26)
    assert timezone.localdate(first.stage_since) == date(2020, 11, 8)
    outcomes = {person.name: person.outcome for person in first.respondents.all()}
    assert outcomes == {"Ani Contoh": "PROVEN", "Budi Contoh": "NOT_PROVEN"}
    waiting, done = Recommendation.objects.order_by("pk")
    assert (waiting.stage, waiting.sanction_id, waiting.access.issued) == ("ISSUED", "MORAL-OPEN", True)
    assert (done.stage, done.decree_date, done.decree_number) == ("VERIFIED", date(2020, 10, 20), "SK-7/2020")
    assert second.territory_id == "64.02" and second.access.authority_id == penyelia.authority_id
    assert Event.objects.filter(verb="case.import", payload__to="FOLLOW_UP").count() == 1
    assert bytes(batch.content) == b""  # forgotten, it is imported


def test_the_same_file_again_changes_nothing_and_a_changed_row_is_told(spreadsheet, penyelia):
    brought_in(spreadsheet, penyelia)
    before = (Case.objects.count(), Respondent.objects.count(), Event.objects.filter(verb__endswith=".import").count())
    again = brought_in(spreadsheet, penyelia)
    assert (again.created, again.unchanged) == (0, 3)
    after = (Case.objects.count(), Respondent.objects.count(), Event.objects.filter(verb__endswith=".import").count())
    assert (after[0], after[1]) == before[:2] and after[2] == before[2] + 1  # that a file was imported
    changed = [HEADER, *ROWS[:3], [*ROWS[3][:8], "Pleno", *ROWS[3][9:]]]
    third = brought_in(xlsx_file(changed), penyelia)
    assert third.created == 0 and "sekarang berbeda" in third.errors[0][1]
    assert Case.objects.get(title="Hadir deklarasi").stage == "EXAMINATION"


def test_columns_are_remembered_by_their_heading(penyelia):
    odd = [["Kode", "Masuk", "Orang", "Keadaan"], ["A-1", "26/06/2020", "Ani Contoh", "Pemeriksaan"]]
    at, data = timezone.now(), csv_file(odd, delimiter=";")
    first = actions.upload(data, name="a.csv", kind=CASES, source="", by=penyelia, at=at)
    with pytest.raises(ValidationError, match="belum ditunjuk"):
        actions.check(first, columns=first.columns, by=penyelia, at=at)
    columns = {"number": 0, "reported_on": 1, "name": 2, "stage": 3}
    assert len(actions.check(first, columns=columns, by=penyelia, at=at).facts) == 1
    second = actions.upload(data, name="b.csv", kind=CASES, source="", by=penyelia, at=at)
    assert second.columns == columns and Mapping.objects.count() == 1


def test_a_dry_run_says_what_is_wrong_with_each_row_and_saves_nothing(penyelia):
    bad = [
        ["004", "31/02/2020", "x", "Eko", NIPS[0], "Camat", "64.02", "NET-E4", "Pemeriksaan"],
        ["005", "01/03/2020", "x", "Fitri", 1.98609262015051e17, "Camat", "64.02", "NET-E4", "Pemeriksaan"],
        ["006", "01/03/2020", "x", "Gani", NIPS[1], "Camat", "64.02", "NET-XX", "Entah"],
        ["", "01/03/2020", "x", "Hana", NIPS[2], "Camat", "64.02", "NET-E4", "Pemeriksaan"],
        ["008", "01/03/2020", "x", "", "", "", "", "NET-E4", "Sanksi dijatuhkan"],
        ["009", "01/03/2020", "x", "Joko", NIPS[3], "Camat", "64.02", "NET-E4", "Pemeriksaan"],
    ]
    at = timezone.now()
    batch = actions.upload(xlsx_file([HEADER, *bad]), name="b.xlsx", kind=CASES, source="", by=penyelia, at=at)
    actions.check(batch, columns=batch.columns, by=penyelia, at=at)
    told: dict[int, str] = {}
    for row, message in batch.errors:
        told[row] = f"{told.get(row, '')} {message}"
    assert "bukan tanggal" in told[2] and "dibulatkan Excel" in told[3] and "kosong" in told[5]
    assert "Pelanggaran “NET-XX” tidak dikenal" in told[4] and "Tahap “Entah” tidak dikenal" in told[4]
    assert "satu petunjuk" in told[6] and set(told) == {2, 3, 4, 5, 6}
    assert batch.total == 1 and not Case.objects.exists() and not Job.objects.filter(kind=actions.JOB).exists()


def test_a_whole_import_is_taken_back_but_for_what_was_worked_on(spreadsheet, penyelia, pemeriksa):
    batch = brought_in(spreadsheet, penyelia)
    touched = Case.objects.get(title="Hadir deklarasi")
    investigations.assign(touched, by=penyelia, to=pemeriksa)
    done = undoing.undo(batch, by=penyelia, at=timezone.now() + timedelta(days=6))
    assert done.state == "UNDONE" and [reference for reference, _why in done.kept] == [touched.reference]
    assert list(Case.objects.all()) == [touched] and Recommendation.objects.count() == 0
    assert Case.history.exclude(id=touched.pk).count() == 0
    assert not Respondent.history.filter(name="Ani Contoh").exists()
    assert Person.objects.count() == 1 and Event.objects.filter(verb="recommendation.undo_import").count() == 2
    again = brought_in(spreadsheet, penyelia)
    assert (again.created, again.unchanged) == (2, 1)


def test_after_seven_days_or_by_others_nothing_is_taken_back(spreadsheet, penyelia, intake):
    batch = brought_in(spreadsheet, penyelia)
    with pytest.raises(ValidationError):
        undoing.undo(batch, by=penyelia, at=timezone.now() + timedelta(days=8))
    with pytest.raises(PermissionDenied):
        undoing.undo(batch, by=intake, at=timezone.now())
    assert Case.objects.count() == 3


def test_a_row_outside_the_officers_region_is_left_out(spreadsheet, penyelia):
    penyelia.regions.set(["73"])
    batch = brought_in(spreadsheet, type(penyelia).objects.get(pk=penyelia.pk))
    assert batch.created == 0 and all("wilayah" in message for _row, message in batch.errors)
    assert not Case.objects.exists() and not Imported.objects.exists()


def test_a_worker_that_stops_in_between_goes_on_where_it_was(spreadsheet, penyelia):
    at = timezone.now()
    batch = actions.upload(spreadsheet, name="p.xlsx", kind=CASES, source="", by=penyelia, at=at)
    actions.check(batch, columns=batch.columns, by=penyelia, at=at)
    actions.start(batch, by=penyelia, at=at)
    actions.start(batch, by=penyelia, at=at)  # pressed twice
    assert not actions.run(batch.reference, at=at, seconds=-1) and Case.objects.count() == 0
    assert actions.run(batch.reference, at=at) and Case.objects.count() == 3


def test_the_command_tells_and_imports(tmp_path, spreadsheet, penyelia):
    file, out = tmp_path / "perkara.xlsx", io.StringIO()
    file.write_bytes(spreadsheet)
    call_command("import_cases", file, "--dry-run", stdout=out)
    assert "3 cases readable, 0 known" in out.getvalue() and not Case.objects.exists()
    call_command("import_cases", file, stdout=out)
    assert "3 imported" in out.getvalue() and Case.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("import_cases", tmp_path / "tidak-ada.csv")


def test_the_pages_lead_from_the_file_to_the_import_and_back(client, penyelia, intake, spreadsheet):
    client.force_login(penyelia)
    file = io.BytesIO(spreadsheet)
    file.name = "perkara.xlsx"
    where = client.post("/petugas/impor/", {"file": file})["Location"]
    page = client.get(where).content.decode()
    assert "Kolom mana berisi apa" in page and "Tgl Rekomendasi" in page
    batch = Batch.objects.get()
    columns = {name: str(place) for name, place in batch.columns.items()}
    checked = client.post(where, {**columns, "langkah": "periksa"})
    assert checked.status_code == 200 and "3 nomor terbaca" in checked.content.decode()
    assert client.post(where, {"langkah": "jalankan"}).status_code == 302
    assert "0 dari 3" in client.get(where).content.decode()
    actions.work(batch.reference)
    assert "3 nomor baru" in client.get(where).content.decode()
    client.post(where, {"langkah": "batalkan"})
    assert "Impor dibatalkan" in client.get(where).content.decode() and not Case.objects.exists()
    client.force_login(intake)
    assert client.get("/petugas/impor/").status_code == 403 and client.get(where).status_code == 404
