"""Referrals in one file: many respondents, errors by row, good rows kept, again without change."""

import io
import json

import pytest
from django.utils import timezone

from accounts.sessions import CONFIRMED
from complaints.models import Complaint
from exchange import actions
from exchange.models import Batch
from tests.exchange.conftest import NIPS, csv_file
from workflow.models import AccessRecord

pytestmark = pytest.mark.django_db
REFERRALS = Batch.Kind.REFERRALS
HEAD = [
    "Nomor penerusan",
    "Uraian kejadian",
    "Tanggal kejadian",
    "Wilayah",
    "Nama terlapor",
    "NIP",
    "Instansi",
    "Pelanggaran",
]
GOOD = [
    "12/PM.05/2024",
    "Membagikan kaus.",
    "14 Oktober 2024",
    "Kabupaten Kutai Kartanegara",
    "Ani Contoh",
    NIPS[0],
    "64.02",
    "NET-D8",
]


def referred(data: bytes, by, name="rujukan.csv", source="") -> Batch:
    at = timezone.now()
    batch = actions.upload(data, name=name, kind=REFERRALS, source=source, by=by, at=at)
    actions.check(batch, columns=batch.columns, by=by, at=at)
    actions.start(batch, by=by, at=at)
    actions.run(batch.reference, at=at)
    batch.refresh_from_db()
    return batch


def test_one_number_is_one_report_with_many_people_and_bad_rows_are_told(bawaslu):
    second = [*GOOD[:4], "Budi Contoh", NIPS[1], "64.02", "NET-D8"]
    bad = ["13/PM.05/2024", "Hadir deklarasi.", "14 Oktember 2024", "Negeri Entah", "Citra", "12", "64.02", ""]
    batch = referred(csv_file([HEAD, GOOD, second, bad], delimiter=";"), bawaslu)
    report = Complaint.objects.get()
    assert [p.name for p in report.people.order_by("order")] == ["Ani Contoh", "Budi Contoh"]
    assert (report.source, report.territory_id, report.incident_date.isoformat()) == ("REFERRAL", "64.02", "2024-10-14")
    assert Complaint.objects.visible_to(bawaslu).get() == report
    assert batch.failed == 1 and {row for row, _message in batch.errors} == {4}


def test_again_changes_nothing_whoever_uploads_it(bawaslu, intake):
    data = csv_file([HEAD, GOOD])
    assert referred(data, bawaslu).created == 1
    assert referred(data, bawaslu).unchanged == 1
    assert referred(data, intake, source=bawaslu.agency_id).unchanged == 1
    assert referred(data, intake, source="LAPOR").created == 1  # another sender's number
    assert Complaint.objects.visible_to(bawaslu).count() == 1


def test_json_by_the_published_schema(bawaslu, client):
    client.force_login(bawaslu)
    schema = json.loads(client.get("/petugas/skema/referrals/").content)
    properties = schema["properties"]["referrals"]["items"]["properties"]
    body = {
        "number": "77", "narrative": "Membagikan kaus.", "incident_date": "2024-10-14", "territory": "64.02",
        "kind": "NEUTRALITY", "incident_place": "Tenggarong", "violations": ["NET-D8"],
        "respondents": [{"name": "Ani Contoh", "nip": NIPS[0], "agency_code": "64.02"}, {"position": "Lurah"}],
    }  # fmt: skip
    assert set(body) <= set(properties)
    batch = referred(json.dumps({"referrals": [body]}).encode(), bawaslu, name="rujukan.json")
    assert batch.created == 1 and batch.errors == []
    report = Complaint.objects.get()
    assert report.people.count() == 2 and [v.pk for v in report.violations.all()] == ["NET-D8"]


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"{", b'{"referrals": 3}', b"PK\x03\x04rusak", b"\xd0\xcf\x11\xe0lama"]
)
def test_what_is_no_table_is_refused_with_words(client, bawaslu, data):
    client.force_login(bawaslu)
    file = io.BytesIO(data)
    file.name = "berkas.csv"
    answer = client.post("/petugas/rujukan/", {"file": file})
    assert answer.status_code == 422 and not Batch.objects.exists()


def test_a_partner_sees_its_own_files_alone(client, bawaslu, intake, pemeriksa):
    own = referred(csv_file([HEAD, GOOD]), bawaslu)
    other = referred(csv_file([HEAD, [*GOOD[:1], "Lain.", *GOOD[2:]]]), intake, source="LAPOR")
    client.force_login(bawaslu)
    assert client.get(f"/petugas/rujukan/{own.reference}/").status_code == 200
    assert client.get(f"/petugas/rujukan/{other.reference}/").status_code == 404
    client.force_login(pemeriksa)
    assert client.get("/petugas/rujukan/").status_code == 403


def test_sanctions_go_out_as_files_that_are_recorded(client, penyelia, spreadsheet):
    at = timezone.now()
    batch = actions.upload(spreadsheet, name="p.xlsx", kind="CASES", source="", by=penyelia, at=at)
    actions.check(batch, columns=batch.columns, by=penyelia, at=at)
    actions.start(batch, by=penyelia, at=at)
    actions.run(batch.reference, at=at)
    client.force_login(penyelia)
    session = client.session
    session[CONFIRMED] = at.timestamp()
    session.save()
    table = b"".join(client.get("/petugas/ekspor/sanksi/csv/").streaming_content).decode()
    assert "SK-7/2020" in table and NIPS[2] in table and NIPS[0] not in table
    found = json.loads(client.get("/petugas/ekspor/sanksi/json/").content)["sanctions"]
    schema = json.loads(client.get("/petugas/skema/sanctions/").content)["properties"]["sanctions"]["items"]
    assert set(found[0]) == set(schema["properties"]) and found[0]["ends_on"]
    assert AccessRecord.objects.filter(what="export.sanctions").count() == 4
