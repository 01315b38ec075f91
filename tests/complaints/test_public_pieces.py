"""Files of the public pages arrive piece by piece; only the browser that began one goes on with it (F9, F10)."""

import base64
import re
import shutil

import pytest

from complaints.models import Complaint, Draft
from evidence import parts
from evidence.models import Evidence, Upload

pytestmark = pytest.mark.django_db
TEXT = b"Undangan rapat di rumah dinas. " * 40
SIZE = len(TEXT)


def tus(browser, method: str, path: str, piece: bytes = b"", **headers):
    named = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
    body = {"data": piece, "content_type": "application/offset+octet-stream"} if piece else {}
    return getattr(browser, method)(path, headers=named, **body)


def begin(browser, path="/lapor/bukti/", size=SIZE, name="undangan.txt"):
    told = "filename " + base64.b64encode(name.encode()).decode()
    return tus(browser, "post", path, Upload_Length=size, Upload_Metadata=told)


@pytest.fixture
def writing(citizen):
    citizen.writes("/lapor/")
    return citizen


@pytest.fixture
def tracked(citizen, a_complaint):
    complaint = a_complaint()
    citizen.opens(complaint.reference, complaint.receipt_code)
    citizen.complaint = complaint
    return citizen


def test_a_file_of_the_draft_arrives_in_two_pieces_and_goes_with_the_report(writing):
    place = begin(writing.browser)["Location"]
    assert place.startswith("/lapor/bukti/")
    assert tus(writing.browser, "patch", place, TEXT[:500], Upload_Offset=0).status_code == 204
    page = writing.reads("/lapor/bukti/")
    assert "Pilih berkas yang sama untuk melanjutkan" in page and f'data-piece="{place}"' in page
    assert tus(writing.browser, "head", place)["Upload-Offset"] == "500"
    assert tus(writing.browser, "patch", place, TEXT[500:], Upload_Offset=500).status_code == 204
    assert "Sudah kami terima" in writing.reads("/lapor/bukti/")
    writing.fills_in()
    writing.sends()
    complaint = Complaint.objects.get()
    assert Evidence.objects.get().access == complaint.access


def test_no_other_browser_finds_it(writing, another_citizen):
    place = begin(writing.browser)["Location"]
    another_citizen.writes("/lapor/")
    for browser in (another_citizen.browser, type(another_citizen)().browser):
        for method in ("head", "get", "patch", "delete"):
            assert tus(browser, method, place, TEXT if method == "patch" else b"", Upload_Offset=0).status_code == 404
    assert Upload.objects.get().offset == 0


def test_a_report_sent_meanwhile_goes_without_what_was_not_whole_and_says_so_before(writing):
    place = begin(writing.browser)["Location"]
    tus(writing.browser, "patch", place, TEXT[:500], Upload_Offset=0)

    writing.fills_in()
    page = writing.reads("/lapor/periksa/")
    assert "1 berkas belum selesai dikirim" in page and "/lapor/bukti/?ubah=1" in page
    writing.sends()
    assert Complaint.objects.exists() and not Upload.objects.exists()
    assert tus(writing.browser, "patch", place, TEXT[500:], Upload_Offset=500).status_code == 404
    assert not Evidence.objects.exists()


def test_its_part_is_off_the_disk_then(writing, django_capture_on_commit_callbacks):
    place = begin(writing.browser)["Location"]
    tus(writing.browser, "patch", place, TEXT[:500], Upload_Offset=0)
    part = parts.path_of(Upload.objects.get().pk)
    writing.fills_in()
    assert part.exists()
    with django_capture_on_commit_callbacks(execute=True):
        writing.sends()
    assert not part.exists()


def test_it_is_cancelled_by_a_button_without_any_script(writing):
    begin(writing.browser)
    key = re.search(r'name="batal" value="([^"]+)"', writing.reads("/lapor/bukti/"))[1]
    assert writing.browser.post("/lapor/bukti/", {"batal": key}).status_code == 302
    assert not Upload.objects.exists()


def test_a_draft_that_is_thrown_away_takes_its_parts_along(writing):
    begin(writing.browser)
    writing.browser.post("/lapor/hapus/")
    assert not Upload.objects.exists() and not Draft.objects.exists()


def test_more_evidence_for_a_report_arrives_in_pieces_and_keeps_the_page_open(tracked):
    place = begin(tracked.browser, "/lacak/bukti/")["Location"]
    answer = tus(tracked.browser, "patch", place, TEXT, Upload_Offset=0)
    assert answer.status_code == 204 and "terbuka" in answer.cookies
    assert Evidence.objects.get().access_id == tracked.complaint.access_id
    assert tus(tracked.browser, "get", place).json()["evidence"]["name"] == "undangan.txt"


def test_a_page_that_was_closed_takes_none(tracked, another_citizen):
    assert begin(another_citizen.browser, "/lacak/bukti/").status_code == 404
    place = begin(tracked.browser, "/lacak/bukti/")["Location"]
    tracked.browser.cookies.clear()
    assert tus(tracked.browser, "head", place).status_code == 404


def test_what_an_officer_is_sending_is_not_the_reporters(tracked, intake):
    upload = Upload.objects.create(access=tracked.complaint.access, name="surat.pdf", size=10, by=intake)
    assert "surat.pdf" not in tracked.reads("/lacak/")
    assert tus(tracked.browser, "head", f"/lacak/bukti/{upload.pk}/").status_code == 404


def test_a_refusal_is_told_in_the_readers_words(writing):
    answer = begin(writing.browser, size=60 * 1024 * 1024, name="film.mp4")
    assert answer.status_code == 413
    assert "batasnya 50 MB" in answer.json()["detail"]


def test_thirty_people_behind_one_address_begin_ten_files_each_and_a_flood_waits(writing, settings, monkeypatch):
    monkeypatch.setattr("evidence.quota.MOST_FILES", 10**6)
    assert {begin(writing.browser).status_code for _ in range(300)} == {201}
    settings.INTAKE_FREE = 1
    answers = [begin(writing.browser) for _ in range(4)]
    assert answers[0].status_code == 201, "a crowd goes on, one file after another"
    late = [answer for answer in answers if answer.status_code == 429]
    assert late and all(0 < int(answer["Retry-After"]) <= 2 for answer in late)


def test_a_flood_of_forms_waits_with_what_was_typed(reference_data, citizen, settings):
    settings.INTAKE_FREE = 15
    for _ in range(30):
        assert type(citizen)().writes("/lapor/").status_code == 302
    answer = type(citizen)().writes("/lapor/", narrative="Cerita <saya>")
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "Cerita &lt;saya&gt;" in answer.content.decode()
    assert Draft.objects.count() == 30


def test_a_disk_that_is_full_still_takes_reports_without_files(citizen, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("evidence.quota.shutil.disk_usage", lambda folder: type(usage)(10**12, 10**12, 0))
    citizen.writes("/lapor/")
    answer = begin(citizen.browser)
    assert answer.status_code == 503 and "sedang penuh" in answer.json()["detail"]
    reference, code = citizen.reports()
    assert citizen.opens(reference, code).url == "/lacak/"
    assert reference in citizen.reads("/lacak/")
