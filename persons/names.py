"""One form for all spellings of a person's name: titles away, old Indonesian spelling made new, doubled letters once.

It finds candidates; whether two names are one person an officer decides.
"""

import re
from difflib import SequenceMatcher

from agencies.folding import fold

TITLES = frozenset(
    {
        "bapak", "ibu", "pak", "bu", "sdr", "sdri", "saudara", "saudari", "h", "hj", "haji", "hajjah", "drs", "dra", "dr",
        "drg", "drh", "ir", "prof", "kh", "ust", "tgh", "st", "kol", "letkol", "brigjen", "mayjen", "kompol", "akbp",
        "apt", "ns", "ak", "camat", "lurah", "kepala", "a", "b", "c", "d", "p", "e",
    }
)  # fmt: skip
DEGREES = re.compile(
    r"\b(?:s|m|a|d)\s?(?:sos|pd|kom|kes|ap|ip|stp|si|hut|ked|ag|th|psi|ak|iv|iii|md|ma|e|h|t|p|m|k|sn|ikom|hum|kn|eng|sc)\b"
    r"|\b(?:se|sh|st|sp|spd|ssos|skm|sstp|mm|mh|mt|mpd|mkes|mkn|ma|phd|msc|mba|ssi|msi|map|map|map)\b"
)
OLD_SPELLING = (
    ("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("nj", "ny"), ("ch", "h"), ("kh", "h"), ("sy", "s"), ("dh", "d"),
    ("th", "t"), ("bh", "b"), ("ph", "f"), ("v", "f"), ("q", "k"), ("x", "ks"), ("ie", "i"), ("y", "j"), ("z", "s"),
)  # fmt: skip
MUHAMMAD = frozenset({"m", "muh", "moh", "mohd", "muhd", "moch", "much", "mhd", "md", "mokhamad", "mochamad"})
SHORT_FORMS = {"abd": "abdul", "abdoel": "abdul", "ach": "ahmad", "akh": "ahmad"}
LONG = 4  # letters of a word that helps to find somebody
SAME_PLACE, ANYWHERE = 0.86, 0.95  # likeness from which somebody is proposed: within one agency, elsewhere


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one spelling: without titles before, degrees after, and what stands behind a comma."""
    plain = DEGREES.sub(" ", fold(name.split(",")[0])) if "," not in name else fold(name.split(",")[0])
    words = plain.split()
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return tuple(_spelt(word) for word in words)


def canonical(name: str) -> str:
    """The same as one text."""
    return " ".join(words_of(name))


def _spelt(word: str) -> str:
    if word in MUHAMMAD or word.startswith(("muhamad", "muhammad", "mohamad", "mohammad", "moehammad", "moehamad")):
        return "muhamad"
    word = SHORT_FORMS.get(word, word)
    for old, new in OLD_SPELLING:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def skeleton(word: str) -> str:
    """The consonants of a word: what misspelling touches least."""
    bare = re.sub(r"[aeiou]", "", word.rstrip("h"))
    return bare or word


def keys_of(name: str) -> set[str]:
    """Under what a name is looked up: each of its words, the bones of the long ones, and the bones of the whole."""
    every = words_of(name)
    words = [word for word in every if word != "muhamad"] or list(every)
    if not words:
        return set()
    bones = sorted(skeleton(word) for word in words)
    keys = {f"w:{word}" for word in words} | {f"n:{''.join(bones)}"}
    return {key[:64] for key in keys | {f"s:{skeleton(word)}" for word in words if len(word) >= LONG}}


def likeness(one: str, other: str) -> float:
    """0 to 1: how alike two names are, whatever the order of their words; a word left out costs a little."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    straight = _ratio(" ".join(first), " ".join(second))
    turned = _ratio(" ".join(sorted(first)), " ".join(sorted(second)))
    return max(straight, turned * 0.98, _contained(first, second))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _contained(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """All words of the shorter name, two at least, stand in the longer one: "Suharto Wibowo" in "Muhamad Suharto Wibowo"."""
    shorter, longer = sorted((set(first) - {"muhamad"}, set(second) - {"muhamad"}), key=len)
    return 0.9 if len(shorter) > 1 and shorter <= longer else 0.0


def alike(one: str, other: str, *, same_place: bool) -> float:
    """The likeness when it is enough to propose these two as one person, else 0. One word is a name within one agency only."""
    found = likeness(one, other)
    single = min(len(words_of(one)), len(words_of(other))) < 2
    if single:
        return found if same_place and found >= 0.99 else 0.0
    return found if found >= (SAME_PLACE if same_place else ANYWHERE) else 0.0
