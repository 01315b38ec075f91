"""Fingerprints of texts: how much of their wording two texts share, without comparing the texts (Broder's MinHash).

Shingles are the words that carry meaning and the pairs of neighbours among them, so that a sentence moved, a word
replaced or a letter misread leaves most of them standing.
"""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from agencies.folding import fold

HASHES = 96
ROWS = 3  # hashes of a band: at a likeness of .5 a pair shares a band 19 times of 20
BANDS = 24
FEWEST = 12  # shingles: less is a greeting, not a text
ALIKE = 0.5
COMMON = frozenset(
    {
        "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "ini", "itu", "ada", "juga", "saya", "kami", "kita",
        "dia", "ia", "mereka", "akan", "sudah", "telah", "tidak", "nya", "oleh", "atau", "karena", "agar", "dalam", "para",
        "bahwa", "sebagai", "adalah", "lalu", "saat", "seorang", "tersebut",
    }
)  # fmt: skip
_SEEDS = np.array(  # fixed for good: fingerprints that are kept depend on them
    [int.from_bytes(hashlib.blake2b(b"%d" % n, digest_size=8).digest(), "big") for n in range(HASHES)], dtype=np.uint64
)


def signature(text: str) -> list[int]:
    """The MinHash values of a text; empty when it has too few words to be known again."""
    shingles = _shingles(text)
    if len(shingles) < FEWEST:
        return []
    hashes = np.array([_hash(shingle) for shingle in shingles], dtype=np.uint64)
    least = _mixed(hashes[:, None] ^ _SEEDS[None, :]).min(axis=0)
    return [int(value) for value in least >> np.uint64(32)]


def bands(values: Sequence[int]) -> list[str]:
    """Parts by which texts that share enough are looked up: one in common is reason to compare."""
    parts = (values[number * ROWS : (number + 1) * ROWS] for number in range(BANDS))
    return [f"T{number}:{_short(part)}" for number, part in enumerate(parts)] if values else []


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of shingles that two texts have in common (Jaccard), 0 to 1; its error is about .05."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def _shingles(text: str) -> set[str]:
    words = [word for word in fold(text).split() if len(word) > 1 and word not in COMMON]
    return {*words, *(" ".join(pair) for pair in pairwise(words))}


def _mixed(values: np.ndarray) -> np.ndarray:
    """Every bit depends on every bit (the finaliser of MurmurHash3): each seed makes an order of its own."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ (values >> np.uint64(33))) * np.uint64(factor)
    return values ^ (values >> np.uint64(33))


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")


def _short(part: Sequence[int]) -> str:
    return hashlib.blake2b(b"".join(value.to_bytes(4, "big") for value in part), digest_size=8).hexdigest()
