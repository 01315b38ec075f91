"""Words in SQLite: an FTS5 table of stems, surfaces and permission tokens, a plain one that holds its own text.

Not external-content and not contentless: both need the OLD text to delete, and leave sealed words behind when they get
another. A trigger takes a document's words away with it, whoever deletes it.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

from search.analysis import Analysed
from search.backends.base import ALL_WORDS, SIDE_BY_SIDE, SURFACE
from search.parsing import Near, Phrase, Prefix, Query, Term

Row = tuple[int, Analysed, Iterable[str]]
TABLE = "search_words"
# every sign is part of a word: texts come here cut into words, parted by blanks
TOKENIZER = "ascii tokenchars ''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~''"


class SqliteWords:
    """`table` is the site's own, or a scratch one that vanishes with the connection."""

    def __init__(self, table: str = TABLE):
        self.table = table

    def create(self) -> None:
        """A scratch table, gone with the connection; the site's own is made by a migration."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE temp.{self.table} USING fts5(stem, exact, perm, tokenize='{TOKENIZER}')"
            )

    def put(self, rows: Iterable[Row]) -> None:
        """Hold these words of these documents, whatever was held of them before."""
        values = [(pk, " ".join(w.stems), " ".join(w.surfaces), " ".join(tokens)) for pk, w, tokens in rows]
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.table} WHERE rowid = %s", [(value[0],) for value in values])
            cursor.executemany(f"INSERT INTO {self.table} (rowid, stem, exact, perm) VALUES (%s, %s, %s, %s)", values)

    def wrong(self, rows: Iterable[Row]) -> Iterator[int]:
        """Of these documents those whose words are held otherwise, or not at all."""
        with connection.cursor() as cursor:
            for pk, words, tokens in rows:
                cursor.execute(f"SELECT stem, exact, perm FROM {self.table} WHERE rowid = %s", [pk])
                if cursor.fetchone() != (" ".join(words.stems), " ".join(words.surfaces), " ".join(tokens)):
                    yield pk

    def strays(self) -> list[int]:
        """Words of documents that are not there."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {self.table} WHERE rowid NOT IN (SELECT id FROM search_document)")
            return [pk for (pk,) in cursor.fetchall()]

    def remove(self, pks: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.table} WHERE rowid = %s", [(pk,) for pk in pks])

    def broken(self) -> str:
        """What FTS5 says of its own order; empty when all is well."""
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"INSERT INTO {self.table} ({self.table}) VALUES ('integrity-check')")
            except connection.Database.DatabaseError as error:  # type: ignore[attr-defined]
                return str(error)
        return ""

    def optimise(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.table} ({self.table}) VALUES ('optimize')")

    def matches(self, query: Query, tokens: list[str] | None, *, scored: bool) -> tuple[str, list]:
        """SELECT id, score of every match; tokens None asks without permission, for measuring alone."""
        any_of = " OR ".join(map(_group, query.wanted))
        allowed = "" if tokens is None else _allowed(tokens)
        score, given = self._score(query) if scored else ("0", [])
        sql = f"SELECT rowid AS id, {score} AS score FROM {self.table} WHERE {self.table} MATCH %s"
        given.append(f"{allowed}({any_of})" if any_of else allowed.removesuffix(" AND "))
        for condition, expression in self._conditions(query):
            sql += f" AND rowid {condition} (SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s)"
            given.append(expression)
        return sql, given

    def _score(self, query: Query) -> tuple[str, list]:
        boosts, given = "1", []
        for weight, expression in _bonuses(query):
            boosts += f" + {weight} * (rowid IN (SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s))"
            given.append(expression)
        return f"-bm25({self.table}, 1.0, {SURFACE}, 0.0) * ({boosts})", given

    def _conditions(self, query: Query) -> Iterator[tuple[str, str]]:
        if query.required:
            yield "IN", " AND ".join(map(_group, query.required))
        if query.fields:
            yield "IN", " AND ".join(f"perm : {_quoted(token)}" for token in query.fields)
        if query.unwanted:
            yield "NOT IN", _group(query.unwanted)


def _bonuses(query: Query) -> Iterator[tuple[float, str]]:
    if len(query.wanted) > 1:
        yield ALL_WORDS, " AND ".join(map(_group, query.wanted))
    if query.whole:
        yield SIDE_BY_SIDE, _term(query.whole)


def _allowed(tokens: list[str]) -> str:
    return "perm : (" + " OR ".join(map(_quoted, tokens)) + ") AND "


def _group(terms: Iterable[Term]) -> str:
    return "(" + " OR ".join(map(_term, terms)) + ")"


def _term(term: Term) -> str:
    if isinstance(term, Phrase):
        return f"exact : {_quoted(' '.join(term.surfaces))}"
    if isinstance(term, Near):
        return f"stem : NEAR({' '.join(map(_quoted, term.stems))}, {term.distance})"
    if isinstance(term, Prefix):
        return f"exact : {_quoted(term.start)} *"
    return f"stem : {_quoted(term.stem)} OR exact : {_quoted(term.surface)}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
