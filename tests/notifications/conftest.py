"""What the tests of notifications share: doing the outbox's work, and asking who was told."""

import pytest
from channels.layers import channel_layers

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


@pytest.fixture
def in_process(settings, monkeypatch):
    """One layer per test, in this process. The connection that holds the test's transaction is not an old one."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


@pytest.fixture
def happen(a_complaint, deliver, django_capture_on_commit_callbacks):
    """Files complaints and does the outbox's work; `quietly` loses the wake-up."""

    def make(count: int = 1, *, quietly: bool = False) -> None:
        with django_capture_on_commit_callbacks(execute=not quietly):
            for _ in range(count):
                a_complaint()
            deliver()

    return make
