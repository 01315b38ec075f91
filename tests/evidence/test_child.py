"""The child that reads strangers' files: whatever it meets, the worker lives and says why (limits on memory, time, files)."""

import json
import os
import resource
import subprocess
import sys
import time
import zlib

import pytest
from django.conf import settings

from evidence import child
from evidence.reading import REASONS, NotRead, read
from tests.evidence import corpus

TRY = """
import os, sys
from evidence.sandbox import restrict
restrict()
{attempt}
"""


def attempted(attempt: str) -> subprocess.CompletedProcess:
    """Something bad, done by a child after it gave up its rights."""
    command = [sys.executable, "-c", TRY.format(attempt=attempt)]
    return subprocess.run(command, cwd=settings.ROOT, capture_output=True, timeout=60, text=True, check=False)


def test_the_child_cannot_take_much_memory():
    result = attempted("held = bytearray(2 * 1024**3)")
    assert result.returncode != 0 and "MemoryError" in result.stderr


def test_the_child_cannot_write_a_file(tmp_path):
    target = tmp_path / "ditulis"
    result = attempted(f"f = open({str(target)!r}, 'w'); f.write('x'); f.flush(); print('wrote')")
    assert "wrote" not in result.stdout
    assert not target.exists() or target.stat().st_size == 0


def test_the_child_has_a_limit_on_processor_time():
    result = attempted("import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])")
    assert int(result.stdout) <= 30


def test_the_child_knows_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "jangan-bocor")
    seen = []
    real = subprocess.Popen

    def watched(command, **options):
        seen.append(options["env"])
        return real(command, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    path = tmp_path / "a"
    path.write_bytes(b"isi")
    read(path, "text")
    assert seen and "jangan-bocor" not in json.dumps(seen)


def test_a_child_that_hangs_is_ended_by_the_clock(tmp_path, monkeypatch):
    path = tmp_path / "pipa"
    os.mkfifo(path)
    monkeypatch.setattr(child, "PATIENCE", 1)
    started = time.monotonic()
    with pytest.raises(NotRead, match="terlalu besar"):
        read(path, "text")
    assert time.monotonic() - started < 10


def test_a_child_that_floods_its_answer_is_ended(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"kata " * 5000)
    monkeypatch.setattr(child, "LARGEST_ANSWER", 1000)
    reading = read(path, "text")
    assert (reading.pages, reading.stuck, reading.ended) == ({}, 1, False)


def test_a_word_file_that_unpacks_to_gigabytes_does_not_kill_the_worker(tmp_path):
    inside = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:t>' + b"a" * 70_000_000
    )
    path = tmp_path / "bom.docx"
    path.write_bytes(corpus.zipped(("word/document.xml", inside)))
    with pytest.raises(NotRead):
        read(path, "docx")


def test_deeply_nested_word_xml_does_not_kill_the_worker(tmp_path):
    path = tmp_path / "dalam.docx"
    path.write_bytes(corpus.zipped(("word/document.xml", b"<a>" * 200_000 + b"</a>" * 200_000)))
    try:
        read(path, "docx")
    except NotRead as refused:
        assert str(refused) in REASONS.values()


def test_a_pdf_whose_page_tree_bites_its_tail_does_not_kill_the_worker(tmp_path):
    path = tmp_path / "lingkar.pdf"
    path.write_bytes(corpus.pdf("a").replace(b"/Kids [4 0 R] /Count 1", b"/Kids [2 0 R] /Count 9"))
    try:
        read(path, "pdf")
    except NotRead as refused:
        assert str(refused) in REASONS.values()


def test_a_pdf_stream_that_unpacks_a_thousandfold_does_not_kill_the_worker(tmp_path):
    packed = zlib.compress(b"BT /F1 1 Tf (aaaaaaaa) Tj ET " * 3_000_000, 9)
    whole = corpus.pdf("MARK")
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    start = whole.index(b"5 0 obj\n") + 8
    path = tmp_path / "bom.pdf"
    path.write_bytes(whole[:start] + content + whole[whole.index(b"\nendobj", start) :])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        read(path, "pdf")
    except NotRead as refused:
        assert str(refused) in REASONS.values()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_an_unknown_reader_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"isi")
    with pytest.raises(NotRead):
        read(path, "os")
