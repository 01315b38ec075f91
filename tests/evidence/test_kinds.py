"""What is accepted is decided by content against the allow-list; the name may only agree (F2, F3, F4)."""

import contextlib
import io
import time

import pytest

from evidence.kinds import KINDS
from evidence.names import shown_name
from evidence.refusal import Unacceptable
from evidence.sniff import sniff
from tests.evidence import corpus


def judged(name: str, content: bytes):
    return sniff(io.BytesIO(content), name=shown_name(name))


@pytest.mark.parametrize("name", corpus.HONEST)
def test_an_honest_file_is_known_by_its_content(name):
    content, kind = corpus.HONEST[name]
    assert judged(name, content).name == kind


def test_every_kind_of_the_table_has_an_honest_example():
    assert {kind for _content, kind in corpus.HONEST.values()} == set(KINDS)


@pytest.mark.parametrize("name", corpus.HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason_and_at_once(name):
    started = time.perf_counter()
    with pytest.raises(Unacceptable) as refused:
        judged(name, corpus.HOSTILE[name])
    assert time.perf_counter() - started < 1
    assert refused.value.status in (413, 415, 422)
    assert str(refused.value).endswith(".")
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(
    "name", [n for n, (_c, kind) in corpus.HONEST.items() if kind not in ("TXT", "CSV", "HTML", "EML")]
)
def test_no_honest_file_passes_under_a_dangerous_name(name):
    with pytest.raises(Unacceptable):
        judged(f"{name}.exe", corpus.HONEST[name][0])


@pytest.mark.parametrize(
    "name", [n for n, (_c, kind) in corpus.HONEST.items() if kind not in ("ZIP", "DOCX", "XLSX", "PPTX", "ODT")]
)
def test_an_archive_behind_an_honest_file_is_found(name):
    content, kind = corpus.HONEST[name]
    with pytest.raises(Unacceptable):
        judged(name, content + corpus.zipped(("x.txt", b"x")))


def test_a_refusal_names_the_kind_and_says_what_to_send_instead():
    with pytest.raises(Unacceptable) as refused:
        judged("Undangan.EXE", corpus.PROGRAM)
    assert str(refused.value) == "Berkas .exe tidak bisa kami terima. Kirim foto, PDF, suara, atau video."


@pytest.mark.parametrize(
    ("head", "named"),
    [(b"PK\x03\x04", "zip"), (b"RIFF", "wav"), (b"OggS", "ogg"), (b"%PDF-1.7", "pdf"), (b"ID3", "mp3")],
)
@pytest.mark.parametrize("rest", [b"", b"\x00" * 30, b"\xff" * 5000])
def test_the_beginning_of_a_signature_alone_never_breaks_the_judge(head, named, rest):
    with contextlib.suppress(Unacceptable):
        judged(f"x.{named}", head + rest)
