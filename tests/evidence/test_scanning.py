"""Where a virus scanner is configured nothing leaves quarantine without its word; silence is no word (F8). With a real clamd."""

import shutil
import socket
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from evidence import scanning, screening
from evidence.models import Evidence, Step
from tests.evidence import corpus
from tests.evidence.clamav import EICAR, LATER, PROGRAM, Scanner
from workflow import jobs
from workflow.models import Event, Job
from workflow.worker import drain

needs_clamd = pytest.mark.skipif(PROGRAM is None, reason="ClamAV is not installed here")
INFECTED = b"Catatan: " + EICAR
HARMLESS_YET = b"Catatan: " + LATER


@pytest.fixture(scope="module")
def _one_clamd():
    folder = Path(tempfile.mkdtemp(prefix="netral-clamd-"))  # short: the name of a socket has at most 107 bytes
    scanner = Scanner(folder)
    scanner.start()
    yield scanner
    scanner.stop()
    shutil.rmtree(folder)


@pytest.fixture
def clamd(_one_clamd, settings):
    """A clamd that answers, and the site that asks it."""
    if _one_clamd.process is None:
        _one_clamd.start()
    settings.CLAMD_URL = _one_clamd.url
    return _one_clamd


@pytest.fixture(autouse=True)
def _no_memory_of_silence(monkeypatch):
    monkeypatch.setattr(screening, "_silent_until", 0.0)


def now(evidence) -> Evidence:
    return Evidence.objects.get(pk=evidence.pk)


def scan_step(evidence) -> Step:
    return evidence.steps.get(name=Step.Name.SCAN)


@needs_clamd
class TestWithTheScanner:
    def test_a_clean_file_is_ready_and_says_who_looked(self, clamd, a_file):
        evidence = a_file("catatan.txt")
        drain()
        assert (now(evidence).stage, now(evidence).scanned_with) == ("READY", scanning.version())
        assert scanning.version().startswith("ClamAV ")
        assert (scan_step(evidence).state, scan_step(evidence).tool) == ("DONE", scanning.version())

    def test_the_test_virus_is_rejected_and_its_name_is_kept(self, clamd, a_file):
        evidence = a_file("catatan.txt", INFECTED)
        drain()
        assert (now(evidence).stage, now(evidence).reason) == ("REJECTED", screening.INFECTED)
        assert scan_step(evidence).tool.startswith("Netral.Uji.EICAR.UNOFFICIAL (ClamAV ")
        refusal = Event.objects.get(subject_reference=str(evidence.pk), verb="evidence.refuse")
        assert refusal.payload["signature"] == "Netral.Uji.EICAR.UNOFFICIAL"

    def test_a_virus_inside_a_zip_is_found(self, clamd, a_file):
        evidence = a_file("lampiran.zip", corpus.zipped(("catatan.txt", INFECTED)))
        drain()
        assert now(evidence).stage == "REJECTED"

    def test_a_rejected_file_is_not_given_out(self, clamd, a_file, client, penyelia):
        evidence = a_file("catatan.txt", INFECTED)
        drain()
        client.force_login(penyelia)
        assert client.get(reverse("evidence:download", args=[evidence.pk])).status_code == 409

    def test_a_daemon_that_stops_leaves_the_file_waiting_and_one_that_comes_back_passes_it(
        self, clamd, a_file, client, penyelia
    ):
        clamd.stop()
        evidence = a_file("catatan.txt")
        at = timezone.now()
        for minute in range(60):
            drain(at=at + timedelta(minutes=minute))
        assert (now(evidence).stage, now(evidence).scanned_with) == ("QUARANTINED", "")
        assert (scan_step(evidence).state, scan_step(evidence).reason) == ("WAITING", scanning.AWAY)
        client.force_login(penyelia)
        assert client.get(reverse("evidence:download", args=[evidence.pk])).status_code == 409
        job = Job.objects.get(kind="evidence", key=str(evidence.pk))
        assert (job.failed_at, job.attempts) == (None, 0)
        clamd.start()
        screening._silent_until = 0.0
        drain(at=at + timedelta(hours=2))
        assert now(evidence).stage == "READY"

    def test_a_file_that_the_daemon_will_not_take_whole_stays_in_quarantine(self, settings, a_file, tmp_path_factory):
        folder = Path(tempfile.mkdtemp(prefix="netral-clamd-"))
        small = Scanner(folder, most="100K")
        small.start()
        settings.CLAMD_URL = small.url
        try:
            evidence = a_file("panjang.txt", b"kata " * 200_000)
            drain()
        finally:
            small.stop()
            shutil.rmtree(folder)
        assert now(evidence).stage == "QUARANTINED"
        assert (scan_step(evidence).state, scan_step(evidence).reason) == ("WAITING", scanning.LARGE)

    def test_later_signatures_reject_what_earlier_ones_passed(self, clamd, a_file, client, penyelia):
        evidence, other = a_file("catatan.txt", HARMLESS_YET), a_file("lain.txt", b"catatan lain")
        drain()
        assert now(evidence).stage == "READY"
        clamd.learn("Netral.Uji.Kemudian", LATER)
        clamd.reload()
        _passed_by_older_signatures(evidence, other)
        screening.rescan()
        assert (now(evidence).stage, now(other).stage) == ("REJECTED", "READY")
        assert now(other).scanned_with == scanning.version()
        assert "Netral.Uji.Kemudian" in scan_step(evidence).tool
        client.force_login(penyelia)
        assert client.get(reverse("evidence:download", args=[evidence.pk])).status_code == 409

    def test_what_came_before_there_was_a_scanner_is_looked_at_too(self, clamd, settings, a_file):
        settings.CLAMD_URL = ""
        evidence = a_file("catatan.txt", INFECTED)
        drain()
        assert now(evidence).stage == "READY"
        settings.CLAMD_URL = clamd.url
        screening.rescan()
        assert now(evidence).stage == "REJECTED"

    def test_looking_again_is_done_in_parts(self, clamd, a_file, monkeypatch):
        files = [a_file(f"{number}.txt", b"catatan %d" % number) for number in range(3)]
        drain()
        _passed_by_older_signatures(*files)
        monkeypatch.setattr(screening, "MOST", 2)
        screening.rescan()
        assert sum(now(one).scanned_with == "ClamAV 1.0/1" for one in files) == 1
        assert Job.objects.get(kind=screening.RESCAN).due_at > timezone.now()
        screening.rescan()
        assert sum(now(one).scanned_with == "ClamAV 1.0/1" for one in files) == 0

    def test_a_daemon_that_goes_while_looking_again_rejects_and_passes_nothing(self, clamd, a_file):
        evidence = a_file("catatan.txt")
        drain()
        _passed_by_older_signatures(evidence)
        clamd.stop()
        with pytest.raises(jobs.NotNow):
            screening.rescan()
        assert (now(evidence).stage, now(evidence).scanned_with) == ("READY", "ClamAV 1.0/1")

    def test_a_daemon_is_reached_by_tcp_as_well(self, clamd, settings, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as place:
            port = place.getsockname()[1]
        folder = Path(tempfile.mkdtemp(prefix="netral-clamd-"))
        scanner = Scanner(folder)
        scanner.start(f"TCPSocket {port}\nTCPAddr 127.0.0.1")
        settings.CLAMD_URL = f"tcp://127.0.0.1:{port}"
        path = tmp_path / "berkas"
        path.write_bytes(INFECTED)
        try:
            with path.open("rb") as file:
                assert scanning.scan(file).signature == "Netral.Uji.EICAR.UNOFFICIAL"
        finally:
            scanner.stop()
            shutil.rmtree(folder)


def _passed_by_older_signatures(*files) -> None:
    for evidence in files:
        fresh = now(evidence)
        fresh.scanned_with = "ClamAV 1.0/1"
        fresh.save(update_fields=["scanned_with"])


def test_without_a_scanner_nobody_is_asked(a_file, settings):
    settings.CLAMD_URL = ""
    evidence = a_file("catatan.txt")
    drain()
    assert (now(evidence).stage, now(evidence).scanned_with) == ("READY", "")
    assert not evidence.steps.filter(name=Step.Name.SCAN).exists()


def test_a_daemon_that_takes_the_call_and_says_nothing_is_not_waited_for(a_file, settings, monkeypatch):
    monkeypatch.setattr(scanning, "GREETING", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        files = [a_file(f"{number}.txt", b"catatan %d" % number) for number in range(20)]
        started = timezone.now()
        drain(at=started)
        assert timezone.now() - started < timedelta(seconds=10)
    assert {now(one).stage for one in files} == {"QUARANTINED"}


@pytest.mark.parametrize(
    "said",
    [b"", b"stream: OK", b"stream: \0", b"OK\0", b"stream: something ERROR\0", b"\0", b"stream: OK FOUND ERROR\0"],
)
def test_an_answer_that_is_not_whole_is_no_answer(said, settings, monkeypatch):
    settings.CLAMD_URL = "unix:///nowhere"
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(scanning, "_connected", lambda family, place: ours)
    theirs.sendall(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(scanning.NotScanned), theirs:
        scanning.found_in(iter([b"isi"]))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:3310", "tcp://", "tcp://host:pintu", "unix://clamd.sock", "/run/clamd", "unix:"]
)
def test_an_address_that_is_none_is_told(url, settings):
    settings.CLAMD_URL = url
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        scanning.address()
