"""Words in SQLite: an FTS5 table of stems, surfaces and permission tokens, a plain one that holds its own text.

Not external-content and not contentless: both need the OLD text to delete, and leave sealed words behind when they get
another. A trigger takes a document's words away with it, whoever deletes it. Parts of recognised words stand in a second
table: BM25 of FTS5 knows one length of a row, and parts are many.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

from search.analysis import Analysed, trigrams
from search.backends import fts5
from search.backends.base import RECOGNISED, STEM, SURFACE
from search.backends.likeliest import Likeliest
from search.terms import Query

Row = tuple[int, Analysed, Iterable[str], bool]  # id, words, tokens, whether a machine recognised them
TABLE = "search_words"
PARTS_READ = 10  # times as many documents by their parts are looked at, the newest, as are ranked
# every sign is part of a word: texts come here cut into words, parted by blanks
TOKENIZER = "ascii tokenchars ''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~''"


class SqliteWords:
    """`table` is the site's own, or a scratch one that vanishes with the connection; `…_parts` stands beside it."""

    def __init__(self, table: str = TABLE):
        self.table, self.parts = table, f"{table}_parts"
        self.bm25 = f"-bm25({table}, {STEM}, {SURFACE}, 0.0)"

    def create(self) -> None:
        """Scratch tables, gone with the connection; the site's own are made by migrations."""
        with connection.cursor() as cursor:
            for table, columns in ((self.table, "stem, exact, perm"), (self.parts, "tri")):
                cursor.execute(f"CREATE VIRTUAL TABLE temp.{table} USING fts5({columns}, tokenize='{TOKENIZER}')")

    def drop(self) -> None:
        with connection.cursor() as cursor:
            for table in (self.table, self.parts):
                cursor.execute(f"DROP TABLE {table}")

    # Writing ------------------------------------------------------------------------------------------------------------
    def put(self, rows: Iterable[Row]) -> None:
        """Hold these words of these documents, whatever was held of them before."""
        rows = list(rows)
        self.remove([row[0] for row in rows])
        read = [(pk, trigrams(words.surfaces)) for pk, words, _tokens, recognised in rows if recognised]
        insert = f"INSERT INTO {self.table} (rowid, stem, exact, perm) VALUES (%s, %s, %s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(insert, [(row[0], *_columns(row)) for row in rows])
            cursor.executemany(f"INSERT INTO {self.parts} (rowid, tri) VALUES (%s, %s)", read)

    def remove(self, pks: Iterable[int]) -> None:
        keys = [(pk,) for pk in pks]
        with connection.cursor() as cursor:
            for table in (self.table, self.parts):
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", keys)

    def wrong(self, rows: Iterable[Row]) -> Iterator[int]:
        """Of these documents those whose words are held otherwise, or not at all."""
        for row in rows:
            words = self._one(f"SELECT stem, exact, perm FROM {self.table} WHERE rowid = %s", row[0])
            read = self._one(f"SELECT tri FROM {self.parts} WHERE rowid = %s", row[0])
            if words != _columns(row) or read != ((trigrams(row[1].surfaces),) if row[3] else None):
                yield row[0]

    def _one(self, sql: str, pk: int) -> tuple | None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [pk])
            return cursor.fetchone()

    def strays(self) -> list[int]:
        """Words of documents that are not there."""
        held = f"SELECT rowid AS id FROM {self.table} UNION SELECT rowid FROM {self.parts}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM ({held}) WHERE id NOT IN (SELECT id FROM search_document)")
            return [pk for (pk,) in cursor.fetchall()]

    def broken(self) -> str:
        """What FTS5 says of its own order; empty when all is well."""
        with connection.cursor() as cursor:
            try:
                for table in (self.table, self.parts):
                    cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            except connection.Database.DatabaseError as error:  # type: ignore[attr-defined]
                return str(error)
        return ""

    def optimise(self) -> None:
        with connection.cursor() as cursor:
            for table in (self.table, self.parts):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    # Asking -------------------------------------------------------------------------------------------------------------
    def matches(self, query: Query, tokens: list[str] | None, *, limit: int | None = None) -> tuple[str, list]:
        """SELECT id of every match, or of the `limit` newest. Tokens None asks without permission."""
        asked = fts5.whole(query, tokens)
        sql, given = (f"SELECT rowid AS id FROM {self.table}", [])
        if asked:
            sql, given = f"{sql} WHERE {self.table} MATCH %s", [asked]
        newest = f" ORDER BY id DESC LIMIT {limit}" if limit else ""
        if not self._reads(query):
            return sql + newest, given
        conditions, more = self._conditions(query, "rowid")
        by_parts = f"SELECT rowid AS id FROM {self.parts} WHERE {self.parts} MATCH %s{conditions}"
        expression = " OR ".join(filter(None, map(fts5.parts, query.wanted)))
        return f"SELECT id FROM ({sql} UNION {by_parts}){newest}", [*given, expression, *more]

    def likeliest(self, query: Query, tokens: list[str] | None, most: int) -> list[tuple[int, float]] | None:
        """(id, score) of the likeliest of very many matches, best first; None when `ranked` does it as well."""
        if self._reads(query):
            return None
        allowed = fts5.permission(tokens)
        if self._number(" AND ".join([*allowed, f"({fts5.any_of(query)})"]), most) <= most:
            return None
        return Likeliest(self.table).scored(query, allowed, most)

    def stems(self, pks: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Surface and stem of every word of these documents, as the index holds them."""
        keys = ", ".join(str(int(pk)) for pk in pks)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT exact, stem FROM {self.table} WHERE rowid IN ({keys})")
            for surfaces, stems in cursor.fetchall():
                yield from zip(surfaces.split(), stems.split(), strict=False)

    def ranked(self, query: Query, tokens: list[str] | None, *, most: int | None = None) -> tuple[str, list, bool]:
        """SELECT id, score of every match, and True; False when they are more than `most`: then of the likeliest alone.

        Likeliest are those with every word or a rare one; of what all of it is common, the newest.
        """
        if self._reads(query):
            return self._read_too(query, tokens, most)
        return self._as_words(query, tokens, most)

    def _as_words(self, query: Query, tokens: list[str] | None, most: int | None) -> tuple[str, list, bool]:
        allowed = "".join(f"{each} AND " for each in fts5.permission(tokens))
        asked = f"{allowed}({fts5.any_of(query)})"
        score, boosts = self._bonus(fts5.bonuses(query), "rowid")
        conditions, more = self._conditions(query, "+rowid")
        sql = f"SELECT rowid AS id, {self.bm25} * {score} AS score FROM {self.table} WHERE {self.table} MATCH %s{conditions}"
        given = [*boosts, asked, *more]
        if most is None or self._number(asked, most) <= most:
            return sql, given, True
        rare = self._rare(query, allowed, most)
        if len(query.wanted) == 2 or not rare:
            return *self._split(query, allowed, rare, most), False
        narrower = f"{allowed}({' OR '.join([f'({fts5.all_of(query)})', *rare])})"
        inner = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s ORDER BY rowid DESC LIMIT {most}"
        return f"{sql} AND +rowid IN ({inner})", [*given, narrower], False

    def _rare(self, query: Query, allowed: str, most: int) -> list[str]:
        """Words so rare that all documents with one of them can be ranked."""
        if len(query.wanted) < 2:
            return []
        chosen, room = [], most
        for number, group in sorted(
            (self._number(allowed + group, most), group) for group in map(fts5.group, query.wanted)
        ):
            if number <= room:
                chosen.append(group)
                room -= number
        return chosen

    def _split(self, query: Query, allowed: str, rare: list[str], most: int) -> tuple[str, list]:
        """The newest with every word, and those with the rare one of two alone. Each bears its bonuses by where it is
        looked for; asking everything that matches whether it is likely would read ten times as much.
        """
        sql, given = self._newest(query, f"{allowed}({fts5.all_of(query)})", fts5.bonuses(query), most)
        if not rare:
            return sql, given
        common = next(group for group in map(fts5.group, query.wanted) if group != rare[0])
        alone, more = self._newest(query, f"({allowed}{rare[0]}) NOT {common}", (), most)
        return f"SELECT id, score FROM ({sql}) UNION ALL SELECT id, score FROM ({alone})", [*given, *more]

    def _newest(self, query: Query, asked: str, bonuses: Iterable[tuple[float, str]], most: int) -> tuple[str, list]:
        score, boosts = self._bonus(bonuses, "rowid", held=asked)
        conditions, more = self._conditions(query, "+rowid")
        sql = (
            f"SELECT rowid AS id, {self.bm25} * {score} AS score FROM {self.table} WHERE {self.table} MATCH %s{conditions}"
            f" ORDER BY rowid DESC LIMIT {most}"
        )
        return sql, [*boosts, asked, *more]

    def _number(self, expression: str, most: int) -> int:
        """How many match; no more than one above `most` are counted."""
        inner = f"SELECT 1 FROM {self.table} WHERE {self.table} MATCH %s LIMIT {most + 1}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({inner})", [expression])
            return cursor.fetchone()[0]

    def _bonus(self, bonuses: Iterable[tuple[float, str]], key: str, held: str = "") -> tuple[str, list]:
        """One, and what a document counts more for; what all of them have, being looked for by it, is not asked again."""
        boosts, given = "1", []
        for weight, expression in bonuses:
            if held and held.endswith(f"({expression})"):
                boosts += f" + {weight}"
                continue
            boosts += f" + {weight} * (+{key} IN (SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s))"
            given.append(expression)
        return f"({boosts})", given

    def _conditions(self, query: Query, key: str) -> tuple[str, list]:
        """What must be there and what must not, beside the words that count."""
        asked = [("IN", " AND ".join(fts5.required(query)))]
        asked.append(("NOT IN", fts5.group(query.unwanted) if query.unwanted else ""))
        asked = [(sign, expression) for sign, expression in asked if expression]
        inner = f"(SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s)"
        return "".join(f" AND {key} {sign} {inner}" for sign, _e in asked), [expression for _s, expression in asked]

    # Recognised text ----------------------------------------------------------------------------------------------------
    def _reads(self, query: Query) -> bool:
        """Whether there is recognised text, and a word that can be looked for in it by its parts."""
        if not any(map(fts5.parts, query.wanted)):
            return False
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {self.parts} LIMIT 1")
            return cursor.fetchone() is not None

    def _read_too(self, query: Query, tokens: list[str] | None, most: int | None) -> tuple[str, list, bool]:
        """The same with recognised text: of many matches only the likeliest, as words or by their parts, are ranked."""
        if most is None:
            return *self._by_word(query, tokens), True
        words, given, every = self._as_words(query, tokens, most)
        expression = " OR ".join(filter(None, map(fts5.parts, query.wanted)))
        newest = (
            f"SELECT rowid AS id, bm25({self.parts}) AS worth FROM {self.parts} WHERE {self.parts} MATCH %s"
            f" ORDER BY rowid DESC LIMIT {PARTS_READ * most}"
        )
        best = f"SELECT id FROM ({newest}) ORDER BY worth LIMIT {most}"
        likely = f"SELECT id FROM ({words}) UNION SELECT id FROM ({best})"
        sql, more = self._by_word(query, tokens, among=" AND +rowid IN (SELECT id FROM likely)")
        return f"WITH likely AS MATERIALIZED ({likely}) {sql}", [*given, expression, *more], every

    def _by_word(self, query: Query, tokens: list[str] | None, among: str = "") -> tuple[str, list]:
        """Each word by itself: in recognised text it counts as a word or by its parts, whichever is more."""
        allowed = "".join(f"{each} AND " for each in fts5.permission(tokens))
        selects, given = [], []
        for number, terms in enumerate(query.wanted):
            selects.append(
                f"SELECT rowid AS id, {number} AS word, {self.bm25} AS s FROM {self.table}"
                f" WHERE {self.table} MATCH %s{among}"
            )
            given.append(allowed + fts5.group(terms))
            if by_parts := fts5.parts(terms):
                selects.append(
                    f"SELECT rowid, {number}, -{RECOGNISED} * bm25({self.parts}) FROM {self.parts}"
                    f" WHERE {self.parts} MATCH %s{among}"
                )
                given.append(by_parts)
        score, boosts = self._bonus(fts5.bonuses(query), "id")
        conditions, more = self._conditions(query, "id")
        words = f"SELECT id, max(s) AS s FROM ({' UNION ALL '.join(selects)}) GROUP BY id, word"
        sql = f"SELECT id, sum(s) * {score} AS score FROM ({words}) WHERE 1{conditions} GROUP BY id"
        return sql, [*boosts, *given, *more]


def _columns(row: Row) -> tuple[str, str, str]:
    _pk, words, tokens, _recognised = row
    return " ".join(words.stems), " ".join(words.surfaces), " ".join(tokens)
