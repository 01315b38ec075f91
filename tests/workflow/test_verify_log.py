"""Whatever is changed in the log, the reading finds it: 200 of 200, in events, access records and their seals."""

import io
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from workflow import access_batches, verification
from workflow.access_batches import seal_all
from workflow.access_records import seen
from workflow.ledger import record, unit_of_work
from workflow.models import AccessRecord, AccessSeal, ChainHead, Event, Job, Verification
from workflow.verification import Progress, advance, first_broken_link
from workflow.verifying import begin
from workflow.worker import drain

pytestmark = pytest.mark.django_db
EVENTS, RECORDS, MUTATIONS = 40, 60, 200


@dataclass(frozen=True)
class Thing:
    reference: str
    KIND: str = "case"
    access_id: int | None = None


def write(by, number: int) -> None:
    with unit_of_work():
        record("case.note", Thing(f"KAS-{number}"), by=by, at=timezone.now(), number=number)


@pytest.fixture
def log(forging, intake, pemeriksa, monkeypatch):
    """Events and sealed access records in four batches; two records wait for their seal."""
    monkeypatch.setattr(access_batches, "BATCH", RECORDS // 4)
    for number in range(EVENTS):
        write((intake, pemeriksa)[number % 2], number)
    for number in range(RECORDS):
        seen("case.read", by=(intake, pemeriksa)[number % 2], at=timezone.now(), reference=f"KAS-{number}", page=number)
    seal_all(at=timezone.now())
    for number in range(2):
        seen("case.read", by=intake, at=timezone.now(), reference=f"NEW-{number}")
    assert first_broken_link() is None and verification.unsealed()["count"] == 2


# What somebody may do to it -----------------------------------------------------------------------------------------------
def other(value, chance: random.Random):
    """Any other value of the same kind."""
    if isinstance(value, str):
        return value[:-1] + ("x" if not value.endswith("x") else "y") if value else "x"
    if isinstance(value, dict):
        return {**value, "number": chance.random()}
    if isinstance(value, int):
        return value + chance.choice([1, 7, 1000, -1])
    return 1 if value is None else value + timedelta(microseconds=chance.choice([1, -1, 10**6]))


def edited(model, chance: random.Random, *, sealed: bool = True, fields: list[str]) -> str:
    rows = model.objects.filter(seal__isnull=False) if model is AccessRecord and sealed else model.objects
    row = chance.choice(list(rows.order_by("pk").values()))
    name = chance.choice(fields)
    key = model._meta.pk.attname
    value = row[name] + 1000 if name == "number" else other(row[name], chance)  # two of one number the database refuses
    model.objects.filter(pk=row[key]).update(**{name: value})
    return f"{model.__name__} {row[key]}.{name}"


def removed(model, chance: random.Random) -> str:
    rows = AccessRecord.objects.filter(seal__isnull=False) if model is AccessRecord else model.objects
    pk = chance.choice(list(rows.order_by("pk").values_list("pk", flat=True)))
    model.objects.filter(pk=pk)._raw_delete("default")
    return f"{model.__name__} {pk} removed"


def swapped(model, chance: random.Random, fields: list[str]) -> str:
    rows = AccessRecord.objects.filter(seal__isnull=False) if model is AccessRecord else model.objects
    one, two = chance.sample(list(rows.order_by("pk")), 2)
    if model is AccessSeal and one.batch == two.batch:
        two = next(seal for seal in rows.order_by("-pk") if seal.batch != one.batch)
    for to, source in ((one, two), (two, one)):
        model.objects.filter(pk=to.pk).update(**{name: getattr(source, name) for name in fields})
    return f"{model.__name__} {one.pk} and {two.pk} swapped"


EVENT = ["number", "occurred_at", "verb", "subject_kind", "subject_reference", "access_id", "actor_kind", "payload",
         "previous_hash", "hash"]  # fmt: skip
RECORD = ["at", "what", "actor_kind", "actor_id", "access_id", "reference", "codes", "mark"]


def cut(chance: random.Random) -> str:
    last = Event.objects.count() - chance.randint(1, 10)
    Event.objects.filter(number__gt=last)._raw_delete("default")
    if chance.random() < 0.5:
        ChainHead.objects.update(number=last, hash=Event.objects.get(number=last).hash)
    return f"cut after {last}"


def forged_event(chance: random.Random) -> str:
    event = Event.objects.order_by("-number").first()
    event.pk, event.previous_hash, event.number = None, event.hash, event.number + 1
    event.hash = f"{chance.getrandbits(256):064x}"
    event.save(force_insert=True)
    if chance.random() < 0.5:
        ChainHead.objects.update(number=event.number, hash=event.hash)
    return "an event put at the end"


def forged_record(chance: random.Random) -> str:
    row = chance.choice(list(AccessRecord.objects.order_by("pk")))
    row.pk, row.reference = None, "KAS-FORGED"
    row.save(force_insert=True)
    if chance.random() < 0.5:
        AccessSeal.objects.create(record=row, batch=chance.randint(1, 5))
    return "an access record put among them"


def forged_seal(chance: random.Random) -> str:
    waiting = access_batches.waiting().first()
    AccessSeal.objects.create(record_id=chance.choice([waiting.pk, 10**9]), batch=chance.randint(0, 7))
    return "a seal that nobody made"


def removed_whole(chance: random.Random) -> str:
    seals = AccessSeal.objects.filter(batch=chance.randint(1, 4))
    rows = list(seals.values_list("record_id", flat=True))
    seals._raw_delete("default")
    AccessRecord.objects.filter(pk__in=rows)._raw_delete("default")
    return "a batch removed with its seals"


def moved_number(chance: random.Random) -> str:
    row = chance.choice(list(AccessRecord.objects.filter(seal__isnull=False).order_by("pk")))
    AccessRecord.objects.filter(pk=row.pk).update(id=10**6 + chance.randint(1, 1000))
    return f"access record {row.pk} given another number"


KINDS = {
    "an event edited": lambda c: edited(Event, c, fields=EVENT),
    "a record edited": lambda c: edited(AccessRecord, c, fields=RECORD),
    "a seal edited": lambda c: edited(AccessSeal, c, fields=["batch"]),
    "an event removed": lambda c: removed(Event, c),
    "a record removed": lambda c: removed(AccessRecord, c),
    "a seal removed": lambda c: removed(AccessSeal, c),
    "events swapped": lambda c: swapped(Event, c, ["verb", "subject_reference", "payload", "occurred_at"]),
    "records swapped": lambda c: swapped(AccessRecord, c, RECORD),
    "seals swapped": lambda c: swapped(AccessSeal, c, ["batch"]),
    "the end cut off": cut,
    "an event put in": forged_event,
    "a record put in": forged_record,
    "a seal put in": forged_seal,
    "a batch removed": removed_whole,
    "a record renumbered": moved_number,
}


def test_two_hundred_of_two_hundred_changes_are_found(log):
    chance, missed, tried = random.Random(5), [], dict.fromkeys(KINDS, 0)
    for number in range(MUTATIONS):
        name = list(KINDS)[number % len(KINDS)]
        with transaction.atomic():
            said = KINDS[name](chance)
            if first_broken_link() is None:
                missed.append(said)
            transaction.set_rollback(True)
        tried[name] += 1
    assert missed == [] and min(tried.values()) >= MUTATIONS // len(KINDS)
    assert first_broken_link() is None


@pytest.mark.parametrize("field", RECORD)
def test_an_access_record_that_still_waits_for_its_seal_is_no_easier_to_change(log, field):
    row = AccessRecord.objects.filter(seal__isnull=True).values().first()
    AccessRecord.objects.filter(pk=row["id"]).update(**{field: other(row[field], random.Random(1))})
    assert f"access record {row['id']} " in first_broken_link()


# What the command says ------------------------------------------------------------------------------------------------
def told(*arguments) -> str:
    out = io.StringIO()
    call_command("verify_log", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_counts_what_holds_and_names_what_is_not_sealed_yet(log):
    first = access_batches.waiting().first()
    said = told()
    assert f"{EVENTS + 4} events, {RECORDS} access records sealed, the chain holds" in said
    assert f"2 access records not yet sealed, from {first.pk} (" in said


RENAMED = (lambda rows: rows.update(what="case.list"), "access record {row.pk} (case.list")
GONE = (lambda rows: rows._raw_delete("default"), "access record {row.pk} of batch 2 is missing")


@pytest.mark.parametrize(("change", "words"), [RENAMED, GONE])
def test_the_command_names_the_first_broken_link_and_exits_with_one(log, change, words):
    row = AccessRecord.objects.filter(seal__batch=2).order_by("pk").first()
    change(AccessRecord.objects.filter(pk=row.pk))
    with pytest.raises(CommandError) as error:
        told()
    assert error.value.returncode == 1 and words.format(row=row) in str(error.value)


def test_what_comes_first_in_the_log_is_named_first(log):
    Event.objects.filter(number=3).update(verb="case.close")
    AccessRecord.objects.order_by("pk").filter(pk=AccessRecord.objects.order_by("pk").first().pk).update(what="x")
    assert first_broken_link() == "event 3 (case.close KAS-2) was altered"


# In parts, every night ------------------------------------------------------------------------------------------------
def test_reading_in_parts_finds_the_same_as_reading_at_once(log, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 7)
    progress, parts = Progress(), 0
    while not progress.done:
        begun = iter([False, True])
        progress, parts = advance(progress, late=lambda begun=begun: next(begun)), parts + 1
    assert (progress.number, progress.records, progress.broken) == (EVENTS + 4, RECORDS, "") and parts > 5
    AccessRecord.objects.filter(seal__batch=4).update(what="x")
    progress = Progress()
    while not progress.done:
        begun = iter([False, True])
        progress = advance(progress, late=lambda begun=begun: next(begun))
    assert "access record" in progress.broken


def test_events_that_come_while_it_is_read_are_no_break(log, monkeypatch, intake):
    monkeypatch.setattr(verification, "CHUNK", 10)
    progress = advance(Progress(), late=iter([False, False, True]).__next__)
    write(intake, 1000)
    seal_all(at=timezone.now())
    assert advance(progress).broken == ""


def test_the_nightly_round_keeps_what_it_found(log, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 7)
    monkeypatch.setattr("workflow.verifying.SECONDS", 0.0005)
    begin()
    begin()
    drain()
    found = Verification.objects.get()
    assert found.finished_at and (found.events, found.records, found.broken) == (EVENTS + 4, RECORDS, "")
    assert not Job.objects.filter(kind="log.part").exists()
    Event.objects.filter(number=9).update(verb="case.close")
    begin()
    drain()
    assert Verification.objects.latest("pk").broken == "event 9 (case.close KAS-8) was altered"
