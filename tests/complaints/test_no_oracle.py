"""/lacak/ tells nobody which half of a number and code was right: not in words, not in status, not in time (I4)."""

import re
import statistics
import time

import pytest
from django.utils import timezone

from complaints import actions
from complaints.models import Complaint

TRIES = 500
LARGEST = 0.005  # seconds between two medians


@pytest.fixture
def wrong_ways(report, client):
    """Name of the way → number and code: unknown both, code of a report that is gone, number or code of another one."""
    kept, gone = (actions.file_report(report(), by=None, at=timezone.now()) for _ in range(2))
    past = (gone.complaint.reference, gone.receipt_code)
    Complaint.objects.filter(pk=gone.complaint.pk).delete()
    return {
        "unknown": ("LAP-26-ZZZZZZ", "0" * 24),
        "gone": past,
        "wrong code": (kept.complaint.reference, "0" * 24),
        "wrong number": ("LAP-26-ZZZZZZ", kept.receipt_code),
    }


def told(client, number: str, code: str) -> tuple[int, str]:
    answer = client.post("/lacak/", {"nomor": number, "kode": code})
    page = answer.content.decode().replace(number, "N").replace(code, "K")
    return answer.status_code, re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


@pytest.mark.django_db
def test_every_kind_of_wrong_gets_the_same_answer(wrong_ways, client):
    answers = {told(client, *way) for way in wrong_ways.values()}
    assert len(answers) == 1 and answers.pop()[0] == 422


@pytest.mark.django_db
def test_the_api_answers_every_kind_of_wrong_the_same(wrong_ways, client):
    answers = set()
    for number, code in wrong_ways.values():
        answer = client.get(f"/api/v1/complaints/{number}/status", headers={"X-Receipt-Code": code})
        answers.add((answer.status_code, answer.content))
    assert len(answers) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_no_kind_of_wrong_takes_longer_than_another(wrong_ways, client):
    """Taken in turns, so that what else the machine does falls on all alike."""
    took: dict[str, list[float]] = {name: [] for name in wrong_ways}
    for _ in range(TRIES):
        for name, (number, code) in wrong_ways.items():
            begun = time.perf_counter()
            client.post("/lacak/", {"nomor": number, "kode": code})
            took[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(times) for name, times in took.items()}
    assert max(medians.values()) - min(medians.values()) < LARGEST, medians
