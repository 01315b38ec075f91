"""What the tests of notifications share: doing the outbox's work, and asking who was told."""

import pytest

from notifications import outbox
from notifications.models import Notification
from workflow.models import Event, Job


@pytest.fixture
def deliver():
    """Does every waiting job of the outbox, as a worker would."""

    def work() -> None:
        for job in Job.objects.filter(kind=outbox.JOB).order_by("pk"):
            outbox.deliver(job.key)
            job.delete()

    return work


@pytest.fixture
def told(deliver):
    """Who was told of the newest event of a name, as a set of usernames."""

    def who(verb: str) -> set[str]:
        deliver()
        event = Event.objects.filter(verb=verb).order_by("-number").first()
        assert event is not None, f"{verb} did not happen"
        return set(Notification.objects.filter(event=event).values_list("recipient__username", flat=True))

    return who
