"""A name is shown, never believed: no path, no invisible character, no header of its own (F6)."""

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.kinds import KINDS
from evidence.names import LONGEST, extension_of, shown_name, with_extension

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\0/\\.:;\"'%\u202e\u2066\u200b\ufeff\ud800"),
    ),
    max_size=4096,
)


@given(NASTY)
@example("../../etc/passwd")
@example("C:\\Windows\\system32\\evil.exe")
@example("a\r\nSet-Cookie: x=1")
@example("\u202egpj.exe")
@example("." * 4096)
@example("x" * 4000 + ".pdf")
def test_whatever_a_sender_calls_it_the_shown_name_is_one_plain_line(raw):
    name = shown_name(raw)
    assert 0 < len(name) <= LONGEST
    assert not set("/\\\r\n\0") & set(name)
    assert not any(unicodedata.category(c).startswith("C") for c in name)
    assert name == name.strip() and name not in (".", "..")
    assert shown_name(name) == name
    quote(name, safe="").encode("ascii")


@given(NASTY)
def test_a_name_that_gets_an_extension_stays_short_enough(raw):
    for kind in KINDS.values():
        name = with_extension(shown_name(raw), kind)
        assert len(name) <= LONGEST
        assert extension_of(name) in kind.extensions


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("SK Bupati (final).pdf", "SK Bupati (final).pdf"),
        ("C:\\fakepath\\foto.jpg", "foto.jpg"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("bukti 🙏.png", "bukti 🙏.png"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("  rapat   dinas .txt", "rapat dinas .txt"),
        ("...", "berkas"),
        ("", "berkas"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_honest_names_stay_as_they_are(raw, shown):
    assert shown_name(raw) == shown


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("Bukti no. 3", ""),
        ("SK.12", ""),
        ("video.3gp", "3gp"),
        ("a.7z", "7z"),
        ("polos", ""),
    ],
)
def test_what_counts_as_an_extension(name, extension):
    assert extension_of(name) == extension
