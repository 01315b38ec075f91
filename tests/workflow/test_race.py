"""Two people at once: on PostgreSQL one wins each time, everybody else is told that the stage moved on."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from agencies.models import Officer
from complaints import actions
from complaints.models import Complaint
from deploy.demo.accounts import create_accounts
from workflow.ledger import record, unit_of_work
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.verification import first_broken_link

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS, ROUNDS = 8, 30


@pytest.fixture
def intake(reference_data) -> Officer:
    create_accounts()
    return Officer.objects.get(username="intake")


def race(actors) -> list[str]:
    """Start all at one barrier; answers what each was told."""
    barrier, told = threading.Barrier(len(actors)), [""] * len(actors)

    def run(index, act):
        barrier.wait()
        try:
            act()
            told[index] = "won"
        except MovedOn:
            told[index] = "409"
        except Exception as error:
            told[index] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    return told


def test_of_two_contradicting_transitions_one_wins_each_time(report, intake):
    for _ in range(ROUNDS):
        complaint = actions.file_report(report(), by=None, at=timezone.now()).complaint
        actions.verify(complaint, by=intake)
        reject = lambda c=complaint: actions.reject(c, by=intake, reason="bukan ASN")  # noqa: E731
        forward = lambda c=complaint: actions.forward(c, by=intake, to="Inspektorat", reason="berwenang")  # noqa: E731

        told = race([reject, forward] * (THREADS // 2))

        assert sorted(told) == ["409"] * (THREADS - 1) + ["won"]
        moves = Event.objects.filter(subject_reference=complaint.reference, payload__from="VERIFYING")
        assert moves.count() == 1
        now = Complaint.objects.get(pk=complaint.pk)
        assert moves.get().payload["to"] == now.stage == now.history.latest().stage
    assert first_broken_link() is None


def test_sixteen_parallel_writers_keep_one_unbroken_chain(report, intake):
    def write():
        for _ in range(5):
            actions.file_report(report(), by=None, at=timezone.now())

    assert race([write] * 16) == ["won"] * 16
    assert Complaint.objects.count() == 80
    assert len(set(Complaint.objects.values_list("reference", flat=True))) == 80
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert first_broken_link() is None


@pytest.mark.parametrize("each", [30, pytest.param(500, marks=pytest.mark.slow)])
def test_sixteen_writers_of_five_hundred_events_keep_one_unbroken_chain(report, intake, each):
    complaint = actions.file_report(report(), by=None, at=timezone.now()).complaint

    def write():
        for _ in range(each):
            with unit_of_work():
                record("evidence.note", complaint, by=intake, at=timezone.now())

    before = Event.objects.count()
    assert race([write] * 16) == ["won"] * 16
    assert Event.objects.count() == before + 16 * each
    assert first_broken_link() is None
