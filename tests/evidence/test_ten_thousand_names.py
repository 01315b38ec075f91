"""Ten thousand names, from the sender to the header with which the file leaves: never a line of its own, never a path (F6)."""

import re
from urllib.parse import unquote
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import tus
from evidence.names import shown_name
from evidence.serving import attachment

PLAIN = re.compile(r"attachment; filename\*=UTF-8''[A-Za-z0-9%._~-]+")
NASTY = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\0/\\.:;,\"'%\u202e\u2066\u200b\ufeff")), max_size=4096)


@pytest.fixture(scope="module")
def lying(tmp_path_factory):
    place = tmp_path_factory.mktemp("names") / str(uuid4())
    place.write_bytes(b"isi")
    return place


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=NASTY)
def test_no_name_reaches_a_header_or_the_disk(lying, raw):
    response = attachment(lying.open("rb"), shown_name(raw))
    header = response.headers["Content-Disposition"]
    sent = response.serialize_headers()
    response.file_to_stream.close()  # closing the response would be the end of a request
    assert PLAIN.fullmatch(header)
    assert unquote(header.partition("''")[2]) == shown_name(raw)
    assert sent.count(b"\r\n") == len(response.headers) - 1, "one line for each header"


@given(raw=st.text(max_size=400))
def test_no_announcement_of_a_name_breaks_the_protocol(raw):
    assert tus._name(raw) is None or isinstance(tus._name(raw), str)
