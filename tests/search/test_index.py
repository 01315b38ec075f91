"""The index follows the database: late, stale, interrupted or forgotten writes never leave a wrong answer behind."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from complaints import actions as complaints
from complaints.models import Complaint
from evidence.models import Evidence, Page
from search import indexing
from search.backends import backend
from search.documents import entries_of
from search.models import Bundle, Document
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access, Job

pytestmark = pytest.mark.django_db


def check(capsys) -> tuple[int, list[str]]:
    """The exit code of check_index and the lines it wrote."""
    try:
        call_command("check_index")
        code = 0
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out.splitlines()


def total(find, user, text: str, **options) -> int:
    return find(user, text, **options).total


def test_a_stale_write_never_wins(a_complaint, intake, find):
    complaint = a_complaint(narrative="kata lama")
    old = entries_of(complaint.access)
    version = indexing.last_event()
    Complaint.objects.filter(pk=complaint.pk).update(narrative="kata baru")
    complaints.verify(complaint, by=intake)
    assert total(find, intake, '"kata baru"') == 1
    assert backend().replace(complaint.access_id, old, version=version) is False
    assert total(find, intake, '"kata lama"', fresh=False) == 0
    assert total(find, intake, '"kata baru"', fresh=False) == 1


def test_writing_twice_changes_nothing(a_complaint, a_file, intake, find):
    access = a_complaint().access
    a_file(access, "satu", "dua")
    find(intake, "x")
    before = list(Document.objects.order_by("pk").values())
    assert indexing.make(access.pk)
    assert list(Document.objects.order_by("pk").values()) == before


def test_a_sealed_file_is_gone_in_the_next_search_and_from_the_index_after_its_event(a_complaint, intake, find):
    complaint = a_complaint(narrative="rahasia besar")
    assert total(find, intake, "rahasia") == 1
    Access.objects.filter(pk=complaint.access_id).update(sealed=True)
    result = find(intake, "rahasia", fresh=False)
    assert (result.total, len(result.hits), result.facets["kind"]) == (0, 0, [])
    with unit_of_work():
        record("complaint.seal", complaint, by=SYSTEM, at=timezone.now())
    find(intake, "x")
    assert not Document.objects.filter(access=complaint.access_id).exists()
    assert not words_left("rahasia")


def words_left(word: str) -> bool:
    """Does any row of the index still hold this word, document or no document?"""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM search_words WHERE search_words MATCH %s", [f'"{word}"'])
        else:
            cursor.execute("SELECT count(*) FROM search_document WHERE vector @@ %s::tsquery", [f"'={word}'"])
        return cursor.fetchone()[0] > 0


def test_a_rejected_file_is_found_no_more(a_complaint, a_file, intake, find):
    file = a_file(a_complaint().access, "isi terlarang")
    assert total(find, intake, "terlarang") == 1
    Evidence.objects.filter(pk=file.pk).update(stage="REJECTED")
    assert total(find, intake, "terlarang", fresh=False) == 0
    with unit_of_work():
        record("evidence.refuse", file, by=SYSTEM, at=timezone.now())
    find(intake, "x")
    assert not words_left("terlarang")


@pytest.mark.parametrize("way", ["delete", "queryset", "sql"])
def test_what_is_deleted_leaves_no_words(way, a_complaint, a_file, intake, find):
    file = a_file(a_complaint().access, "kata lenyap")
    assert total(find, intake, "lenyap") == 1
    if way == "delete":
        file.delete()
    elif way == "queryset":
        Evidence.objects.filter(pk=file.pk).delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE evidence_id IS NOT NULL")
    assert not words_left("lenyap")
    assert total(find, intake, "lenyap", fresh=False) == 0


def test_what_is_rolled_back_is_never_found(a_complaint, report, intake, find):
    class Undone(Exception):
        pass

    before = Job.objects.filter(kind="index").count()
    with pytest.raises(Undone), transaction.atomic():
        complaints.file_report(report(narrative="tak pernah terjadi"), by=None, at=timezone.now())
        raise Undone
    assert Job.objects.filter(kind="index").count() == before
    assert total(find, intake, "terjadi") == 0


def test_many_events_of_one_file_are_one_write(a_complaint, intake, monkeypatch, up_to_date):
    complaint = a_complaint()
    complaints.verify(complaint, by=intake)
    complaints.request_completion(Complaint.objects.get(pk=complaint.pk), by=intake, questions="Kapan?")
    written = []
    monkeypatch.setattr(
        indexing, "make", lambda access_id, make=indexing.make: written.append(access_id) or make(access_id)
    )
    up_to_date()
    assert written == [complaint.access_id]


def test_a_poisonous_file_stops_no_other(a_complaint, intake, find, monkeypatch):
    bad, good = a_complaint(narrative="racun"), a_complaint(narrative="penawar")
    original = indexing.make

    def make(access_id):
        if access_id == bad.access_id:
            raise ValueError("poison")
        return original(access_id)

    monkeypatch.setattr(indexing, "make", make)
    for job in jobs.claim(at=timezone.now(), limit=50):
        if job.kind == indexing.JOB:
            jobs.run(job, at=timezone.now())
    left = Job.objects.get(kind=indexing.JOB)
    assert left.error == "ValueError: poison"
    assert total(find, intake, "penawar", fresh=False) == 1
    assert good.reference == find(intake, "penawar", fresh=False).hits[0].reference


def test_one_job_does_what_others_wait_for(a_complaint, intake, find):
    for number in range(6):
        a_complaint(narrative=f"kejadian{number}")
    (first, *_others) = [job for job in jobs.claim(at=timezone.now(), limit=1) if job.kind == indexing.JOB] or [None]
    indexing.follow(first.key if first else str(indexing.last_event()))
    assert total(find, intake, "kejadian*", fresh=False) == 6
    assert Job.objects.filter(kind=indexing.JOB).count() <= 1


def test_a_draft_is_in_no_index(db, a_file, reference_data):
    access = Access.objects.create(authority_id="BKN", sealed=True)
    a_file(access, "isi draf")
    indexing.make(access.pk)
    assert entries_of(access) == []
    assert not Document.objects.filter(access=access).exists()


def test_check_agrees_after_the_worker(a_recommendation, a_file, up_to_date, capsys):
    a_file(a_recommendation("ISSUED").access, "lampiran")
    up_to_date()
    assert check(capsys) == (0, ["the index agrees with the database"])


def test_check_names_what_differs_and_rebuild_mends_it(a_complaint, a_file, intake, up_to_date, capsys):
    edited, missing, moved = a_complaint(), a_complaint(), a_complaint()
    gone = a_file(missing.access, "halaman")
    up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_complaint SET narrative = 'diubah diam-diam' WHERE id = %s", [edited.pk])
        cursor.execute("DELETE FROM search_document WHERE key = %s", [f"complaint/{missing.pk}/text"])
        cursor.execute("UPDATE workflow_access SET region_id = '65' WHERE id = %s", [moved.access_id])
    Page.objects.filter(evidence=gone).delete()
    code, lines = check(capsys)
    assert code == 1
    assert f"stale complaint/{edited.pk}/text" in lines
    assert f"missing complaint/{missing.pk}/text" in lines
    assert f"stale complaint/{moved.pk}/text" in lines
    assert f"orphan evidence/{gone.pk}/1" in lines and f"missing evidence/{gone.pk}/0" in lines
    call_command("rebuild_index", verbosity=0)
    assert check(capsys)[0] == 0


def test_check_finds_words_that_were_edited(a_complaint, up_to_date, capsys):
    complaint = a_complaint()
    up_to_date()
    pk = Document.objects.get(key=f"complaint/{complaint.pk}/text").pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE search_words SET stem = 'palsu' WHERE rowid = %s", [pk])
            cursor.execute("INSERT INTO search_words (rowid, stem, exact, perm) VALUES (999999, 'hantu', 'hantu', '')")
        else:
            cursor.execute("UPDATE search_document SET vector = '''palsu'':1' WHERE id = %s", [pk])
    code, lines = check(capsys)
    assert code == 1
    assert f"stale complaint/{complaint.pk}/text" in lines
    assert connection.vendor != "sqlite" or "orphan words/999999" in lines


def test_another_analysis_is_stale(a_complaint, up_to_date, capsys, monkeypatch):
    a_complaint()
    up_to_date()
    monkeypatch.setattr("search.analysis.VERSION", 99)
    assert check(capsys)[0] == 1


def test_nothing_is_missing_between_two_steps_of_a_rebuild(a_complaint, a_file, intake, find, monkeypatch):
    for _number in range(3):
        a_file(a_complaint(narrative="satu").access, "deklarasi damai")
    assert total(find, intake, "deklarasi") == 3
    Document.objects.update(analysis=0)
    seen = []
    original = indexing.make
    monkeypatch.setattr(
        indexing, "make", lambda pk: (original(pk), seen.append(total(find, intake, "deklarasi", fresh=False)))
    )
    indexing.rebuild()
    assert len(seen) >= 3 and set(seen) == {3}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_old_answers_while_it_is_rebuilt(reference_data, a_complaint, a_file, intake, find):
    access = a_complaint(narrative="satu").access
    a_file(access, *["deklarasi damai"] * 30)
    assert total(find, intake, "deklarasi") == 30
    Document.objects.update(analysis=0)
    Bundle.objects.update(version=0)
    seen, stop = [], threading.Event()

    def ask():
        try:
            while not stop.is_set():
                seen.append(total(find, intake, "deklarasi", fresh=False))
        finally:
            connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _round in range(3):
            indexing.rebuild()
    finally:
        stop.set()
        asking.join()
    assert set(seen) == {30}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_workers_on_one_file(reference_data, a_complaint, a_file, intake, find, up_to_date):
    access = a_complaint().access
    a_file(access, *["halaman bersama"] * 20)
    errors = []

    def work():
        try:
            for _round in range(5):
                indexing.make(access.pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert total(find, intake, "bersama") == 20
