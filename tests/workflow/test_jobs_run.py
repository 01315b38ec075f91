"""One job and then another: done, retried, set aside, taken over, and never one in the way of the next."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from workflow import jobs
from workflow.models import Job
from workflow.worker import drain


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def kind(db, monkeypatch):
    """A kind of job of the test's own; `done` lists the keys that were worked on, `wrong` maps keys to errors."""
    monkeypatch.setattr(jobs, "_handlers", {})
    return Kind()


class Kind:
    def __init__(self):
        self.done: list[str] = []
        self.wrong: dict[str, Exception] = {}
        self.inside: list[bool] = []
        jobs.handler("quick", self.work)
        jobs.handler("slow", self.work, slow=True)

    def work(self, key: str) -> None:
        self.inside.append(connection.in_atomic_block)
        if key in self.wrong:
            raise self.wrong[key]
        self.done.append(key)


def test_a_due_job_is_done_once_and_gone(kind, at):
    jobs.enqueue("quick", "a", at=at)
    assert drain(at) == 1
    assert kind.done == ["a"] and not Job.objects.exists()
    assert drain(at) == 0


def test_a_job_waits_for_its_time(kind, at):
    jobs.enqueue("quick", "a", at=at + timedelta(minutes=5))
    assert drain(at) == 0
    assert drain(at + timedelta(minutes=5)) == 1


def test_the_same_work_twice_is_one_job(kind, at):
    jobs.enqueue("quick", "a", at=at)
    jobs.enqueue("quick", "a", at=at)
    drain(at)
    assert kind.done == ["a"]


def test_work_that_is_rolled_back_leaves_no_job(kind, at):
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue("quick", "a", at=at)
        raise RuntimeError
    assert drain(at) == 0


def test_a_poisonous_job_never_stops_the_others(kind, at):
    kind.wrong = {"b": ValueError("gift")}
    for key in "abc":
        jobs.enqueue("quick", key, at=at)
    drain(at)
    assert kind.done == ["a", "c"]
    job = Job.objects.get()
    assert (job.key, job.attempts, job.error, job.leased_by) == ("b", 1, "ValueError: gift", "")


def test_it_is_tried_again_ever_later_and_then_set_aside(kind, at):
    kind.wrong = {"a": ValueError("gift")}
    jobs.enqueue("quick", "a", at=at)
    waits = []
    for _ in jobs.BACKOFF:
        drain(at)
        job = Job.objects.get()
        waits.append((job.due_at - at).total_seconds())
        at = job.due_at
    assert waits == list(jobs.BACKOFF)
    assert job.failed_at and not jobs.waiting(at=at + timedelta(days=9))
    assert drain(at + timedelta(days=9)) == 0


def test_what_was_set_aside_is_due_again_when_it_is_asked_for(kind, at):
    Job.objects.create(kind="quick", key="a", due_at=at, failed_at=at, attempts=7, error="x")
    jobs.enqueue("quick", "a", at=at)
    assert drain(at) == 1 and kind.done == ["a"]


def test_a_quick_job_and_its_deletion_are_one_transaction(kind, at, monkeypatch):
    marks = []

    def work(key):
        Job.objects.create(kind="mark", key=key, due_at=at)
        marks.append(key)
        raise ValueError

    jobs.handler("quick", work)
    jobs.enqueue("quick", "a", at=at)
    drain(at)
    assert marks == ["a"] and not Job.objects.filter(kind="mark").exists()


@pytest.mark.django_db(transaction=True)
def test_a_slow_job_holds_no_transaction(kind, at):
    jobs.enqueue("slow", "a", at=at)
    jobs.enqueue("quick", "b", at=at)
    drain(at)
    assert kind.done == ["a", "b"] and kind.inside == [False, True]
    assert not Job.objects.exists()


def test_work_asked_for_again_while_it_is_done_is_done_again(kind, at):
    def work(key):
        kind.done.append(key)
        if len(kind.done) == 1:
            jobs.enqueue("quick", key, at=at)

    jobs.handler("quick", work)
    jobs.enqueue("quick", "a", at=at)
    drain(at)
    assert kind.done == ["a", "a"] and not Job.objects.exists()


def test_a_leased_job_is_left_alone_until_the_lease_runs_out(kind, at):
    jobs.enqueue("quick", "a", at=at)
    assert len(jobs.claim(at=at)) == 1
    assert jobs.claim(at=at + timedelta(minutes=1)) == []
    assert jobs.waiting(at=at) == 1
    assert drain(at + jobs.LEASE + timedelta(seconds=1)) == 1


def test_a_job_that_kills_its_worker_again_and_again_is_set_aside(kind, at, caplog):
    jobs.enqueue("quick", "a", at=at)
    for _ in range(len(jobs.BACKOFF)):
        assert len(jobs.claim(at=at)) == 1
        at += jobs.LEASE + timedelta(seconds=1)
    assert jobs.claim(at=at) == []
    job = Job.objects.get()
    assert job.failed_at == at and job.error == jobs.DIED


def test_a_job_that_another_worker_took_over_is_not_done_a_second_time(kind, at):
    jobs.enqueue("quick", "a", at=at)
    (late,) = jobs.claim(at=at)
    at += jobs.LEASE + timedelta(seconds=1)
    (job,) = jobs.claim(at=at)
    assert jobs.run(late, at=at) is False
    assert jobs.run(job, at=at) is True
    assert kind.done == ["a"]


def test_a_lease_is_renewed_when_those_before_took_long(kind, at):
    jobs.enqueue("quick", "a", at=at)
    (job,) = jobs.claim(at=at)
    later = at + timedelta(seconds=110)
    seen = []
    jobs.handler("quick", lambda key: seen.append(Job.objects.get().leased_until))
    assert jobs.run(job, at=later)
    assert seen == [later + jobs.LEASE]


def test_jobs_that_were_not_begun_are_handed_back(kind, at):
    for key in "ab":
        jobs.enqueue("quick", key, at=at)
    jobs.hand_back(jobs.claim(at=at))
    assert drain(at) == 2


def test_jobs_of_an_unknown_kind_wait_for_a_worker_that_knows_it(kind, at):
    jobs.enqueue("tomorrow", "a", at=at)
    assert jobs.waiting(at=at) == 0 and drain(at) == 0
    assert Job.objects.exists()


def test_a_routine_comes_back_by_itself_and_is_never_set_aside(kind, at):
    jobs.routine("round", kind.work, every=timedelta(hours=1))
    jobs.plant(at=at)
    jobs.plant(at=at)
    assert drain(at) == 1 and drain(at + timedelta(minutes=59)) == 0
    at += timedelta(hours=1)
    assert drain(at) == 1 and kind.done == ["", ""]
    kind.wrong = {"": ValueError("disk")}
    for _ in range(12):
        at = Job.objects.get().due_at
        drain(at)
    assert Job.objects.get().failed_at is None
    kind.wrong = {}
    assert drain(Job.objects.get().due_at) == 1


def test_what_is_away_for_a_while_is_waited_for_without_end_and_without_counting(kind, at):
    kind.wrong["a"] = jobs.NotNow("pemeriksa virus", after=timedelta(seconds=30))
    jobs.enqueue("slow", "a", at=at)
    for minute in range(100):
        drain(at + timedelta(minutes=minute))
    job = Job.objects.get()
    assert (job.attempts, job.failed_at, job.leased_until) == (0, None, None)
    assert job.due_at == at + timedelta(minutes=99, seconds=30)
    assert job.error == "NotNow: pemeriksa virus"
    del kind.wrong["a"]
    assert drain(at + timedelta(minutes=100)) == 1
    assert kind.done == ["a"] and not Job.objects.exists()
