"""Of a query that matches very much: the likeliest documents, scored by BM25 as FTS5 has it, from the words they hold.

FTS5's own bm25() reads every place of every word asked, to know how rare it is; at a million pages that alone takes longer
than a reader should wait. Here a common word's rarity is told from how densely the newest documents have it.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from search.backends import fts5
from search.backends.base import ALL_WORDS, SIDE_BY_SIDE, STEM, SURFACE
from search.terms import Phrase, Query, Term, Word

K1, B = 1.2, 0.75
COLUMNS = 3


@dataclass(frozen=True)
class _Counted:
    """A word or phrase in one column."""

    column: int  # 0: stems, 1: surfaces
    text: str
    weight: float
    rarity: float

    def worth(self, held: str, norm: float) -> float:
        """What it adds to the score of a document that holds this text, blanks at both ends."""
        number = held.count(f" {self.text} ")
        if not number:
            return 0.0
        if f" {self.text} {self.text} " in held:  # they share a blank
            number = held.split().count(self.text)
        often = number * self.weight
        return self.rarity * often * (K1 + 1) / (often + norm)


class Likeliest:
    """`search_words` asked for the newest documents with all of the words, then with the rarest of them."""

    def __init__(self, table: str):
        self.table = table

    def scored(self, query: Query, allowed: list[str], most: int) -> list[tuple[int, float]] | None:
        """(id, score), best first; None for a query with terms that are no words or phrases."""
        if not all(isinstance(term, Word | Phrase) for term in query.terms):
            return None
        documents, average, last = self._statistics()
        groups = [[self._counted(term, documents, last, most) for term in group] for group in query.wanted]
        rows = self._rows(query, allowed, groups, most)
        whole = f" {' '.join(query.whole.surfaces)} " if query.whole else ""
        flat = [[counted for term in group for counted in term] for group in groups]
        found = [(pk, _score(flat, (stem, exact), perm, average, whole)) for pk, stem, exact, perm in rows]
        return sorted(((pk, score) for pk, score in found if score), key=lambda row: (-row[1], -row[0]))

    def _rows(self, query: Query, allowed: list[str], groups: list, most: int) -> Iterator[tuple]:
        """Documents with every word, the newest first; then without the commonest, and so on, down to the rarest alone."""
        by_rarity = sorted(zip(groups, query.wanted, strict=True), key=lambda pair: -_rarest(pair[0]))
        expressions = [fts5.group(terms) for _counted, terms in by_rarity]
        seen: set[int] = set()
        for number in range(len(expressions), 0, -1):
            asked = " AND ".join([*allowed, *expressions[:number], *fts5.required(query)])
            more = expressions[number] if number < len(expressions) else ""
            asked = f"({asked}) NOT {more}" if more else asked
            asked = f"({asked}) NOT {fts5.group(query.unwanted)}" if query.unwanted else asked
            for row in self._newest(asked, most - len(seen)):
                if row[0] not in seen:
                    seen.add(row[0])
                    yield row
            if len(seen) >= most:
                return

    def _newest(self, asked: str, most: int) -> list[tuple]:
        sql = (
            f"SELECT rowid, ' ' || stem || ' ', ' ' || exact || ' ', perm FROM {self.table}"
            f" WHERE {self.table} MATCH %s ORDER BY rowid DESC LIMIT {most}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked])
            return cursor.fetchall()

    # How rare ------------------------------------------------------------------------------------------------------------
    def _counted(self, term: Term, documents: int, last: int, most: int) -> list[_Counted]:
        asked = [(1, " ".join(term.surfaces) if isinstance(term, Phrase) else term.surface, SURFACE)]
        if isinstance(term, Word) and term.weight == 1:
            asked.append((0, term.stem, STEM))
        counted = []
        for column, text, weight in asked:
            having = self._having(f"{('stem', 'exact')[column]} : {fts5.quoted(text)}", documents, last, most)
            rarity = max(1e-6, math.log((max(documents, having) - having + 0.5) / (having + 0.5)))
            counted.append(_Counted(column, text, weight, rarity))
        return counted

    def _having(self, expression: str, documents: int, last: int, most: int) -> int:
        """How many documents; of very many, told by how far back so many of the newest reach."""
        inner = f"SELECT rowid AS id FROM {self.table} WHERE {self.table} MATCH %s ORDER BY rowid DESC LIMIT {most}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*), min(id) FROM ({inner})", [expression])
            number, first = cursor.fetchone()
        return number if number < most else round(number * documents / max(1, last - first + 1))

    def _statistics(self) -> tuple[int, float, int]:
        """Documents, their words on average, and the last id: FTS5 keeps the sums in its first record, as varints."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT block, (SELECT max(rowid) FROM {self.table}) FROM {self.table}_data WHERE id = 1")
            block, last = cursor.fetchone()
        documents, *words = _varints(bytes(block), 1 + COLUMNS)
        return documents, sum(words) / max(1, documents), last or 0


def _score(groups: list[list[_Counted]], texts: tuple[str, str], perm: str, average: float, whole: str) -> float:
    length = 2 * texts[0].count(" ") - 2 + (perm.count(" ") + 1 if perm else 0)
    norm = K1 * (1 - B + B * length / average)
    worths = [sum([counted.worth(texts[counted.column], norm) for counted in group]) for group in groups]
    bonus = 1 + (ALL_WORDS if len(worths) > 1 and all(worths) else 0)
    return sum(worths) * (bonus + (SIDE_BY_SIDE if whole and whole in texts[1] else 0))


def _rarest(group: Iterable[list[_Counted]]) -> float:
    """How rare a group is: as rare as the commonest of its words."""
    return min(counted.rarity for term in group for counted in term)


def _varints(block: bytes, number: int) -> list[int]:
    """SQLite's: seven bits a byte, the first the highest; a ninth byte whole."""
    found, at = [], 0
    for _each in range(number):
        value = 0
        for place in range(9):
            byte = block[at] if at < len(block) else 0
            at += 1
            value = (value << 8 | byte) if place == 8 else (value << 7 | byte & 0x7F)
            if not byte & 0x80:
                break
        found.append(value)
    return found
