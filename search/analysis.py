"""One analysis for what is indexed and what is asked: the same words on both sides, whatever backend holds them.

A text becomes tokens with a surface (as written, folded) and a stem. Addresses, @names, civil-servant and phone numbers
and references are tokens of their own. Stop words stay in the index, so that phrases hold.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import Stemmer as Snowball
from django.conf import settings
from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from search import citations
from search.lexicon import NAMES, PLACES, ROOTS, STEMS, STOP_WORDS
from search.slang import FORMAL, listed
from search.spelling import Spelling

VERSION = 3  # of this analysis; what was indexed with another one is stale
LONGEST = 64  # characters of a token: one of 91 kB has broken index writers
LONGEST_STEMMED = 32  # longer ones are no words
SHORTEST_STEM = 4  # what is left of a word unknown to the dictionary
SUFFIXES = ("i", "an", "kan")  # alone they are no reason to cut an unknown word: it is somebody's name

_INSIDE = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"  # soft hyphens, zero-width signs, accents: part of the word
_WORD = rf"[^\W_](?:[^\W_{_INSIDE}]|[{_INSIDE}]|[\ufffe\x02]\s{{0,2}}(?=[^\W_]))*"
_SPECIAL = (
    rf"(?P<citation>{citations.PATTERN})",
    r"(?P<url>(?:https?://|www\.)[^\s\"'<>\\^`{|}\x00-\x1f]+)",
    r"(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",  # bounded: the text comes from strangers
    r"(?P<handle>(?<![\w@])@[\w.]{0,63}\w)",
    r"(?P<reference>\b[A-Za-z]{3}-\d{2}-[0-9A-Za-z]{6}\b)",
    r"(?P<nip>(?<!\d)\d{8}[ .]?\d{6}[ .]?\d[ .]?\d{3}(?!\d))",
    r"(?P<phone>(?<![\w+])(?:\+?62[ .-]?|0)8(?:\d{7,11}|\d{1,3}[ .-]\d{3,4}[ .-]\d{3,5})(?!\d))",
)
# most words are letters before a blank or a stop, and begin nothing of the above: taken first, for speed alone
_CITING = r"(?i:per[a-z]*|pp|pmk|pkpu|uu|undang|kep[a-z]*|in[a-z]*|skb|surat|se)\b"
_PLAIN = (
    rf"(?P<plain>(?:[A-HJLMNOQRTV-Za-hjlmnoqrtv-z][A-Za-z]*+|(?!{_CITING})[A-Za-z]++)(?=[\s,;)\"'!?]|\.(?:\s|\Z)|\Z))"
)
NUMBER = re.compile("|".join(_SPECIAL[-2:]))  # that people write with blanks in it
TOKEN = re.compile("|".join((rf"{_PLAIN}[\s,;)\"'!?]*+", *_SPECIAL, f"(?P<word>{_WORD})")))
PARTS = re.compile(_WORD)
SPELT_OUT = ("url", "mail", "handle", "reference", "citation")  # given whole, and word by word
_DROPPED = re.compile(rf"[{_INSIDE}\ufffe\x02\s]")


class Token(NamedTuple):
    """A word at [start, end) of the original text; `exact` when it is an address, a number or a reference."""

    surface: str
    stem: str
    start: int
    end: int
    exact: bool = False


@dataclass(frozen=True)
class Analysed:
    """The surfaces and stems of a text, place by place."""

    surfaces: list[str]
    stems: list[str]


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; an address is given whole and then again word by word."""
    for raw, start, exact in raw_tokens(text):
        if exact is not None:
            yield Token(exact, exact, start, start + len(raw), exact=True)
            continue
        for surface in folded(raw):
            yield Token(surface, stem(surface), start, start + len(raw))


def raw_tokens(text: str) -> Iterator[tuple[str, int, str | None]]:
    """What stands there and where; of an address, a number or a reference its one form too."""
    for match in TOKEN.finditer(text):
        kind, start = match.lastgroup or "", match.start()
        if kind in ("plain", "word"):
            yield match[kind], start, None
            continue
        exact, length = _exact(kind, match[0])
        yield match[0][:length], start, exact
        if kind in SPELT_OUT:
            for part in PARTS.finditer(match[0][:length]):
                yield part[0], start + part.start(), None


def analysed(text: str) -> Analysed:
    """All surfaces and stems of a text, as `tokens` has them."""
    surfaces: list[str] = []
    stems: list[str] = []
    for match in TOKEN.finditer(text):
        if match.lastgroup in ("plain", "word"):
            found, roots = _stemmed(match[match.lastgroup])
            surfaces += found
            stems += roots
            continue
        exact, length = _exact(match.lastgroup or "", match[0])
        parts = _parts(match.lastgroup, match[0][:length])
        surfaces += [exact, *parts]
        stems += [exact, *map(stem, parts)]
    return Analysed(surfaces, stems)


@lru_cache(maxsize=200_000)
def _stemmed(raw: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    surfaces = folded(raw)
    return surfaces, tuple(map(stem, surfaces))


def forget() -> None:
    """What was kept of words, when another list of roots is set."""
    for kept in (stem, _stemmed, _no_word):
        kept.cache_clear()


def _parts(kind: str | None, raw: str) -> list[str]:
    """The words that an address is also given as."""
    if kind not in SPELT_OUT:
        return []
    return [surface for part in PARTS.finditer(raw) for surface in folded(part[0])]


def together(texts: Iterable[str]) -> Analysed:
    """Several texts as one, in order."""
    parts = [analysed(text) for text in texts if text]
    return Analysed([s for p in parts for s in p.surfaces], [s for p in parts for s in p.stems])


@lru_cache(maxsize=200_000)
def folded(raw: str) -> tuple[str, ...]:
    """A raw word as surfaces: NFKC, lower case, no accents. Some signs unfold into several words, or into none."""
    if raw.isascii():
        return (raw.lower()[:LONGEST],)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _DROPPED.sub("", raw)).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(part[:LONGEST] for part in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain)))


def _exact(kind: str, raw: str) -> tuple[str, int]:
    """The one form of an address, number or reference, and how many characters of the text it covers."""
    if kind == "citation":
        return citations.exact(raw), len(raw)
    if kind == "nip":
        return re.sub(r"\D", "", raw), len(raw)
    if kind == "phone":
        return re.sub(r"^(?:62|0)", "0", re.sub(r"\D", "", raw)), len(raw)
    if kind != "url":
        return raw.lower()[:LONGEST], len(raw)
    raw = raw.rstrip(".,;:!?)]*/")
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", raw.lower())
    return address[:LONGEST] or "www", len(raw)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word, of the word it is short for when it is chat spelling.

    The field's own list, the dictionary-checked stemmer, rules of chat spelling, Snowball for unknown words.
    """
    word = listed(word)
    if len(word) <= 3 or len(word) > LONGEST_STEMMED or not word.isalpha() or not word.isascii():
        return word
    if word in STEMS:
        return STEMS[word]
    if word in PLACES or word in ROOTS or word in NAMES:
        return word
    root = _root(word) or _root(_spelling().formal(word))
    return STEMS.get(root, _formal(root)) if root else _unknown(word)


def _formal(root: str) -> str:
    """Dibikin is of bikin, and bikin is buat; a short root is too often what is left of another word."""
    return FORMAL.get(root, root) if len(root) > SHORTEST_STEM - 1 else root


def _root(word: str) -> str:
    """The root in the dictionary, "" when there is none."""
    stemmer = _dictionary_stemmer()
    root = stemmer.stem_singular_word(word) if word else ""
    return root if root and (root != word or known(root)) else ""


def known(word: str) -> bool:
    """Whether the dictionary has it as a root."""
    return _dictionary_stemmer().get_dictionary().contains(word)


_snowball = Snowball.Stemmer("indonesian")
_snowball_lock = threading.Lock()  # its objects are not safe across threads


def _unknown(word: str) -> str:
    with _snowball_lock:
        cut = _snowball.stemWord(word)
    if len(cut) < SHORTEST_STEM or any(cut + suffix == word for suffix in SUFFIXES):
        return word
    return cut


@cache
def _dictionary_stemmer() -> Stemmer:
    """ECS over the root list that its package publishes, or over STEM_WORDS (one word a line), with the field's roots."""
    return Stemmer(ArrayDictionary(_roots()))


def _roots() -> list[str]:
    path = getattr(settings, "STEM_WORDS", "")
    words = Path(path).read_text(encoding="utf-8").split() if path else StemmerFactory().get_words()
    return [*words, *ROOTS]


@cache
def _spelling() -> Spelling:
    return Spelling(known, _roots())


def is_stop_word(surface: str) -> bool:
    return listed(surface) in STOP_WORDS


# Recognised text --------------------------------------------------------------------------------------------------------
PART = 0.6  # of a word, with its edges: three such windows, so that one wrong letter leaves one of them whole
SHORTEST_IN_PARTS = 4
LONGEST_IN_PARTS = 32


def trigrams(surfaces: Iterable[str]) -> str:
    """Every word in parts of three signs, its edges marked: _ka kam amp … nye ye_."""
    return " ".join(_joined_trigrams(word) for word in surfaces if len(word) <= LONGEST_IN_PARTS)


@lru_cache(maxsize=100_000)
def _joined_trigrams(word: str) -> str:
    return " ".join(_trigrams(word))


def _trigrams(word: str) -> list[str]:
    edged = f"_{word}_"
    return [edged[at : at + 3] for at in range(len(edged) - 2)]


@lru_cache(maxsize=10_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The beginning, the middle and the end of a word, each as trigrams one after the other; none of a short one."""
    if not SHORTEST_IN_PARTS <= len(word) <= LONGEST_IN_PARTS or not word.isalnum():
        return ()
    found = _trigrams(word)
    length = max(2, round((len(word) + 2) * PART) - 2)
    last = len(found) - length
    return tuple(dict.fromkeys(" ".join(found[at : at + length]) for at in (0, round(last / 2), last)))


_SMALL = re.compile(r"\b[a-z]{4,20}\b")
UNKNOWN = 0.22  # of the words written small: so many that no dictionary knows stand in no text that was typed


def garbled(text: str) -> bool:
    """Whether a text looks recognised by a machine, and badly: many of its small words are none. Chats are spelt freely
    but by rules, names are written large.
    """
    small = _SMALL.findall(text[:5000])
    return len(small) >= 8 and sum(map(_no_word, small)) > UNKNOWN * len(small)


@lru_cache(maxsize=200_000)
def _no_word(word: str) -> bool:
    return word not in FORMAL and not _root(word)
