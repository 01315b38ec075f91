"""What the worker makes of a file: safe and read, refused, or failed with a reason, and never twice."""

import pytest
from django.utils import timezone

from evidence import pages, processing, storage
from evidence.actions import retry
from evidence.models import Evidence, Page
from evidence.processing import process
from evidence.reading import REASONS
from tests.evidence import corpus
from workflow.actors import SYSTEM, Reporter
from workflow.ledger import is_day_alone
from workflow.models import Event, Job
from workflow.transitions import MovedOn, perform
from workflow.worker import drain


def processed(evidence: Evidence) -> Evidence:
    process(str(evidence.pk))
    return Evidence.objects.get(pk=evidence.pk)


def verbs(evidence) -> list[str]:
    return list(
        Event.objects.filter(subject_reference=str(evidence.pk)).order_by("number").values_list("verb", flat=True)
    )


@pytest.mark.parametrize("name", corpus.HONEST)
def test_every_honest_file_comes_to_an_end_that_a_person_understands(name, a_file):
    evidence = processed(a_file(name))
    if name in ("terkunci.pdf", "foto besar.jpg", "IMG_0412.HEIC"):  # the last two are headers alone
        assert (evidence.stage, evidence.reason) == ("FAILED", REASONS["locked" if "kunci" in name else "broken"])
    else:
        assert (evidence.stage, evidence.reason) == ("READY", "")


def test_the_worker_takes_a_file_from_quarantine_to_its_pages(a_file):
    evidence = a_file("laporan.pdf", corpus.pdf("Halaman pertama", "", "Camat mengajak warga"))
    drain()
    evidence.refresh_from_db(fields=["content_type", "reason"])
    assert Evidence.objects.get(pk=evidence.pk).stage == "READY"
    assert list(evidence.pages.order_by("number").values_list("number", "text")) == [
        (1, "Halaman pertama"),
        (2, ""),
        (3, "Camat mengajak warga"),
    ]
    assert verbs(evidence) == ["evidence.add", "evidence.clear", "evidence.finish"]
    assert not Job.objects.filter(kind="evidence").exists()
    assert Event.objects.get(verb="evidence.finish").payload == {"from": "CLEAN", "to": "READY", "pages": 3}


def test_a_picture_without_writing_is_ready_with_one_empty_page(a_file):
    evidence = processed(a_file("foto.jpg"))
    assert evidence.stage == "READY" and evidence.pages.get().text == ""


def test_what_became_hostile_on_disk_is_failed_as_altered(a_file):
    evidence = a_file()
    storage.path_of(evidence.pk).write_bytes(corpus.PROGRAM)
    evidence = processed(evidence)
    assert (evidence.stage, evidence.reason) == ("FAILED", processing.ALTERED)


def test_a_file_that_a_newer_rule_refuses_is_rejected(a_file, monkeypatch):
    evidence = a_file("foto.jpg")
    monkeypatch.setattr("evidence.sniff.bearable", lambda width, height: False)
    evidence = processed(evidence)
    assert evidence.stage == "REJECTED"
    assert evidence.reason.startswith("Gambar ini terlalu besar")


def test_a_lost_file_says_so_and_can_be_tried_again_by_an_officer(a_file, intake):
    evidence = a_file()
    place, content = storage.path_of(evidence.pk), corpus.HONEST["undangan.pdf"][0]
    place.unlink()
    evidence = processed(evidence)
    assert (evidence.stage, evidence.reason) == ("FAILED", pages.MISSING)
    place.write_bytes(content)
    retry(evidence, by=intake, at=timezone.now())
    drain()
    assert Evidence.objects.get(pk=evidence.pk).stage == "READY"


def test_a_broken_pdf_fails_with_a_reason(a_file):
    evidence = processed(a_file("rusak.pdf", b"%PDF-1.4\nini bukan apa-apa"))
    assert (evidence.stage, evidence.reason) == ("FAILED", "Berkas ini rusak, jadi isinya tidak terbaca.")


def test_doing_it_twice_changes_nothing(a_file):
    evidence = processed(a_file())
    before = (verbs(evidence), list(evidence.pages.values_list("pk", flat=True)))
    processed(evidence)
    assert (verbs(evidence), list(evidence.pages.values_list("pk", flat=True))) == before


def test_it_goes_on_where_a_dead_worker_stopped(a_file):
    evidence = a_file()
    perform(evidence.clear, by=SYSTEM, content_type="application/pdf")
    assert processed(evidence).stage == "READY"


def test_a_second_worker_that_comes_too_late_leaves_the_result_alone(a_file, monkeypatch):
    evidence = a_file()
    real = pages.read

    def overtaken(path, reader, **options):
        monkeypatch.setattr(pages, "read", real)
        process(str(evidence.pk))
        return real(path, reader, **options)

    monkeypatch.setattr(pages, "read", overtaken)
    process(str(evidence.pk))
    assert verbs(evidence) == ["evidence.add", "evidence.clear", "evidence.finish"]
    assert Page.objects.filter(evidence=evidence).count() == 1


def test_a_file_that_was_removed_meanwhile_is_no_error(db):
    process("00000000-0000-0000-0000-000000000000")


def test_only_the_worker_passes_files(a_file, intake, penyelia):
    for officer in (intake, penyelia):
        assert not officer.may("evidence.pass")


def test_retry_is_for_failed_files_and_officers(a_file, intake, auditor):
    evidence = a_file()
    with pytest.raises(MovedOn):
        retry(evidence, by=intake, at=timezone.now())
    assert verbs(evidence) == ["evidence.add"]


def test_a_text_that_is_too_long_is_read_in_part_and_says_so(a_file):
    evidence = processed(a_file("panjang.txt", b"kata " * 1_000_000))
    assert (evidence.stage, evidence.reason) == ("READY", pages.CUT)
    assert evidence.pages.exists()


def test_the_reading_of_a_reporters_file_is_told_by_the_day(a_complaint, send):
    complaint = a_complaint(mode="ANONYMOUS", identity={})
    reporter = Reporter(complaint.access_id, anonymous=True)
    evidence = processed(send(complaint.access, "catatan.txt", b"Jumat sore di balai desa", by=reporter))
    told = Event.objects.filter(subject_reference=str(evidence.pk))
    assert verbs(evidence) == ["evidence.add", "evidence.clear", "evidence.finish"]
    assert all(is_day_alone(event.occurred_at) for event in told)
