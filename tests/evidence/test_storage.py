"""What a crash leaves is an orphan at most, and orphans go after a day (F11)."""

import os
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site
from django.utils import timezone

from evidence import storage
from evidence.processing import purge


def test_what_is_kept_is_found_again():
    key = uuid4()
    kept = storage.keep([b"satu ", b"dua"], key=key, limit=100)
    assert (kept.size, storage.digest_of(key)) == (8, kept.sha256)


def test_a_file_is_never_written_over():
    key = uuid4()
    storage.keep([b"satu"], key=key, limit=100)
    with pytest.raises(FileExistsError):
        storage.keep([b"dua"], key=key, limit=100)


def test_a_stream_that_breaks_leaves_nothing():
    key = uuid4()

    def chunks():
        yield b"satu"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.keep(chunks(), key=key, limit=100)
    assert not storage.path_of(key).exists()


def test_orphans_go_after_a_day_and_nothing_else_does(a_file, settings, monkeypatch):
    evidence, orphan, other = a_file(), uuid4(), None
    storage.keep([b"yatim"], key=orphan, limit=100)
    other = storage.path_of(orphan).with_name("catatan-admin")
    other.write_text("bukan milik kami")
    purge()
    assert storage.path_of(orphan).exists()
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("evidence.processing.timezone.now", lambda: later)
    purge()
    assert not storage.path_of(orphan).exists()
    assert storage.path_of(evidence.pk).exists() and other.exists()


def test_purging_before_the_first_file_is_no_error(db, settings):
    purge()


@pytest.mark.parametrize("pause", [0.0, 0.003, 0.01, 0.03, 0.1])
def test_a_writer_that_is_killed_never_left_a_promise_without_its_bytes(tmp_path, pause):
    """The child prints a number only after keep() returned; whatever was printed must lie whole on disk."""
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from uuid import uuid4
        from django.conf import settings
        settings.configure(EVIDENCE_DIR=Path({str(tmp_path)!r}))
        from evidence import storage
        while True:
            key = uuid4()
            kept = storage.keep((b"x" * 65536 for _ in range(8)), key=key, limit=10**9)
            print(key, kept.sha256, flush=True)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", script], cwd=site.ROOT, stdout=subprocess.PIPE, text=True)
    promised = [child.stdout.readline()]
    time.sleep(pause)
    child.kill()
    promised += [line for line in child.communicate()[0].splitlines() if len(line.split()) == 2]
    for line in promised:
        key, sha256 = line.split()
        path = tmp_path / UUID(key).hex[:2] / key
        assert path.stat().st_size == 8 * 65536
        assert len(sha256) == 64
        assert os.access(path, os.R_OK)
