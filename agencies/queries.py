"""Finding a place or an agency by what people type: other spellings, other order, typing errors, names inside a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from agencies.folding import fold
from agencies.models import Agency, Territory

LONG_FORMS = {
    "kab": "kabupaten", "prov": "provinsi", "prop": "provinsi", "propinsi": "provinsi",
    "pemkab": "pemerintah kabupaten", "pemkot": "pemerintah kota", "pemprov": "pemerintah provinsi",
    "pemda": "pemerintah", "kementrian": "kementerian",
}  # fmt: skip
GENERIC = frozenset({"pemerintah", "kabupaten", "kota", "provinsi", "administrasi", "daerah", "dan", "di"})
TYPO = 0.8  # how alike two words must be (difflib) to be the same word mistyped
ENOUGH = 0.5  # share of what was typed that a name must explain to be offered


@dataclass(frozen=True)
class Entry:
    """One name of a directory: its code, how it is shown, and its words."""

    code: str
    label: str
    own: frozenset[str]  # the words that make the name: "kutai", "kartanegara"
    words: frozenset[str] = field(default_factory=frozenset)
    also: frozenset[str] = field(default_factory=frozenset)  # nicknames: "kukar"


class Directory:
    """The names of one kind of thing, read once and asked often."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = list(entries)

    def label_of(self, code: str) -> str:
        """How the entry is shown, or "" for an unknown code."""
        return next((entry.label for entry in self.entries if entry.code == code), "")

    def recognised(self, text: str) -> Entry | None:
        """The one entry that this text names for certain, or None when there is none or more than one."""
        typed, written = _words(text), fold(text[:300])
        if exact := [entry for entry in self.entries if written and fold(entry.label) == written]:
            return exact[0]
        fitting = [entry for entry in self.entries if typed and typed <= entry.words and _names(entry, typed)]
        return fitting[0] if len(fitting) == 1 else None

    def similar(self, text: str, *, limit: int = 8) -> list[Entry]:
        """What the text may mean, likeliest first; typing errors and further words around the name are forgiven."""
        typed = _words(text)
        if not typed:
            return []
        rated = [(_likeness(entry, typed), entry) for entry in self.entries]
        likely = [(rate, entry) for rate, entry in rated if rate >= ENOUGH]
        return [entry for _rate, entry in sorted(likely, key=lambda pair: (-pair[0], pair[1].label))[:limit]]


def territories() -> Directory:
    """Provinces, regencies and cities. Every label is one place's alone: Gorontalo is a province, a regency and a city."""
    rows = Territory.objects.values_list("code", "name", "parent__name", "search_text")
    return Directory(_entry(code, _place(name, parent), name, parent, text) for code, name, parent, text in rows)


def agencies() -> Directory:
    """Employers of civil servants that still exist."""
    rows = Agency.objects.filter(valid_to__isnull=True)
    named = rows.values_list("code", "name", "territory__parent__name", "search_text")
    return Directory(_entry(code, name, name, parent, text) for code, name, parent, text in named)


def _place(name: str, parent: str | None) -> str:
    return f"{name}, {parent}" if parent else f"Provinsi {name}"


def _entry(code: str, label: str, name: str, parent: str | None, search_text: str) -> Entry:
    formal = frozenset(fold(f"{name} {parent or ''}").split())
    own = frozenset(fold(name).split()) - GENERIC
    words = frozenset(search_text.split()) | formal
    return Entry(code, label, own or formal, words, words - formal)


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(LONG_FORMS.get(word, word) for word in fold(text[:300]).split()).split())


def _names(entry: Entry, typed: frozenset[str]) -> bool:
    return entry.own <= typed or (bool(entry.also) and typed - GENERIC <= entry.also and bool(typed - GENERIC))


def _likeness(entry: Entry, typed: frozenset[str]) -> float:
    """The share of the typed words that the name explains, or of the name that the words contain, whichever is more."""
    telling = typed - GENERIC or typed
    explained = sum(_best(word, entry.words) for word in telling) / len(telling)
    contained = sum(_best(word, telling) for word in entry.own) / len(entry.own)
    hints = sum(word in entry.words for word in typed & GENERIC) / 20  # "kota" prefers the city
    return (max(explained, contained) if contained == 1 or explained >= ENOUGH else 0) + contained / 10 + hints


def _best(word: str, words: frozenset[str]) -> float:
    if word in words:
        return 1.0
    return max((_alike(word, other) for other in words), default=0.0)


def _alike(word: str, other: str) -> float:
    if len(word) > 2 and other.startswith(word):
        return 0.9
    if min(len(word), len(other)) < 4 or abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return 0.0
    ratio = SequenceMatcher(None, word, other).ratio()
    return ratio * 0.9 if ratio >= TYPO else 0.0
