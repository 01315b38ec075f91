"""Ways to send a file, for the tests of this room."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evidence.actions import add_file
from tests.evidence import corpus


@pytest.fixture
def send():
    """Sends bytes under a name to an Access row; `by` is whoever may."""

    def sent(access, name: str, content: bytes, *, by):
        return add_file(access, upload=SimpleUploadedFile(name, content), by=by, at=timezone.now())

    return sent


@pytest.fixture
def a_file(a_complaint, send, intake):
    """Makes a file of a complaint, as the intake officer added it."""

    def make(name: str = "undangan.pdf", content: bytes | None = None, complaint=None):
        complaint = complaint or a_complaint()
        return send(complaint.access, name, content or corpus.HONEST[name][0], by=intake)

    return make
