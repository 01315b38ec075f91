"""What is accepted is decided by content against the allow-list; the name may only agree (F2, F3, F4)."""

import contextlib
import io
import os
import time
import zipfile

import pytest
from django.utils import translation
from PIL import Image

from evidence.kinds import KINDS
from evidence.names import shown_name
from evidence.refusal import Unacceptable
from evidence.sniff import sniff
from tests.evidence import corpus, dangers, genuine

HONEST = corpus.HONEST | genuine.HONEST
SECONDS = 1.0  # for a whole archive, on a busy machine
BLINK = 0.1  # seconds for a flood of pixels: its header is read, nothing is decoded
FLOODS = [
    name for name in (*corpus.HOSTILE, *dangers.HOSTILE) if name.startswith(("banjir", "bergerak", "garis", "isian"))
]


def judged(name: str, content: bytes):
    return sniff(io.BytesIO(content), name=shown_name(name))


def test_the_corpus_is_as_large_as_it_has_to_be():
    assert len(corpus.HOSTILE) + len(dangers.HOSTILE) >= 40
    assert len(HONEST) >= 20
    assert not corpus.HONEST.keys() & genuine.HONEST.keys()


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_known_by_its_content(name):
    content, kind = HONEST[name]
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


@pytest.mark.parametrize("name", dangers.HOSTILE)
def test_a_file_that_would_act_or_lies_is_refused_and_the_sentence_says_what_is_wrong(name):
    content, reason = dangers.HOSTILE[name]
    started = time.perf_counter()
    with pytest.raises(Unacceptable) as refused:
        judged(name, content)
    assert time.perf_counter() - started < SECONDS
    assert refused.value.message == reason
    assert str(refused.value).endswith(".") and "%(" not in str(refused.value)


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_seen_in_the_header_before_anything_is_decoded(name, monkeypatch):
    monkeypatch.setattr(Image, "open", lambda *_args, **_options: pytest.fail("decoded"))
    content = corpus.HOSTILE.get(name) or dangers.HOSTILE[name][0]
    spent = []
    for _try in range(3):
        started = time.perf_counter()
        with pytest.raises(Unacceptable):
            judged(name, content)
        spent.append(time.perf_counter() - started)
    assert min(spent) < BLINK


def test_the_largest_archive_that_is_taken_is_judged_within_a_second_or_two():
    """48 MB of pictures, and text that unpacks to nearly 200 MB at sixty to one."""
    noise = os.urandom(1_000_000)
    words = noise[:12_000].hex().encode()
    pictures = ((f"{number}.jpg", corpus.picture("JPEG") + noise) for number in range(48))
    tables = ((f"{number}.csv", words * 60) for number in range(130))
    for content in (corpus.zipped(*pictures, method=zipfile.ZIP_STORED), corpus.zipped(*tables)):
        spent = []
        for _try in range(2):
            started = time.perf_counter()
            assert judged("arsip.zip", content).name == "ZIP"
            spent.append(time.perf_counter() - started)
        assert min(spent) < 2 * SECONDS


@pytest.mark.parametrize("language, advice", [("id", "Simpan sebagai PDF"), ("en", "Save it as PDF")])
def test_an_office_file_that_acts_is_refused_with_what_to_do_instead(language, advice):
    with pytest.raises(Unacceptable) as refused:
        judged("surat.docx", corpus.HOSTILE["surat.docx"])
    with translation.override(language):
        assert advice in str(refused.value)


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
