"""The head of the chain is told outside: who cuts the log and writes it anew, with its own key, is found out by that."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from workflow import anchors
from workflow.ledger import START, link, record, seal_of, unit_of_work
from workflow.models import Anchor, ChainHead, Event, Job
from workflow.verification import first_broken_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, settings):
    place = tmp_path / "anchors.log"
    settings.ANCHOR = [place.as_uri()]
    return place


@pytest.fixture
def written(a_complaint, intake):
    """Some events more."""
    complaint = a_complaint()

    def more(count: int = 3) -> None:
        for _number in range(count):
            with unit_of_work():
                record("evidence.note", complaint, by=intake, at=timezone.now())

    more()
    return more


def rewritten(after: int) -> None:
    """Cut off what is after an event, change that one, and make the chain hold again with the log's key."""
    Event.objects.filter(number__gt=after)._raw_delete("default")
    Job.objects.filter(key__in=[str(number) for number in range(after, after + 20)]).delete()
    last = START
    for event in Event.objects.order_by("number"):
        event.verb = "case.close" if event.number == after else event.verb
        event.previous_hash = last
        last = event.hash = link(event)
        event.save()
    ChainHead.objects.update(number=after, hash=last, seal=seal_of(after, last))


def test_a_file_gets_a_line_each_time_with_number_hash_and_time(file, written):
    anchors.tell()
    written()
    anchors.tell()
    told = [json.loads(line) for line in file.read_text().splitlines()]
    head = ChainHead.objects.get()
    assert [one["number"] for one in told] == [head.number - 3, head.number] and told[-1]["hash"] == head.hash
    assert file.stat().st_mode & 0o077 == 0
    assert first_broken_link() is None


def test_a_chain_that_was_cut_and_rewritten_with_the_key_is_found(forging, file, written):
    anchors.tell()
    head = ChainHead.objects.get().number
    rewritten(head - 2)
    assert first_broken_link().startswith(f"event {head} is missing, which was anchored in anchors.log at ")
    written(5)
    assert first_broken_link().startswith(f"event {head} was rewritten after it was anchored in anchors.log at ")
    with pytest.raises(CommandError) as error:
        call_command("verify_log")
    assert error.value.returncode == 1


def test_without_an_anchor_the_key_is_enough(forging, file, written):
    rewritten(ChainHead.objects.get().number - 2)
    assert first_broken_link() is None


def test_anchors_that_came_by_mail_are_compared_when_they_are_brought(forging, settings, tmp_path, written):
    settings.ANCHOR = ["mailto:pengawas@lain.example"]
    anchors.tell()
    [letter] = mail.outbox
    assert letter.to == ["pengawas@lain.example"]
    collected = tmp_path / "mails.jsonl"
    collected.write_text(letter.body + "\n")
    call_command("verify_log", "--anchors", str(collected))
    rewritten(ChainHead.objects.get().number - 1)
    call_command("verify_log")
    with pytest.raises(CommandError, match="anchored in mails.jsonl"):
        call_command("verify_log", "--anchors", str(collected))


def test_a_line_that_was_cut_short_spoils_no_other(file, written):
    file.write_text('{"number": 1, "ha')
    anchors.tell()
    assert [one.number for one in anchors.readable()] == [ChainHead.objects.get().number]


def test_a_webhook_gets_the_head_and_its_address_is_kept_nowhere(settings, written):
    got = []

    class Place(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Place)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings.ANCHOR = [f"http://127.0.0.1:{server.server_port}/rahasia-token"]
        anchors.tell()
    finally:
        server.shutdown()
        server.server_close()
    assert got[0]["number"] == ChainHead.objects.get().number
    assert "rahasia" not in Anchor.objects.get().place


def test_a_place_that_sends_elsewhere_is_not_followed_and_noted(settings, written):
    asked = []

    class Detour(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/lain")
            self.end_headers()

        def do_GET(self):
            asked.append(self.path)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Detour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings.ANCHOR = [f"http://127.0.0.1:{server.server_port}/kepala"]
        anchors.tell()
    finally:
        server.shutdown()
        server.server_close()
    assert asked == [] and Anchor.objects.get().error


def test_a_place_that_fails_is_noted_and_holds_up_no_other(settings, file, written):
    settings.ANCHOR = ["http://outside.example/x", "file:///nowhere/at/all", *settings.ANCHOR]
    anchors.tell()
    kept = dict(Anchor.objects.values_list("place", "error"))
    assert kept == {"http: outside.example": "ValueError", "file: all": "FileNotFoundError", "file: anchors.log": ""}


def test_an_empty_log_is_not_anchored(file):
    anchors.tell()
    assert not file.exists()
