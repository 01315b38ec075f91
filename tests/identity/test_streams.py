"""Files under a key: what was written is read again from anywhere, and nothing else is ever read."""

import io
import os
import random

import pytest

from identity import streams
from identity.streams import PIECE, Damaged, FileCipher, Writing, fleeting, pieces_of, reading

CONTENT = random.Random(7).randbytes(3 * PIECE + 1234)
CIPHER = FileCipher(b"k" * 32, b"file:one")


@pytest.fixture
def place(tmp_path):
    return tmp_path / "berkas"


def write(place, content=CONTENT, *, step=70_000, cipher=CIPHER):
    with place.open("wb") as file:
        writing = Writing(file, cipher)
        for start in range(0, len(content), step):
            writing.write(content[start : start + step])
        writing.end()


def read(place, cipher=CIPHER) -> bytes:
    with reading(place.open("rb"), cipher) as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, len(CONTENT)])
def test_what_was_written_is_read_again(place, size):
    write(place, CONTENT[:size])
    assert read(place) == CONTENT[:size]


def test_nothing_of_it_lies_there_in_clear(place):
    write(place, b"kata rahasia " * 50_000)
    assert b"kata rahasia" not in place.read_bytes()


def test_it_is_read_from_anywhere_like_any_file(place):
    write(place)
    plain = io.BytesIO(CONTENT)
    dice = random.Random(3)
    with reading(place.open("rb"), CIPHER) as file:
        for _try in range(200):
            at, size = dice.randrange(len(CONTENT) + 50), dice.randrange(400_000)
            assert file.seek(at) == plain.seek(at)
            assert file.read(size) == plain.read(size)
        assert file.seek(-10, os.SEEK_END) == len(CONTENT) - 10
        assert file.read() == CONTENT[-10:]


def _pieces(place):
    with place.open("rb") as file:
        return pieces_of(file)


def test_a_changed_bit_anywhere_is_damage(place):
    write(place, CONTENT[: PIECE + 100])
    raw = place.read_bytes()
    for at in [*range(len(streams.MAGIC) + 40), *range(PIECE, PIECE + 200), *range(len(raw) - 40, len(raw))]:
        place.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        if at >= len(streams.MAGIC):  # what is no such file at all is told apart before it is read
            with pytest.raises(Damaged):
                read(place)


def test_pieces_left_out_doubled_swapped_or_cut_off_are_damage(place):
    write(place)
    raw, found = place.read_bytes(), _pieces(place)
    starts = [len(streams.MAGIC), *(piece.end for piece in found)]
    cut = [raw[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    for others in (cut[1:], [cut[0], *cut], [cut[1], cut[0], *cut[2:]], cut[:-1], cut[:-2], [*cut, cut[-1]], []):
        place.write_bytes(streams.MAGIC + b"".join(others))
        with pytest.raises(Damaged):
            read(place)


def test_another_key_and_another_file_do_not_open_it(place):
    write(place)
    for other in (fleeting(), FileCipher(CIPHER.key, b"file:two"), FileCipher(b"x" * 32, CIPHER.about)):
        with pytest.raises(Damaged):
            read(place, other)


def test_who_adds_goes_on_behind_the_last_whole_piece(place):
    with place.open("w+b") as file:
        first = Writing(file, CIPHER)
        first.write(CONTENT[:1000])
        first.flush()
        file.write(b"half of a piece that a crash cut off")
    with place.open("r+b") as file:
        whole = pieces_of(file, within=1000)
        file.truncate(whole[-1].end)
        more = Writing(file, CIPHER, pieces=whole)
        more.write(CONTENT[1000:])
        more.end()
    assert read(place) == CONTENT


def test_a_piece_written_again_never_has_the_nonce_it_had(place):
    nonces = set()
    for _try in range(50):
        write(place, b"x" * 10)
        nonces |= {piece.nonce for piece in _pieces(place)}
    assert len(nonces) == 100


def test_what_is_still_arriving_is_read_as_far_as_it_came(place):
    with place.open("w+b") as file:
        arriving = Writing(file, CIPHER)
        arriving.write(CONTENT)
        arriving.flush()
    with reading(place.open("rb"), CIPHER, within=len(CONTENT)) as file:
        assert file.read() == CONTENT
    with pytest.raises(Damaged):
        read(place)
