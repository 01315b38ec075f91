"""`manage.py doctor` says what to mend, and fails only on what would lose or leak something."""

import contextlib
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from deploy.doctor import configuration, data, reading
from deploy.doctor.findings import Level
from evidence import scanning
from tests.architecture.sources import ROOT
from workflow.models import Job

KEY = "k" * 43


@pytest.fixture
def production(settings, tmp_path):
    """What a deployment sets; each test spoils one thing."""
    settings.EMBEDDED, settings.DEBUG, settings.TRAINING = False, False, False
    settings.BASE_URL, settings.HTTPS, settings.ALLOWED_HOSTS = "https://netral.example", True, ["netral.example"]
    settings.SECRET_KEY, settings.LOG_KEY, settings.FIELD_KEYS = KEY, KEY, [KEY]
    settings.DATA_DIR, settings.EMAIL_URL = tmp_path, "dummymail://"
    return settings


def told(findings, level=None) -> str:
    with translation.override("id"):
        chosen = [one for one in findings if level is None or one.level == level]
        return "\n".join(f"{one.subject}: {one.state} {one.remedy}" for one in chosen)


def dangers(findings) -> str:
    return told(findings, Level.DANGER)


def test_the_embedded_default_is_fit_to_run(tmp_path):
    foreign = (
        "DATABASE_URL",
        "REDIS_URL",
        "SEARCH_URL",
        "CLAMD_URL",
        "SECRET_KEY",
        "FIELD_KEYS",
        "LOG_KEY",
        "ALLOWED_HOSTS",
    )
    plain = {"PATH": "/usr/bin:/bin:/usr/local/bin", "DATA_DIR": str(tmp_path), "LANG": "C.UTF-8"}
    assert not set(foreign) & set(plain)
    for arguments in (["migrate", "-v0"], ["doctor"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=plain, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Kunci: ada" in done.stdout and "!!" not in done.stdout
    (tmp_path / "keys" / "field").chmod(0o644)
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"], cwd=ROOT, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "chmod 600" in done.stdout


@pytest.mark.django_db
def test_a_sound_deployment_has_no_danger(production):
    assert dangers(configuration.findings()) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"DEBUG": True}, "DEBUG menyala"),
        ({"ALLOWED_HOSTS": ["*"]}, "nama apa pun"),
        ({"HTTPS": False}, "tanpa HTTPS"),
        ({"SECRET_KEY": "pendek"}, "SECRET_KEY terlalu pendek"),
        ({"LOG_KEY": "pendek"}, "LOG_KEY terlalu pendek"),
        ({"FIELD_KEYS": [KEY, "pendek"]}, "FIELD_KEYS terlalu pendek"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_would_leak_is_a_danger(production, spoiled, said):
    for name, value in spoiled.items():
        setattr(production, name, value)
    assert said in dangers(configuration.findings())


@pytest.mark.django_db
def test_demo_accounts_are_a_danger_where_real_reports_come(production, people):
    assert "akun contoh" in dangers(configuration.findings())
    production.EMBEDDED = True
    assert dangers(configuration.findings()) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("mode, bad", [(0o600, False), (0o640, False), (0o604, True), (0o644, True)])
def test_a_key_that_others_can_read_is_a_danger(production, monkeypatch, tmp_path, mode, bad):
    place = tmp_path / "rahasia"
    place.write_text(KEY)
    place.chmod(mode)
    monkeypatch.setenv("FIELD_KEYS_FILE", str(place))
    assert (str(place) in dangers(configuration.findings())) is bad


@pytest.mark.django_db
def test_a_mail_server_that_is_silent_is_named(production):
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    production.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    production.EMAIL_BACKEND, production.EMAIL_HOST, production.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        port,
    )
    assert "peladen surel tidak menjawab" in told(configuration.findings(), Level.WRONG)


@pytest.mark.django_db
def test_work_that_nobody_does_is_told(production):
    at = timezone.now()
    Job.objects.create(kind="evidence", key="a", due_at=at - timedelta(minutes=30))
    Job.objects.create(kind="evidence", key="b", due_at=at, failed_at=at)
    said = told(data.findings(at=at), Level.WRONG)
    assert "menunggu 30 menit" in said and "1 pekerjaan disisihkan" in said


@pytest.mark.django_db
def test_a_year_without_holidays_is_named(reference_data):
    said = told(data.findings(at=datetime(2071, 5, 1, tzinfo=UTC)), Level.WRONG)
    assert "tahun 2071 belum ada" in said


@pytest.mark.django_db
def test_a_search_service_that_is_down_is_no_danger(settings):
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    settings.SEARCH_URL = f"http://127.0.0.1:{port}"
    found = list(data.findings(at=timezone.now()))
    assert "Elasticsearch tidak menjawab" in told(found, Level.WRONG)
    assert "Elasticsearch" not in dangers(found)


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_database_that_forgets_in_a_power_cut_is_a_danger():
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        assert "synchronous_commit mati" in dangers(data.findings(at=timezone.now()))


@pytest.mark.django_db
def test_little_room_and_fleeting_room_are_told(settings, production, monkeypatch):
    settings.DISK_FLOOR = 100
    assert "berkas baru ditolak" in told(data.disk(), Level.WRONG)
    monkeypatch.setattr(data, "_kept_where", lambda place: "tmpfs")
    assert "hanya ada di memori" in dangers(data.disk())


def test_the_place_of_files_is_known_by_its_file_system():
    if not Path("/proc/mounts").exists():
        pytest.skip("Linux alone")
    assert data._kept_where(Path("/proc/self")) == "proc"


def test_no_scanner_is_a_note_and_a_silent_one_is_wrong(settings):
    settings.CLAMD_URL = ""
    assert "berkas tidak diperiksa virusnya" in told(reading._scanner(timezone.now()), Level.NOTE)
    settings.CLAMD_URL = "unix:///nowhere/clamd"
    assert "tidak menjawab: berkas baru menunggu" in told(reading._scanner(timezone.now()), Level.WRONG)


@pytest.mark.parametrize(
    ("signed", "level", "said"),
    [
        ("Sun Nov 22 08:25:00 2026", Level.GOOD, "ClamAV 1.4.6/27489"),
        ("Sun Nov  1 08:25:00 2026", Level.WRONG, "berumur 22 hari"),
        ("", Level.NOTE, "tidak diketahui"),
    ],
)
def test_old_signatures_are_told_by_their_age(settings, monkeypatch, signed, level, said):
    settings.CLAMD_URL = "unix:///nowhere/clamd"
    answer = "/".join(["ClamAV 1.4.6/27489", signed]) if signed else "ClamAV 1.4.6"
    monkeypatch.setattr(
        scanning, "_asked", lambda command, frames=(), *, until: answer if b"VERSION" in command else "stream: OK"
    )
    found = list(reading._scanner(datetime(2026, 11, 23, 9, tzinfo=UTC)))
    assert [one.level for one in found] == [level] and said in told(found)


def test_without_tesseract_scans_are_said_not_to_be_read(settings):
    settings.TESSERACT = ""
    assert "pindaian dan foto tidak terbaca" in told(reading._recognition(), Level.WRONG)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((0, b'{"network": "", "files": 7, "privileges": true}'), "jaringan tetap terbuka"),
        ((0, b'{"network": "seccomp", "files": 0, "privileges": true}'), "berkas lain di mesin ini tetap terlihat"),
        ((1, b""), "jaringan tetap terbuka"),
    ],
)
def test_where_the_system_keeps_no_child_in_it_is_said(monkeypatch, answer, said):
    monkeypatch.setattr(reading, "ask", lambda module: answer)
    assert said in told(reading._sandbox(), Level.WRONG)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_speaks_both_languages_and_says_for_each_trouble_what_to_do(language, capsys, settings):
    with contextlib.suppress(SystemExit):  # the services of tests forget on purpose
        call_command("doctor", language=language)
    said = capsys.readouterr().out
    troubled = re.findall(r"^ !.*\n(.*)$", said, re.M)
    assert all(line.lstrip().startswith("→") for line in troubled)
    assert said.count("\n") >= 10
