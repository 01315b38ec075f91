"""Chats as WhatsApp exports them, on both telephones and in both languages."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.extract.chat import is_chat, leaves, parsed
from evidence.extract.pieces import PIECE, clean

ANDROID = """14/10/24 09.12 - Pesan dan panggilan dienkripsi secara end-to-end.
14/10/24 09.12 - Budi membuat grup "Keluarga Besar Dinas"
14/10/24 09.13 - Pak Kabid: Bapak ibu, besok kumpul
di balai desa
jam 19.30
14/10/24 09.15 - +62 812-3456-7890: <Media tidak disertakan>
14/10/24 21.02 - Sri: Siap: saya hadir
"""
IPHONE = """[14/10/24 09.12.33] Keluarga: \u200ePesan dan panggilan dienkripsi
[14/10/24 09.13.05] Pak Kabid: Besok kumpul
\u200e[14/10/24 09.14.00] ~ Sri: \u200egambar tidak disertakan
"""
ENGLISH = """10/14/24, 9:12 AM - Messages and calls are end-to-end encrypted.
10/14/24, 9:13\u202fPM - Budi: Tomorrow we meet
12/1/24, 12:05 AM - Sri: Yes
"""


def said(text: str) -> list[tuple[str, str, str]]:
    return [
        (message["sender"], message["at"], leaf.text[message["start"] : message["end"]])
        for leaf in leaves(text)
        for message in leaf.messages
    ]


def test_an_android_chat_has_senders_times_and_messages_of_many_lines():
    assert said(ANDROID) == [
        ("", "2024-10-14T09:12", "Pesan dan panggilan dienkripsi secara end-to-end."),
        ("", "2024-10-14T09:12", 'Budi membuat grup "Keluarga Besar Dinas"'),
        ("Pak Kabid", "2024-10-14T09:13", "Bapak ibu, besok kumpul\ndi balai desa\njam 19.30"),
        ("+62 812-3456-7890", "2024-10-14T09:15", "<Media tidak disertakan>"),
        ("Sri", "2024-10-14T21:02", "Siap: saya hadir"),
    ]


def test_an_iphone_chat_has_seconds_and_no_hidden_marks():
    assert said(IPHONE) == [
        ("Keluarga", "2024-10-14T09:12:33", "Pesan dan panggilan dienkripsi"),
        ("Pak Kabid", "2024-10-14T09:13:05", "Besok kumpul"),
        ("Sri", "2024-10-14T09:14:00", "gambar tidak disertakan"),
    ]


def test_an_english_chat_counts_months_first_and_hours_to_twelve():
    assert [at for _sender, at, _text in said(ENGLISH)] == ["2024-10-14T09:12", "2024-10-14T21:13", "2024-12-01T00:05"]


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("03/04/24", "05/04/24", ["2024-04-03", "2024-04-05"]),  # nothing speaks against the day first
        ("04/28/24", "05/01/24", ["2024-04-28", "2024-05-01"]),
        ("30/04/2024", "01/05/2024", ["2024-04-30", "2024-05-01"]),
        ("2024-04-30", "2024-05-01", ["2024-04-30", "2024-05-01"]),
        ("11/12/24", "12/01/24", ["2024-11-12", "2024-12-01"]),  # time does not run back
    ],
)
def test_the_order_of_days_and_months_is_found_out(first, second, days):
    assert [at[:10] for _s, at, _t in said(f"{first}, 09.00 - A: x\n{second}, 09.00 - B: y")] == days


def test_plain_text_is_no_chat():
    assert not is_chat("Catatan rapat\n14/10/24 09.12 - Budi: halo\n")
    assert not is_chat("14/10/24 09.12 - Budi: halo\n" + "baris biasa\n" * 20)
    assert not is_chat("")
    assert not is_chat("14/10/24 29.72 rapat")


def test_a_message_longer_than_a_page_stays_within_bounds():
    text = "14/10/24 09.12 - A: " + "\n".join(["kata " * 50] * 200) + "\n14/10/24 09.13 - B: ya\n"
    pages = list(leaves(text))
    assert len(pages) > 5 and max(len(page.text) for page in pages) < 3 * PIECE
    assert said(text)[-1] == ("B", "2024-10-14T09:13", "ya")


WORD = st.text(string.ascii_letters + string.digits + "?!,.", min_size=1, max_size=12)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
MESSAGE = st.tuples(
    st.datetimes().filter(lambda at: at.year >= 2000),
    st.text(string.ascii_letters + " ", min_size=1, max_size=20).map(str.strip).filter(bool),
    st.lists(LINE, min_size=1, max_size=3),
)


@given(st.lists(MESSAGE, min_size=2, max_size=30))
def test_whatever_was_said_is_found_at_its_place(messages):
    text = "".join(_written(*message) for message in messages)
    assert [(sender, words) for sender, _at, words in said(text)] == [
        (" ".join(who.split()), "\n".join(lines)) for _at, who, lines in messages
    ]


def _written(at, who: str, lines: list[str]) -> str:
    return f"{at.day:02}/{at.month:02}/{at.year} {at:%H.%M} - {who}: " + "\n".join(lines) + "\n"


@given(st.text(max_size=400))
def test_any_text_comes_to_an_end_and_keeps_its_places(text):
    list(parsed(text))
    for leaf in leaves(text):
        assert all(0 <= each["start"] <= each["end"] <= len(leaf.text) for each in leaf.messages)
        assert clean(leaf.text) == leaf.text.strip() or "\n\n\n" in leaf.text
