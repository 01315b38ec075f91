"""Heads and their people: two administrators of the authority, two heads of Kutai Kartanegara's accounts."""

import re

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from accounts import mail
from agencies.models import Officer
from workflow.models import Job


@pytest.fixture
def somebody(people):
    """Makes an account: somebody("nama", "intake") of the authority, with `agency` of an agency."""

    def make(username: str, *roles: str, agency: str | None = None, **other) -> Officer:
        place = {"agency_id": agency} if agency else {"authority_id": "BKN"}
        officer = Officer.objects.create_user(
            username, email=f"{username}@kantor.example", password="kata-sandi-lama-1", full_name=username.title(),
            **place, **other,
        )  # fmt: skip
        officer.roles.set(roles)
        return Officer.objects.get(pk=officer.pk)

    return make


@pytest.fixture
def admin2(somebody):
    return somebody("admin.dua", "admin")


@pytest.fixture
def head2(somebody):
    return somebody("kepala.dua", "agency_admin", agency="64.02")


@pytest.fixture
def head(kepala_kukar):
    return kepala_kukar


@pytest.fixture
def with_mail(settings):
    """A site that sends mail; what it sent is in django.core.mail.outbox."""
    settings.EMAIL_URL = "smtp://localhost"
    settings.BASE_URL = "https://netral.example"


@pytest.fixture
def post():
    """Does the mails that are due, as a worker would; answers what was sent."""

    def work() -> list:
        for job in Job.objects.filter(kind=mail.JOB, due_at__lte=timezone.now()).order_by("pk"):
            mail.send(job.key)
            job.delete()
        return outbox.outbox

    return work


@pytest.fixture
def link_in():
    """The path of the secret link in a mail."""

    def find(message) -> str:
        return re.search(r"https://netral\.example(/\S+)", message.body)[1]

    return find


@pytest.fixture
def visit():
    """A browser in which somebody is signed in."""

    def browser(officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return browser
