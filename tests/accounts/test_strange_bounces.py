"""The pipe of a mail server: whatever comes in, it answers in a word and never with an error."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import bounces

REPORT = b"Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: "
HEADS = [
    b"",
    b"Content-Type: message/delivery-status\n\n",
    REPORT + b"message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n",
    REPORT + b"message/delivery-status\nContent-Transfer-Encoding: base64\n\n",
    REPORT + b"message/rfc822\n\nMessage-ID: ",
    REPORT + b"text/rfc822-headers; charset=klingon\n\nMessage-ID: ",
]


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from(HEADS), raw=st.binary(max_size=400))
def test_no_mail_breaks_the_pipe(head, raw):
    assert bounces.receive(head + raw, at=timezone.now()) in {"other", "unknown", "delayed"}
