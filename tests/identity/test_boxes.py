"""Boxes open for one key alone, in one place alone, and only as they were closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.boxes import WrongKey, box, decrypt, encrypt, from_paper, lock, new_pair, on_paper, unbox, unlock

ME, OTHER = new_pair(), new_pair()


@given(st.binary(max_size=500), st.text(max_size=30))
def test_a_box_opens_for_its_key(value, about):
    assert unbox(ME.private, box(ME.public, value, about=about), about=about) == value


def test_nobody_else_opens_a_box():
    with pytest.raises(WrongKey):
        unbox(OTHER.private, box(ME.public, b"isi", about="a"), about="a")


def test_a_box_moved_to_another_place_stays_shut():
    with pytest.raises(WrongKey):
        unbox(ME.private, box(ME.public, b"isi", about="identity:1"), about="identity:2")


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_anywhere_keeps_it_shut(place, flip):
    sealed = bytearray(box(ME.public, b"siapa yang melapor", about="a"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises((WrongKey, ValueError)):
        unbox(ME.private, bytes(sealed), about="a")


def test_two_boxes_of_one_value_look_different():
    assert box(ME.public, b"isi", about="a") != box(ME.public, b"isi", about="a")


def test_a_locked_key_opens_with_its_phrase_alone():
    locked = lock(ME.private, "frasa yang panjang")
    assert unlock(locked, "frasa yang panjang") == ME.private
    assert ME.private not in locked
    for wrong in ("frasa yang panjan", "", "Frasa yang panjang"):
        with pytest.raises(WrongKey):
            unlock(locked, wrong)


def test_what_is_encrypted_says_nothing():
    sealed = encrypt(b"k" * 32, {"name": "Pelapor Rahasia"}, about="a")
    assert b"Pelapor" not in sealed
    assert decrypt(b"k" * 32, sealed, about="a") == {"name": "Pelapor Rahasia"}


@given(st.binary(min_size=32, max_size=32))
def test_a_key_survives_paper_in_any_case_and_spacing(private):
    paper = on_paper(private)
    assert from_paper(paper) == private
    assert from_paper(paper.lower().replace("-", " ")) == private


@given(st.binary(min_size=32, max_size=32), st.integers(min_value=0, max_value=55), st.sampled_from("ABCDEFGH234567"))
def test_a_slip_of_the_pen_is_noticed(private, place, letter):
    plain = on_paper(private).replace("-", "")
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong == plain:
        return
    with pytest.raises(WrongKey):
        from_paper(wrong)


@pytest.mark.parametrize("text", ["", "x", "AAAA-AAAA", "1" * 60, "é" * 56])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(WrongKey):
        from_paper(text)
