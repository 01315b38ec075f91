"""Pages from threads: what a WSGI application says arrives, what a browser sends is bounded, nothing is left open."""

import asyncio

import pytest

from deploy.threads import CHUNK, PagesInThreads, environ


class Browser:
    """Talks ASGI to an application: sends a body in pieces, keeps what comes back."""

    def __init__(self, *pieces: bytes, leaves_after: int | None = None, refuses: bool = False):
        self.pieces, self.leaves_after, self.refuses = list(pieces) or [b""], leaves_after, refuses
        self.received: list[dict] = []

    async def receive(self) -> dict:
        if self.leaves_after == 0:
            return {"type": "http.disconnect"}
        if self.leaves_after:
            self.leaves_after -= 1
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or self.leaves_after is not None}

    async def send(self, message: dict) -> None:
        if self.refuses:
            raise OSError("gone")
        self.received.append(message)

    @property
    def status(self) -> int:
        return self.received[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.received[1:])


class Answer(list):
    closed = False

    def close(self):
        self.closed = True


def scope(**other) -> dict:
    return {
        "type": "http", "method": "POST", "path": "/lapor/é", "query_string": b"q=1", "http_version": "1.1",
        "scheme": "http", "server": ("127.0.0.1", 8000), "client": ("203.0.113.7", 1), "headers": [], **other,
    }  # fmt: skip


def visit(application, browser, **other):
    asyncio.run(
        PagesInThreads(application, threads=2, largest=lambda kind: 1000)(scope(**other), browser.receive, browser.send)
    )
    return browser


def echo(environment, start_response):
    start_response("201 Created", [("X-Path", environment["PATH_INFO"]), ("Content-Type", "text/plain")])
    return [environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))]


def test_a_page_gets_the_whole_body_and_its_answer_arrives():
    browser = visit(echo, Browser(b"Camat ", b"membagikan ", b"kaus"))
    assert (browser.status, browser.body) == (201, b"Camat membagikan kaus")
    assert (b"x-path", "/lapor/é".encode()) in browser.received[0]["headers"]
    assert browser.received[-1].get("more_body", False) is False


def test_a_header_arrives_without_space_around_it():
    def application(environment, start_response):
        start_response("200 OK", [("Set-Cookie", " isian=1; Path=/")])
        return [b""]

    assert visit(application, Browser()).received[0]["headers"] == [(b"set-cookie", b"isian=1; Path=/")]


def test_a_body_that_is_too_large_is_refused_before_the_page_sees_it():
    seen = []
    browser = visit(lambda *_: seen.append(1), Browser(b"x" * 600, b"x" * 600, b"x" * 600))
    assert (browser.status, seen) == (413, [])
    assert len(browser.pieces) == 1, "the rest is not even read"
    assert {b"x-content-type-options", b"content-security-policy", b"cache-control"} <= dict(
        browser.received[0]["headers"]
    ).keys()
    assert "Kembali ke halaman sebelumnya" in browser.body.decode()


def test_a_body_that_says_it_is_too_large_is_refused_unread():
    browser = visit(echo, Browser(b"x" * 600), headers=[(b"content-length", b"200000000")])
    assert browser.status == 413
    assert len(browser.pieces) == 1, "not a byte of it is read"


def test_what_arrived_of_a_piece_counts_when_the_line_broke():
    kind = [(b"content-type", b"application/offset+octet-stream"), (b"content-length", b"900")]
    seen = []

    def page(environment, start_response):
        seen.append(environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"])))
        return echo(environment, start_response)

    visit(page, Browser(b"half", leaves_after=1), headers=kind)
    assert seen == [b"half"]


def test_a_browser_that_leaves_while_sending_costs_no_page():
    seen = []
    assert visit(lambda *_: seen.append(1), Browser(b"half", leaves_after=1)).received == []
    assert seen == []


def test_the_answer_is_closed_so_that_the_request_ends():
    answer = Answer([b"one", b"two"])

    def application(environment, start_response):
        start_response("200 OK", [])
        return answer

    assert visit(application, Browser()).body == b"onetwo"
    assert answer.closed


def test_a_reader_who_goes_away_ends_the_answer_quietly():
    answer = Answer([b"x" * CHUNK] * 3)

    def application(environment, start_response):
        start_response("200 OK", [])
        return answer

    visit(application, Browser(refuses=True))
    assert answer.closed


def test_a_large_answer_arrives_in_order():
    chunks = [bytes([number % 256]) * 10_000 for number in range(100)]

    def application(environment, start_response):
        start_response("200 OK", [])
        return iter(chunks)

    assert visit(application, Browser()).body == b"".join(chunks)


def test_a_header_with_an_underscore_cannot_pose_as_another():
    headers = [(b"x_receipt_code", b"forged"), (b"x-receipt-code", b"true"), (b"content-type", b"text/plain")]
    environment = environ(scope(headers=headers), None, 0)
    assert environment["HTTP_X_RECEIPT_CODE"] == "true"
    assert environment["CONTENT_TYPE"] == "text/plain"


def test_cookies_sent_in_pieces_are_one_cookie_header():
    environment = environ(
        scope(headers=[(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")]), None, 0
    )
    assert (environment["HTTP_COOKIE"], environment["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_the_length_that_counts_is_the_one_that_arrived():
    assert environ(scope(headers=[(b"content-length", b"5")]), None, 3)["CONTENT_LENGTH"] == "3"


def test_a_page_that_breaks_is_reported_to_the_server():
    def application(environment, start_response):
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        visit(application, Browser())
