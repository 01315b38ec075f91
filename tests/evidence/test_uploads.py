"""A file that arrives piece by piece: nothing twice, nothing lost, nothing of anybody else's (F9, F10)."""

import base64
import hashlib
import os
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from evidence import parts, quota, storage, uploads, vault
from evidence.models import Custody, Evidence, Upload
from evidence.refusal import FileRefused
from identity.report_keys import cipher_for
from tests.evidence import corpus
from workflow.actors import Reporter
from workflow.ledger import day_of
from workflow.models import Event, Job

PDF = corpus.HONEST["undangan.pdf"][0]


def reader(content: bytes):
    """Reads like a line that brings `content` and then nothing."""
    left = [content]

    def read(size: int) -> bytes:
        piece, left[0] = left[0][:size], left[0][size:]
        return piece

    return read


@pytest.fixture
def begun(a_complaint, intake):
    """Begins an upload of some bytes, by the intake officer unless told otherwise."""

    def make(content: bytes = PDF, name: str = "undangan.pdf", access=None, by=intake, at=None):
        access = access or a_complaint().access
        return uploads.begin(access, name=name, size=len(content), by=by, at=at or timezone.now())

    return make


def add(upload, piece: bytes, offset: int, by, at=None):
    return uploads.append(upload, read=reader(piece), offset=offset, by=by, at=at or timezone.now())


def on_disk(settings) -> list[str]:
    return sorted(
        str(path.relative_to(settings.EVIDENCE_DIR)) for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()
    )


def test_pieces_become_one_sealed_original_with_its_row_its_event_and_its_work(begun, intake, settings):
    upload = begun()
    for start in range(0, len(PDF), 100):
        upload = add(upload, PDF[start : start + 100], start, intake)
    evidence = upload.evidence
    assert (evidence.pk, evidence.name, evidence.size) == (upload.pk, "undangan.pdf", len(PDF))
    assert evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    place = storage.path_of(evidence.pk)
    assert vault.opened(evidence).read() == PDF and PDF[:9] not in place.read_bytes()
    assert place.stat().st_mode & 0o777 == 0o400
    assert on_disk(settings) == [str(place.relative_to(settings.EVIDENCE_DIR))], "one name, no second copy"
    assert Event.objects.get(verb="evidence.add").subject_reference == str(evidence.pk)
    assert Job.objects.filter(kind="evidence", key=str(evidence.pk)).exists()
    assert Custody.objects.get(evidence=evidence).what == "RECEIVED"


def test_the_finished_file_is_the_very_part_that_arrived(begun, intake):
    upload = add(begun(), PDF[:100], 0, intake)
    inode = parts.path_of(upload.pk).stat().st_ino
    add(upload, PDF[100:], 100, intake)
    assert storage.path_of(upload.pk).stat().st_ino == inode


def test_repeated_and_reordered_pieces_add_nothing_and_are_told_where_to_go_on(begun, intake):
    upload = add(begun(), PDF[:300], 0, intake)
    for offset in (0, 100, 299, 301, 500):
        with pytest.raises(uploads.WrongOffset) as wrong:
            add(upload, PDF[offset : offset + 50], offset, intake)
        assert wrong.value.offset == 300
    assert add(upload, PDF[300:], 300, intake).evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    with pytest.raises(uploads.WrongOffset) as wrong:
        add(upload, PDF[300:], 300, intake)
    assert wrong.value.offset == len(PDF)


def test_a_line_that_breaks_keeps_what_came(begun, intake):
    upload = begun()

    def breaking(size: int, pieces=[PDF[:70], PDF[70:150]]):  # noqa: B006 - one line, told once
        if pieces:
            return pieces.pop(0)
        raise ConnectionResetError

    after = uploads.append(upload, read=breaking, offset=0, by=intake, at=timezone.now())
    assert (after.offset, Upload.objects.get().offset) == (150, 150)
    with parts.opened(upload.pk) as file:
        cipher = cipher_for(upload.access).file(upload.pk)
        assert parts.reading(file, size=150, cipher=cipher).read() == PDF[:150]


def test_bytes_that_a_crash_left_unnoted_are_cut_off(begun, intake):
    upload = add(begun(), PDF[:100], 0, intake)
    with parts.path_of(upload.pk).open("ab") as file:
        file.write(b"rubbish that no row knows of")
    assert add(upload, PDF[100:], 100, intake).evidence.sha256 == hashlib.sha256(PDF).hexdigest()


def test_a_crash_between_disk_and_database_lets_the_last_piece_come_again(begun, intake, monkeypatch):
    upload = add(begun(), PDF[:100], 0, intake)

    def die(*args, **options):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(uploads, "entered", die)
        with pytest.raises(SystemExit):
            add(upload, PDF[100:], 100, intake)
    assert Upload.objects.get().offset == 100 and not Evidence.objects.exists()
    assert add(upload, PDF[100:], 100, intake).evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    assert vault.digest_of(Evidence.objects.get(pk=upload.pk)) == hashlib.sha256(PDF).hexdigest()


def test_more_than_announced_is_not_read(begun, intake):
    assert add(begun(), PDF + b"more", 0, intake).evidence.size == len(PDF)


def test_a_hostile_file_leaves_neither_row_nor_byte(begun, intake, settings):
    upload = begun(corpus.PROGRAM, "surat.pdf")
    with pytest.raises(FileRefused) as refused:
        add(upload, corpus.PROGRAM, 0, intake)
    assert refused.value.status == 415
    assert not Upload.objects.exists() and not Evidence.objects.exists()
    assert on_disk(settings) == []


def test_the_same_bytes_again_answer_what_is_there(begun, a_complaint, intake, settings):
    access = a_complaint().access
    first, second = begun(access=access), begun(access=access, name="undangan (1).pdf")
    kept = add(first, PDF, 0, intake).evidence
    assert add(second, PDF, 0, intake).evidence == kept
    assert len(on_disk(settings)) == 1


def test_what_is_still_arriving_counts(begun, a_complaint, intake, monkeypatch):
    access = a_complaint().access
    for number in range(10):
        begun(access=access, name=f"{number}.pdf")
    with pytest.raises(FileRefused, match="paling banyak 10 berkas") as refused:
        begun(access=access)
    assert refused.value.status == 429
    monkeypatch.setattr(quota, "MOST_BYTES", len(PDF) * 5)
    access = a_complaint().access
    for _ in range(5):
        begun(access=access)
    with pytest.raises(FileRefused, match="Semua berkas bersama"):
        begun(access=access)


def test_the_tenth_upload_becomes_the_tenth_file(begun, a_complaint, intake):
    access = a_complaint().access
    texts = [b"isi nomor %d" % number for number in range(10)]
    ten = [begun(text, "surat.txt", access=access) for text in texts]
    for upload, text in zip(ten, texts, strict=True):
        add(upload, text, 0, intake)
    assert Evidence.objects.filter(access=access).count() == 10


@pytest.mark.parametrize(("size", "status"), [(0, 422), (quota.LARGEST_FILE + 1, 413)])
def test_limits_are_told_before_a_byte_is_sent(a_complaint, intake, size, status):
    with pytest.raises(FileRefused) as refused:
        uploads.begin(a_complaint().access, name="film.mp4", size=size, by=intake, at=timezone.now())
    assert refused.value.status == status
    assert not Upload.objects.exists()


def test_a_disk_that_is_nearly_full_takes_no_new_file_and_shows_the_old_ones(begun, a_file, intake, monkeypatch):
    known = a_file()
    usage = type(quota.shutil.disk_usage("/"))
    monkeypatch.setattr(quota.shutil, "disk_usage", lambda folder: usage(10**12, 0, 10**12 * 4 // 100))
    for take in (begun, lambda: a_file("catatan.txt", b"isi")):
        with pytest.raises(FileRefused, match="sedang penuh") as refused:
            take()
        assert refused.value.status == 503
    assert storage.path_of(known.pk).read_bytes()


def test_only_who_may_add_begins_and_goes_on(begun, a_complaint, auditor, intake, bkd_kukar):
    for stranger in (auditor, bkd_kukar):
        with pytest.raises(PermissionDenied):
            begun(by=stranger)
    upload, other = begun(), a_complaint()
    with pytest.raises(PermissionDenied):
        add(upload, PDF, 0, Reporter(other.access_id, anonymous=False))


def test_an_anonymous_file_shows_the_day_alone(begun, a_complaint, settings):
    complaint = a_complaint(mode="ANONYMOUS", identity={})
    reporter, at = Reporter(complaint.access_id, anonymous=True), timezone.now()
    upload = add(begun(access=complaint.access, by=reporter, at=at), PDF, 0, reporter, at)
    midnight = day_of(at)
    assert storage.path_of(upload.pk).stat().st_mtime == midnight.timestamp()
    upload.refresh_from_db()
    assert (upload.begun_at, upload.evidence.added_at) == (midnight, midnight)
    assert Custody.objects.get().at == midnight


def test_a_day_later_the_part_is_gone_and_what_arrived_stays(begun, intake, settings):
    at = timezone.now()
    late = add(begun(at=at - timedelta(hours=24, minutes=1)), PDF[:10], 0, intake, at - timedelta(hours=24))
    young = add(begun(at=at - timedelta(hours=23)), PDF[:10], 0, intake, at)
    whole = add(begun(), PDF, 0, intake)
    uploads.purge(at=at)
    assert not Upload.objects.filter(pk=late.pk).exists() and not parts.path_of(late.pk).exists()
    assert Upload.objects.filter(pk=young.pk).exists() and parts.path_of(young.pk).exists()
    assert storage.path_of(whole.pk).exists()
    with pytest.raises(uploads.Gone):
        add(late, PDF[10:], 10, intake, at)


def test_a_part_without_a_row_is_gone_a_day_later(begun, intake):
    upload = add(begun(), PDF[:10], 0, intake)
    Upload.objects.all().delete()
    uploads.purge(at=timezone.now() + timedelta(hours=23))
    assert parts.path_of(upload.pk).exists()
    uploads.purge(at=timezone.now() + timedelta(hours=25))
    assert not parts.path_of(upload.pk).exists()


def test_a_cancelled_upload_frees_its_place(begun, intake, settings):
    upload = add(begun(), PDF[:10], 0, intake)
    uploads.cancel(upload)
    assert on_disk(settings) == [] and not Upload.objects.exists()
    with pytest.raises(uploads.Gone):
        add(upload, PDF[10:], 10, intake)


# The protocol, as a program speaks it ------------------------------------------------------------------------------------
@pytest.fixture
def tus(client, a_complaint):
    """Speaks tus as the reporter of one complaint: tus(method, path, bytes, headers) → answer."""
    complaint = a_complaint()

    def speak(method, path, content=b"", code=complaint.receipt_code, **headers):
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        options = {"data": content, "content_type": "application/offset+octet-stream"} if content else {}
        call = getattr(client, method.lower())
        return call(path, headers={"Tus-Resumable": "1.0.0", "X-Receipt-Code": code, **named}, **options)

    speak.complaint = complaint
    name = base64.b64encode(b"undangan rapat.pdf").decode()
    speak.begins = lambda: speak(
        "POST", f"/api/v1/complaints/{complaint.reference}/uploads",
        Upload_Length=len(PDF), Upload_Metadata=f"filename {name}",
    )  # fmt: skip
    return speak


def test_a_program_sends_a_file_in_three_pieces(tus):
    made = tus.begins()
    assert (made.status_code, made["Tus-Resumable"], made["Upload-Offset"]) == (201, "1.0.0", "0")
    assert made["Upload-Expires"].endswith("GMT")
    place = made["Location"]
    for start in (0, 200, 400):
        head = tus("HEAD", place)
        assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, str(start), str(len(PDF)))
        assert head["Cache-Control"] == "no-store"
        piece = PDF[start : start + 200] if start < 400 else PDF[400:]
        assert tus("PATCH", place, piece, Upload_Offset=start).status_code == 204
    told = tus("GET", place).json()
    assert told["evidence"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert told["name"] == "undangan rapat.pdf"
    assert tus("HEAD", place)["Upload-Offset"] == str(len(PDF)), "who missed the answer learns that it is whole"


def test_bytes_may_come_with_the_creation(tus):
    made = tus("POST", f"/api/v1/complaints/{tus.complaint.reference}/uploads", PDF, Upload_Length=len(PDF))
    assert (made.status_code, made["Upload-Offset"]) == (201, str(len(PDF)))
    assert tus("GET", made["Location"]).json()["evidence"]["size"] == len(PDF)


def test_a_wrong_offset_is_told_the_true_one(tus):
    place = tus.begins()["Location"]
    answer = tus("PATCH", place, PDF[50:60], Upload_Offset=50)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "0")


def test_another_code_or_none_finds_nothing(tus, a_complaint, client):
    place = tus.begins()["Location"]
    for method in ("HEAD", "GET", "PATCH", "DELETE"):
        assert tus(method, place, code=a_complaint().receipt_code).status_code == 404
        assert tus(method, place, code="").status_code == 404
    assert client.get("/api/v1/uploads/00000000-0000-4000-8000-000000000000").status_code == 404
    assert Upload.objects.count() == 1


def test_a_cancelled_one_is_gone(tus):
    place = tus.begins()["Location"]
    assert tus("DELETE", place).status_code == 204
    assert tus("HEAD", place).status_code == 404


def test_what_is_spoken_is_told(tus, client):
    for path in ("/api/v1/uploads", tus.begins()["Location"]):
        told = client.options(path, headers={"X-Receipt-Code": tus.complaint.receipt_code})
        assert told.status_code == 204 and told["Tus-Version"] == "1.0.0" and "creation" in told["Tus-Extension"]
        assert told["Tus-Max-Size"] == str(50 * 1024 * 1024)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload_Length": "many"}, 400),
        ({"Upload_Length": "-5"}, 400),
        ({"Upload_Length": "9" * 40}, 400),
        ({"Upload_Length": "0"}, 422),
        ({"Upload_Length": str(51 * 1024 * 1024)}, 413),
        ({"Upload_Length": "5", "Upload_Metadata": "filename %%%"}, 400),
        ({"Upload_Length": "5", "Tus_Resumable": "0.2.2"}, 412),
    ],
)
def test_a_beginning_that_makes_no_sense_is_refused_in_words(tus, headers, status):
    answer = tus("POST", f"/api/v1/complaints/{tus.complaint.reference}/uploads", **headers)
    assert answer.status_code == status
    assert answer.json()["detail"] and answer["Tus-Resumable"] == "1.0.0"


def test_a_piece_of_the_wrong_kind_or_beyond_the_end_is_refused(tus, client):
    place = tus.begins()["Location"]
    assert tus("PATCH", place, PDF + b"!", Upload_Offset=0).status_code == 413
    assert tus("PATCH", place, PDF[:5]).status_code == 400
    named = {"Tus-Resumable": "1.0.0", "X-Receipt-Code": tus.complaint.receipt_code, "Upload-Offset": "0"}
    assert client.patch(place, data=b"x", content_type="text/plain", headers=named).status_code == 415


def test_an_officer_sends_on_only_what_this_officer_began(call, a_complaint, intake, penyelia):
    complaint = a_complaint()
    path = f"complaints/{complaint.reference}/uploads"
    begun = call(intake, "POST", path, **{"Tus-Resumable": "1.0.0", "Upload-Length": "5"})
    own = begun["Location"].removeprefix("/api/v1/")
    assert call(intake, "GET", own).status_code == 200
    assert call(penyelia, "GET", own).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_ten_senders_of_the_same_piece_leave_it_once(reference_data, begun, intake):
    content = os.urandom(200_000).hex().encode()
    upload, answers, gate = begun(content, "catatan.txt"), [], threading.Barrier(10)

    def one() -> None:
        gate.wait()
        try:
            answers.append(add(upload, content, 0, intake).offset)
        except (uploads.WrongOffset, parts.Busy) as refused:
            answers.append(type(refused).__name__)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(len(content)) == 1 and len(answers) == 10
    assert vault.digest_of(Evidence.objects.get(pk=upload.pk)) == hashlib.sha256(content).hexdigest()
