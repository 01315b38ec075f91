"""Names that are looked for in a text, word by word: in any case, without accents, past titles, one misread letter forgiven."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from agencies.folding import fold
from evidence.numbers import Found

WORD = re.compile(r"[^\W_]+")
LONG_WORD = 5  # letters: in a shorter word every letter counts
LONG_NAME = 11  # letters of a whole name in which one letter may be wrong
REACH = 8  # words before a weak name among which its sign must stand
TITLES = frozenset(
    {
        "bapak", "ibu", "pak", "bu", "sdr", "sdri", "h", "hj", "drs", "dra", "dr", "ir", "prof", "kh", "tgh", "st", "kol",
        "letkol", "brigjen", "mayjen", "kompol", "akbp", "m", "s", "p", "a", "b",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """What one spelling of a name stands for. One with `signs` counts only when such a word stands shortly before it."""

    kind: str
    value: str
    words: tuple[str, ...]
    signs: frozenset[str] = frozenset()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a person's name as they are looked for: folded, without titles before and degrees after it."""
    words = fold(name.split(",")[0]).split()
    while words and words[0] in TITLES:
        words.pop(0)
    return tuple(words)


@dataclass
class _Node:
    names: list[Name] = field(default_factory=list)
    after: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int


class Namebook:
    """Many names, read once and looked for together: the work grows with the text, not with the number of names."""

    def __init__(self, names: Iterable[Name]):
        self._root = _Node()
        for name in names:
            if name.words:
                self._enter(name)
        self._known = frozenset(word for word in _words_below(self._root) if len(word) >= LONG_WORD)
        self._near: dict[str, set[str]] = {}
        for word in self._known:
            for part in _one_less(word):
                self._near.setdefault(part, set()).add(word)

    def _enter(self, name: Name) -> None:
        node = self._root
        for word in name.words:
            node = node.after.setdefault(word, _Node())
        node.names.append(name)

    def found_in(self, text: str) -> Iterator[Found]:
        """The longest name at each place, from left to right."""
        tokens = [_Token(fold(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]
        place = 0
        while place < len(tokens):
            last, names = self._longest(tokens, place)
            for name in names:
                yield Found(name.kind, name.value, tokens[place].start, tokens[last].end)
            place = last + 1 if names else place + 1

    def _longest(self, tokens: list[_Token], first: int) -> tuple[int, list[Name]]:
        """The last token of the longest name that begins here, and every name it is."""
        best: tuple[int, list[Name]] = (first, [])
        standing = [(self._root, 0)]
        for place in range(first, len(tokens)):
            standing = list(self._steps(standing, tokens[place].word))
            if not standing:
                break
            names = [
                name
                for node, wrong in standing
                for name in node.names
                if _counts(name, wrong, tokens[max(first - REACH, 0) : first])
            ]
            if names:
                best = place, list({(name.kind, name.value): name for name in names}.values())
        return best

    def _steps(self, standing: list[tuple[_Node, int]], word: str) -> Iterator[tuple[_Node, int]]:
        for node, wrong in standing:
            if word in node.after:
                yield node.after[word], wrong
            elif not wrong and len(word) >= LONG_WORD - 1 and word not in self._known:
                yield from ((node.after[near], 1) for near in self._alike(word) if near in node.after)

    def _alike(self, word: str) -> set[str]:
        """Known words that one letter more, less or other makes of this one."""
        near = set().union(*(self._near.get(part, ()) for part in (word, *_one_less(word))))
        near |= self._known & set(_one_less(word))
        return {other for other in near if _one_letter(word, other)}


def _words_below(node: _Node) -> Iterator[str]:
    for word, below in node.after.items():
        yield word
        yield from _words_below(below)


def _one_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_letter(one: str, other: str) -> bool:
    """Does one letter more, less or other make the one of the other? Digits are never forgiven."""
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i in range(len(one)) if one[i] != other[i]), len(one))
    rest = one[start + 1 :] if len(one) == len(other) else one[start:]
    return len(other) - len(one) <= 1 and rest == other[start + 1 :]


def _counts(name: Name, wrong: int, before: list[_Token]) -> bool:
    if wrong and sum(map(len, name.words)) < LONG_NAME:
        return False
    return not name.signs or any(token.word in name.signs for token in before)
