"""Sockets that are not let in, and bodies that are too large, by the real server: 403 and 413 with every header."""

import http.client

import pytest
import websockets.exceptions
import websockets.sync.client

from tests.platform.test_headers import wrong
from tests.platform.test_server import Site

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("refusals"), DEMO="0") as site:
        yield site.ready(240)


@pytest.mark.parametrize("origin", ["https://jahat.example", "own", None])
@pytest.mark.parametrize("place", ["/ws/notifikasi/", "/ws/tidak-ada/"])
def test_a_socket_that_is_refused_is_answered_with_every_header(site, place, origin):
    here = f"http://127.0.0.1:{site.port}" if origin == "own" else origin
    with pytest.raises(websockets.exceptions.InvalidStatus) as refused:
        websockets.sync.client.connect(f"ws://127.0.0.1:{site.port}{place}", origin=here)
    assert refused.value.response.status_code == 403
    assert wrong(refused.value.response) == []


def test_a_body_that_is_too_large_is_refused_with_every_header(site):
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    line.putrequest("POST", "/lapor/")
    line.putheader("Content-Length", str(10**9))
    line.endheaders()
    answer = line.getresponse()
    assert (answer.status, wrong(answer)) == (413, [])
    line.close()
