"""What a crash leaves is an orphan at most, and orphans go after a day (F11)."""

import hashlib
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
from identity import streams
from identity.streams import fleeting

CIPHER = fleeting()


def keep(chunks, *, key):
    return storage.keep(chunks, key=key, limit=100, cipher=CIPHER)


def test_what_is_kept_is_found_again_and_told_by_its_own_size_and_sum():
    key = uuid4()
    kept = keep([b"satu ", b"dua"], key=key)
    assert kept == storage.Kept(8, hashlib.sha256(b"satu dua").hexdigest())
    with streams.reading(storage.path_of(key).open("rb"), CIPHER) as file:
        assert file.read() == b"satu dua"
    assert b"satu" not in storage.path_of(key).read_bytes()


def test_a_file_is_never_written_over():
    key = uuid4()
    keep([b"satu"], key=key)
    with pytest.raises(FileExistsError):
        keep([b"dua"], key=key)


def test_a_stream_that_breaks_leaves_nothing():
    key = uuid4()

    def chunks():
        yield b"satu"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep(chunks(), key=key)
    assert not storage.path_of(key).exists()


def test_orphans_go_after_a_day_and_nothing_else_does(a_file, settings, monkeypatch):
    evidence, orphan, other = a_file(), uuid4(), None
    keep([b"yatim"], key=orphan)
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
        from identity.streams import fleeting
        while True:
            key = uuid4()
            kept = storage.keep((b"x" * 65536 for _ in range(8)), key=key, limit=10**9, cipher=fleeting())
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
        assert path.stat().st_size > 8 * 65536
        assert len(sha256) == 64
        assert os.access(path, os.R_OK)
