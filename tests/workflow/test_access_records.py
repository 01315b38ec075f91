"""Whoever reads leaves a row, at the price of one INSERT; within seconds it is part of the chain."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.models import Officer
from deploy.demo.accounts import create_accounts
from workflow import access_batches, worker
from workflow.access_batches import reach_back, seal_all, waiting
from workflow.access_records import Look, looked, seen
from workflow.actors import SYSTEM
from workflow.models import AccessRecord, AccessSeal, Event, Job, SealCursor
from workflow.verification import first_broken_link


@pytest.fixture
def look(db, intake):
    """Somebody looks at a file, `count` times."""

    def do(count: int = 1, **more):
        for number in range(count):
            seen("evidence.look", by=intake, at=timezone.now(), reference=f"file-{number}", **more)

    return do


def test_a_look_is_one_insert_that_names_who_what_and_when(a_complaint, intake, django_assert_num_queries):
    complaint, at = a_complaint(), timezone.now()
    with django_assert_num_queries(1):
        seen("complaint.read", by=intake, at=at, access=complaint.access, reference=complaint.reference, door="api")
    row = AccessRecord.objects.get()
    assert (row.what, row.at, row.actor, row.access_id) == ("complaint.read", at, intake, complaint.access_id)
    assert (row.reference, row.codes, row.actor_kind) == (complaint.reference, {"door": "api"}, "officer")


def test_many_things_shown_at_once_are_a_row_each_and_one_insert(intake, db, django_assert_num_queries):
    shown = [Look("complaint.list", None, f"LAP-{n}") for n in range(50)]
    with transaction.atomic(), django_assert_num_queries(1):
        looked(shown, by=intake, at=timezone.now())
    assert list(AccessRecord.objects.order_by("pk").values_list("reference", flat=True)) == [
        look.reference for look in shown
    ]


def test_who_is_no_officer_is_told_by_kind(db):
    seen("evidence.look", by=SYSTEM, at=timezone.now())
    assert AccessRecord.objects.values_list("actor_kind", "actor").get() == ("system", None)


def test_what_is_read_in_vain_is_not_read(intake, db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        seen("case.read", by=intake, at=timezone.now())
        raise ZeroDivisionError
    assert not AccessRecord.objects.exists()


def test_rows_are_sealed_into_the_chain_in_batches(look, monkeypatch):
    monkeypatch.setattr(access_batches, "BATCH", 4)
    look(10)
    ids = list(AccessRecord.objects.order_by("pk").values_list("pk", flat=True))
    assert seal_all(at=timezone.now()) == 10
    events = Event.objects.filter(verb="access.seal").order_by("number")
    assert [(e.payload["first"], e.payload["last"], e.payload["count"]) for e in events] == [
        (ids[0], ids[3], 4),
        (ids[4], ids[7], 4),
        (ids[8], ids[9], 2),
    ]
    assert not waiting().exists() and seal_all(at=timezone.now()) == 0
    assert first_broken_link() is None


def test_nothing_to_seal_leaves_no_event(db):
    assert seal_all(at=timezone.now()) == 0
    assert not Event.objects.filter(verb="access.seal").exists()


def test_a_seal_is_told_to_nobody_and_indexed_nowhere(look):
    look()
    before = Job.objects.count()
    seal_all(at=timezone.now())
    assert Event.objects.filter(verb="access.seal").exists() and Job.objects.count() == before


def test_the_floor_keeps_the_question_small_and_a_row_below_it_is_found_all_the_same(look):
    now = timezone.now()
    look(3)
    seal_all(at=now)
    look(1)
    seal_all(at=now + timedelta(minutes=11))
    look(1)
    seal_all(at=now + timedelta(minutes=22))
    cursor = SealCursor.objects.get()
    assert cursor.floor >= AccessRecord.objects.order_by("pk")[3].pk
    late = AccessRecord.objects.order_by("-pk").first()
    late.pk = cursor.floor + 1000
    SealCursor.objects.update(floor=cursor.floor + 2000)
    late.save(force_insert=True)
    assert seal_all(at=now) == 0
    reach_back()
    assert seal_all(at=now) == 1


# Several at once ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def reader(reference_data) -> Officer:
    create_accounts()
    return Officer.objects.get(username="intake")


def at_once(*acts) -> list[Exception]:
    """Run each in a thread with a connection of its own; answers what went wrong."""
    wrong: list[Exception] = []

    def run(act) -> None:
        try:
            act()
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return wrong


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_sealed_in_a_later_batch(reader):
    begun, others_sealed = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            seen("case.read", by=reader, at=timezone.now(), reference="late")
            begun.set()
            others_sealed.wait(30)

    def others() -> None:
        begun.wait(30)
        seen("case.read", by=reader, at=timezone.now(), reference="early")
        seal_all(at=timezone.now())
        others_sealed.set()

    assert at_once(late, others) == []
    late_row, early_row = AccessRecord.objects.get(reference="late"), AccessRecord.objects.get(reference="early")
    assert late_row.pk < early_row.pk
    assert not AccessSeal.objects.filter(record=late_row).exists()
    seal_all(at=timezone.now())
    assert (early_row.seal.batch, late_row.seal.batch) == (1, 2)
    assert first_broken_link() is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_readers_and_parallel_workers_lose_no_row_and_seal_none_twice(reader, monkeypatch):
    monkeypatch.setattr(access_batches, "BATCH", 37)
    reading = threading.Event()

    def read() -> None:
        for number in range(60):
            with transaction.atomic():
                seen("case.read", by=reader, at=timezone.now(), reference=str(number))
                time.sleep(0.001 * (number % 7))
                if number % 10 == 9:
                    transaction.set_rollback(True)

    def seal() -> None:
        while not reading.is_set():
            seal_all(at=timezone.now())
            time.sleep(0.003)

    def all_read() -> None:
        try:
            assert at_once(*[read] * 8) == []
        finally:
            reading.set()

    assert at_once(all_read, seal, seal, seal) == []
    seal_all(at=timezone.now())
    assert AccessRecord.objects.count() == AccessSeal.objects.count() == 8 * 54
    assert first_broken_link() is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_worker_seals_within_five_seconds_while_a_long_job_runs(reader):
    stop = threading.Event()
    sealing = threading.Thread(target=worker.seal_forever, args=[stop])
    sealing.start()
    try:
        seen("case.read", by=reader, at=timezone.now())
        began = time.monotonic()
        while waiting().exists():
            assert time.monotonic() - began < 5
            time.sleep(0.05)
    finally:
        stop.set()
        sealing.join()


@pytest.mark.django_db
def test_a_database_that_refuses_the_row_shows_nothing(intake):
    with pytest.raises(DatabaseError), transaction.atomic():
        seen("x" * 41 if connection.vendor == "postgresql" else None, by=intake, at=timezone.now())
