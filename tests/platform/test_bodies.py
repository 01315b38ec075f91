"""What is too large is refused in words, before it is read, and a running site neither grows nor leaves anything behind (F1)."""

import http.client
import re
import socket
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deploy.bodies import ONE_FILE, WITH_FILES, WORDS, largest_body
from tests.platform.test_server import Site

MB = 1024 * 1024


def test_forms_with_files_pieces_of_files_and_words_have_limits_of_their_own():
    assert largest_body("multipart/form-data; boundary=x") == WITH_FILES
    assert largest_body("application/offset+octet-stream") == ONE_FILE
    for other in ("application/json", "application/x-www-form-urlencoded", ""):
        assert largest_body(other) == WORDS


@pytest.mark.parametrize("size", [4 * MB + 1000, 6 * MB])
def test_too_many_words_are_refused_in_words(client, reference_data, size):
    client.get("/lapor/")
    answer = client.post("/lapor/", "narrative=" + "a" * size, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "terlalu besar" in answer.content.decode()


def test_a_program_is_told_so_as_a_problem(client, db):
    answer = client.post("/api/v1/complaints", b'{"narrative": "' + b"a" * 6 * MB, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_file_of_a_form_waits_without_a_name(client, reference_data, monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    seen = []
    monkeypatch.setattr(
        "complaints.views.public.add_file",
        lambda access, upload, **more: seen.append((upload.size, upload.read(3), list(tmp_path.iterdir()))),
    )
    client.get("/lapor/")
    client.post("/lapor/", {"kind": "NEUTRALITY"})
    client.post("/lapor/bukti/", {"berkas": SimpleUploadedFile("rapat.wav", b"RIFF" + bytes(3 * MB)), "unggah": "1"})
    assert seen == [(3 * MB + 4, b"RIF", [])]


# A running site ----------------------------------------------------------------------------------------------------------
def memory(pid: int) -> int:
    """Bytes that a process holds in memory."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def pieces(total: int):
    sent, block = 0, b"0" * (256 * 1024)
    head = b'--x\r\nContent-Disposition: form-data; name="berkas"; filename="besar.bin"\r\n\r\n'
    yield head
    while sent < total:
        yield block
        sent += len(block)
    yield b"\r\n--x--\r\n"


def send(port: int, total: int, *, chunked: bool) -> tuple[int | None, int]:
    """Post a form of about `total` bytes: the status, and how many bytes were taken before the answer."""
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", "/lapor/bukti/")
    for name, value in {
        **headers,
        **({"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(total)}),
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    sent = 0
    try:
        for piece in pieces(total):
            connection.send(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            sent += len(piece)
        if chunked:
            connection.send(b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass
    try:
        return connection.getresponse().status, sent
    except (ConnectionResetError, http.client.HTTPException, BrokenPipeError):
        return None, sent
    finally:
        connection.close()


@pytest.mark.embedded
def test_two_hundred_megabytes_are_refused_and_cost_no_memory(tmp_path):
    temp = tmp_path / "temp"
    for folder in (temp, tmp_path / "site"):
        folder.mkdir()
    with Site(tmp_path / "site", DEMO="0", TMPDIR=str(temp)) as site:
        site.ready()
        send(site.port, 1 * MB, chunked=False)
        before, most = memory(site.process.pid), [0]
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.02):
                most[0] = max(most[0], memory(site.process.pid))

        watching = threading.Thread(target=watch)
        watching.start()
        told, taken = send(site.port, 200 * MB, chunked=False)
        assert told in (413, None) and taken < 20 * MB, "refused by what it says, not by what came"
        cut, taken = send(site.port, 200 * MB, chunked=True)
        assert cut in (413, None) and taken < 150 * MB
        assert send(site.port, 100 * MB, chunked=False)[0] == 403, "a stranger's form is read, and has no token"
        done.set()
        watching.join()
        assert most[0] - before < 30 * MB
        assert [path for path in temp.rglob("*") if path.is_file()] == []


@pytest.mark.embedded
def test_the_refusal_arrives_when_the_sender_asks_first(tmp_path):
    """As curl does: it waits for "100 Continue" and gets the answer instead."""
    with Site(tmp_path, DEMO="0") as site:
        site.ready()
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
            line.sendall(
                b"POST /lapor/bukti/ HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 209715200\r\n\r\n"
            )
            assert line.recv(100).startswith(b"HTTP/1.1 413")
