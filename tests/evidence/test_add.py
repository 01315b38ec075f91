"""Taking a file in: what is kept, what is refused, and in which order it becomes durable."""

import hashlib
import os
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.utils import timezone, translation

from evidence import quota, storage, vault
from evidence.actions import FileRefused, add_file
from evidence.models import Evidence
from tests.evidence import corpus
from workflow.actors import Reporter
from workflow.models import Event, Job


def files_on_disk(settings) -> list[str]:
    return [path.name for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()]


def test_a_file_is_kept_whole_under_its_number_with_event_and_work(a_complaint, send, intake):
    complaint, content = a_complaint(), corpus.HONEST["undangan.pdf"][0]
    evidence = send(complaint.access, "undangan.pdf", content, by=intake)
    assert evidence.stage == "QUARANTINED"
    assert (evidence.size, evidence.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert vault.opened(evidence).read() == content
    assert evidence.content_type == "application/pdf" and evidence.added_by == intake
    event = Event.objects.get(verb="evidence.add")
    assert (event.subject_reference, event.access, event.actor) == (str(evidence.pk), complaint.access, intake)
    assert event.payload == {"sha256": evidence.sha256, "kind": "PDF"}
    assert Job.objects.filter(kind="evidence", key=str(evidence.pk)).exists()


def test_files_and_folders_are_for_the_owner_alone(a_file):
    place = storage.path_of(a_file().pk)
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_no_part_of_a_name_reaches_the_disk(a_complaint, send, intake, settings):
    evidence = send(a_complaint().access, "../../../tmp/rahasia\r\n.pdf", corpus.HONEST["undangan.pdf"][0], by=intake)
    assert files_on_disk(settings) == [str(evidence.pk)]
    assert evidence.name == "rahasia .pdf"


def test_a_reporter_adds_to_the_own_report_alone(a_complaint, send):
    mine, other = a_complaint(), a_complaint()
    reporter = Reporter(mine.access_id, anonymous=False)
    assert send(mine.access, "catatan.txt", b"isi", by=reporter).added_by is None
    with pytest.raises(PermissionDenied):
        send(other.access, "catatan.txt", b"isi", by=reporter)


def test_the_file_of_an_anonymous_reporter_carries_the_day_alone(a_complaint, send):
    complaint = a_complaint()
    evidence = send(complaint.access, "catatan.txt", b"isi", by=Reporter(complaint.access_id, anonymous=True))
    added = timezone.localtime(evidence.added_at)
    assert (added.hour, added.minute, added.second, added.microsecond) == (0, 0, 0, 0)


def test_who_may_not_add_adds_nothing(a_complaint, send, auditor, bkd_kukar, settings):
    complaint = a_complaint()
    for stranger in (auditor, bkd_kukar):
        with pytest.raises(PermissionDenied):
            send(complaint.access, "catatan.txt", b"isi", by=stranger)
    assert files_on_disk(settings) == []


@pytest.mark.parametrize("name", corpus.HOSTILE)
def test_a_hostile_file_leaves_nothing_behind(name, a_complaint, send, intake, settings):
    complaint = a_complaint()
    with pytest.raises(FileRefused) as refused:
        send(complaint.access, name, corpus.HOSTILE[name], by=intake)
    assert refused.value.status in (413, 415, 422)
    assert not Evidence.objects.exists()
    assert files_on_disk(settings) == []


@pytest.mark.parametrize("name", corpus.HONEST)
def test_an_honest_file_is_taken(name, a_complaint, send, intake):
    content, kind = corpus.HONEST[name]
    assert send(a_complaint().access, name, content, by=intake).kind.name == kind


def test_an_empty_file_is_refused_kindly(a_complaint, send, intake):
    with pytest.raises(FileRefused, match="Berkas ini kosong") as refused:
        send(a_complaint().access, "kosong.pdf", b"", by=intake)
    assert refused.value.status == 422


def test_a_file_that_is_too_large_is_refused_with_both_sizes(a_complaint, intake, settings):
    upload = TemporaryUploadedFile("film.mp4", "video/mp4", quota.LARGEST_FILE + 1, None)
    with upload, pytest.raises(FileRefused) as refused:
        add_file(a_complaint().access, upload=upload, by=intake, at=timezone.now())
    assert refused.value.status == 413
    assert str(refused.value) == "Berkas ini 50,1 MB, batasnya 50 MB. Kirim sebagian, atau tempel tautannya."


def test_a_stream_that_is_longer_than_it_said_is_stopped(a_complaint, intake, settings, monkeypatch):
    monkeypatch.setattr(quota, "LARGEST_FILE", 1000)
    upload = SimpleUploadedFile("catatan.txt", b"a" * 1001)
    upload.size = 10
    with pytest.raises(FileRefused) as refused:
        add_file(a_complaint().access, upload=upload, by=intake, at=timezone.now())
    assert refused.value.status == 413
    assert files_on_disk(settings) == []


def test_a_refusal_speaks_the_language_of_the_sender(a_complaint, send, intake):
    with translation.override("en"), pytest.raises(FileRefused) as refused:
        send(a_complaint().access, "program.exe", corpus.PROGRAM, by=intake)
    assert ".exe" in str(refused.value)


def test_the_same_bytes_again_answer_the_same_row(a_complaint, send, intake, settings):
    complaint = a_complaint()
    first = send(complaint.access, "surat.txt", b"isi", by=intake)
    again = send(complaint.access, "surat (1).txt", b"isi", by=intake)
    assert again.pk == first.pk
    assert Evidence.objects.count() == 1
    assert Event.objects.filter(verb="evidence.add").count() == 1
    assert files_on_disk(settings) == [str(first.pk)]


def test_the_same_bytes_in_another_report_are_another_file(a_complaint, send, intake):
    first, second = (send(a_complaint().access, "surat.txt", b"isi", by=intake) for _ in range(2))
    assert first.pk != second.pk


def test_ten_files_are_the_most_and_a_retry_of_the_tenth_still_answers(a_complaint, send, intake, settings):
    complaint = a_complaint()
    for number in range(10):
        send(complaint.access, f"{number}.txt", b"isi %d" % number, by=intake)
    assert send(complaint.access, "9.txt", b"isi 9", by=intake)
    with pytest.raises(FileRefused, match="paling banyak 10 berkas") as refused:
        send(complaint.access, "10.txt", b"isi 10", by=intake)
    assert refused.value.status == 429
    assert len(files_on_disk(settings)) == 10


def test_all_files_together_have_a_limit(a_complaint, send, intake, monkeypatch):
    monkeypatch.setattr(quota, "MOST_BYTES", 1000)
    complaint = a_complaint()
    send(complaint.access, "1.txt", b"a" * 600, by=intake)
    with pytest.raises(FileRefused, match="Semua berkas bersama") as refused:
        send(complaint.access, "2.txt", b"b" * 600, by=intake)
    assert refused.value.status == 429
    assert send(complaint.access, "3.txt", b"c" * 400, by=intake)


def test_a_large_file_is_never_whole_in_memory(a_complaint, intake, settings):
    read: list[int] = []

    class Watched(TemporaryUploadedFile):
        def chunks(self, chunk_size=None):
            for chunk in super().chunks(chunk_size):
                read.append(len(chunk))
                yield chunk

    upload = Watched("rapat.wav", "audio/wav", 0, None)
    with upload:
        upload.write(corpus.sound() + bytes(8 * 1024 * 1024))
        upload.size = upload.tell()
        evidence = add_file(a_complaint().access, upload=upload, by=intake, at=timezone.now())
    assert sum(read) == evidence.size
    assert max(read) <= 1024 * 1024


def test_bytes_and_folder_are_synced_before_the_row_is_written(a_complaint, intake, monkeypatch):
    order: list[str] = []
    real_sync, real_create = os.fsync, Evidence.save

    def noted_sync(descriptor):
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")
        real_sync(descriptor)

    def noted_save(self, **options):
        order.append("row")
        real_create(self, **options)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Evidence, "save", noted_save)
    add_file(a_complaint().access, upload=SimpleUploadedFile("a.txt", b"isi"), by=intake, at=timezone.now())
    assert order[-1] == "row"
    assert order.index("file") < len(order) - 2 and order[-2] == "folder"


def test_a_row_that_cannot_be_written_takes_its_file_along(a_complaint, send, intake, settings, monkeypatch):
    def broken(*args, **options):
        raise RuntimeError("database gone")

    monkeypatch.setattr("evidence.actions.record", broken)
    with pytest.raises(RuntimeError):
        send(a_complaint().access, "a.txt", b"isi", by=intake)
    assert not Evidence.objects.exists()
    assert files_on_disk(settings) == []


def test_a_disk_that_is_full_leaves_no_row(a_complaint, send, intake, settings, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    complaint = a_complaint()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused, match="sedang penuh") as refused:
        send(complaint.access, "a.txt", b"isi", by=intake)
    assert refused.value.status == 503
    assert not Evidence.objects.exists()
    assert files_on_disk(settings) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_files_at_once_never_pass_the_limit(a_complaint, intake, settings):
    complaint, refused = a_complaint(), []
    gate = threading.Barrier(20)

    def one(number: int) -> None:
        try:
            gate.wait()
            upload = SimpleUploadedFile(f"{number}.txt", b"isi %d" % number)
            add_file(complaint.access, upload=upload, by=intake, at=timezone.now())
        except FileRefused as error:
            refused.append(error.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Evidence.objects.filter(access=complaint.access).count() == 10
    assert refused == [429] * 10
    assert len(files_on_disk(settings)) == 10


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_file(a_complaint, intake, settings):
    complaint, answers = a_complaint(), []
    gate = threading.Barrier(6)

    def one() -> None:
        gate.wait()
        upload = SimpleUploadedFile("surat.txt", b"isi yang sama")
        answers.append(add_file(complaint.access, upload=upload, by=intake, at=timezone.now()).pk)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6 and len(set(answers)) == 1
    assert files_on_disk(settings) == [str(answers[0])]
