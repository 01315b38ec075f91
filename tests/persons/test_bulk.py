"""Many at once: transfers with a preview and a report, crowds merged in one go; what is in the way is said, item by item."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.models import Officer
from complaints.actions import Person as Reported
from complaints.models import Complaint
from investigations.models import Case
from persons import crowds, transferring
from persons.models import Batch, BatchItem
from workflow.worker import drain

pytestmark = pytest.mark.django_db
PAGE = "/petugas/perkara/pindah/"


def test_processed_cases_go_to_one_body_and_the_others_to_another_as_in_2024(a_case, people, at_desk):
    fresh, examined, done = a_case("OPEN"), a_case("EXAMINATION"), a_case("DECIDED")
    desk = at_desk(people["penyelia"])
    facts = {"processed": "KASN", "unprocessed": "", "stage": "", "reason": "Serah terima."}
    text = desk.post(PAGE, {**facts, "do": "look"}).content.decode()
    assert examined.reference in text and done.reference in text and fresh.reference not in text
    assert "2 perkara akan dialihkan" in text and "Dibuka 1" in text
    assert not Batch.objects.exists()
    answer = desk.post(PAGE, {**facts, "do": "order"})
    page = answer.headers["Location"]
    assert "Masih 2 dari 2" in desk.get(page).content.decode()
    drain()
    moved = dict(Case.objects.values_list("reference", "access__authority"))
    assert moved == {fresh.reference: "BKN", examined.reference: "KASN", done.reference: "KASN"}
    assert "Berhasil 2, dilewati 0" in desk.get(page).content.decode()
    table = desk.get(f"{page}csv/")
    assert table.status_code == 200 and examined.reference in table.content.decode()


def test_nothing_is_chosen_by_a_stranger_or_without_a_target(a_case, people, at_desk):
    a_case("OPEN")
    for name in ("pemeriksa", "intake", "pimpinan", "komisioner"):
        assert at_desk(people[name]).get(PAGE).status_code == 403
    desk = at_desk(people["penyelia"])
    assert desk.post(PAGE, {"reason": "x", "do": "order"}).status_code == 422
    assert desk.post(PAGE, {"processed": "BKN", "reason": "x", "do": "order"}).status_code == 422  # one's own
    assert not Batch.objects.exists()


def test_what_changed_meanwhile_is_left_and_told_and_the_rest_goes_on(a_case, people, at_desk):
    one, other = a_case("OPEN"), a_case("OPEN")
    to = transferring.SupervisingAuthority.objects.get(code="KASN")
    batch = transferring.order({"unprocessed": to, "reason": "Serah terima."}, by=people["penyelia"], at=timezone.now())
    case = Case.objects.get(pk=one.pk)
    case.access.excluded.add(people["penyelia"])
    drain()
    drain()  # done twice is done once
    states = dict(BatchItem.objects.values_list("reference", "state"))
    assert states == {one.reference: "SKIPPED", other.reference: "DONE"}
    batch.refresh_from_db()
    assert batch.done_at and Case.objects.get(pk=other.pk).access.authority_id == "KASN"
    assert "tidak lagi terlihat" in at_desk(people["penyelia"]).get(f"/petugas/borongan/{batch.pk}/").content.decode()
    for name in ("pemeriksa", "intake"):
        assert at_desk(people[name]).get(f"/petugas/borongan/{batch.pk}/").status_code == 404


def test_reports_of_one_event_are_a_crowd_and_merged_in_one_go(a_complaint, people, at_desk):
    same = [Reported(name=name) for name in ("Drs. Suharto", "Soeharto", "H. Suharto", "Suharto")]
    flood = [a_complaint(people=[person], narrative=f"Cerita {n} lain sama sekali.") for n, person in enumerate(same)]
    words = (
        "Camat mengajak seluruh pegawai mendukung pasangan calon nomor satu pada apel pagi di halaman kantor kecamatan."
    )
    alike = [
        a_complaint(narrative=words, incident_date=None, people=[Reported(position="Camat")]) for _each in range(3)
    ]
    lone = a_complaint()
    desk = at_desk(people["intake"])
    assert "2 gerombol laporan" in desk.get("/petugas/antrean/masuk/").content.decode()
    page = desk.get("/petugas/laporan/gerombol/")
    found = [{row.pk for row in crowd.complaints} for crowd in page.context["crowds"]]
    assert found == [{c.pk for c in flood}, {c.pk for c in alike}]
    chosen = {"into": flood[0].reference, "report": [c.reference for c in flood[1:3]]}
    answer = desk.post("/petugas/laporan/gerombol/", chosen)
    drain()
    stages = dict(Complaint.objects.values_list("pk", "stage"))
    assert [stages[c.pk] for c in flood] == ["RECEIVED", "MERGED", "MERGED", "RECEIVED"] and stages[
        lone.pk
    ] == "RECEIVED"
    assert "Berhasil 2" in desk.get(answer.headers["Location"]).content.decode()
    assert desk.post("/petugas/laporan/gerombol/", {"into": "LAP-26-AAAAAA"}).status_code == 422
    assert at_desk(people["pemeriksa"]).get("/petugas/laporan/gerombol/").status_code == 403


def test_a_crowd_is_only_of_what_the_reader_sees(a_complaint, people):
    flood = [a_complaint(people=[Reported(name="Suharto")]) for _each in range(3)]
    officer = Officer.objects.get(pk=people["intake"].pk)
    flood[0].access.excluded.add(officer)
    assert crowds.crowds(officer) == [] and crowds.crowds(people["penyelia"])
    with pytest.raises(ValidationError):
        crowds.merge_crowd([flood[0].reference], into=flood[1], by=officer, at=timezone.now())


def test_another_spelling_of_the_name_in_the_same_place_is_offered_as_seen_before(a_complaint, people, at_desk):
    words = "Lurah memasang spanduk calon di kantor kelurahan pada pagi hari."
    first = a_complaint(people=[Reported(name="Drs. Soeharto Wibowo")], incident_date=None)
    second = a_complaint(people=[Reported(name="Suharto Wibowo")], narrative=words, incident_date=None)
    third = a_complaint(people=[Reported(name="Rina Hapsari")], narrative="Cerita lain.", incident_date=None)
    text = at_desk(people["intake"]).get(f"/petugas/laporan/{second.reference}/").content.decode()
    offered = text.partition('id="mirip"')[2].partition("</section>")[0]
    assert first.reference in offered and third.reference not in offered
