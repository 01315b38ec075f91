"""Words in PostgreSQL: a tsvector that we write ourselves, of stems, surfaces ("=…") and permission tokens ("!…").

Ranked by BM25 as FTS5 has it. ts_rank of one word with equal weights is the sum of 1/j² over its places, so that the
number of places can be told from it.
"""

import math
from collections.abc import Iterable, Iterator

from django.db import connection

from search.analysis import Analysed
from search.backends.base import ALL_WORDS, SIDE_BY_SIDE, SURFACE
from search.parsing import Near, Phrase, Prefix, Query, Term, Word

Row = tuple[int, Analysed, Iterable[str]]
TABLE = "search_document"
K1, B = 1.2, 0.75
BASEL = 1.64493406685  # the sum of all 1/j²
LAST_PLACE = 16_383  # a tsvector numbers places up to here
MOST_PLACES = 255  # of one word
STATISTICS = "SELECT coalesce(sum(documents), 0), coalesce(sum(words), 0) FROM search_bundle"


class PostgresWords:
    """Columns `vector` and `length` of the documents' own table, or of a scratch one."""

    def __init__(self, table: str = TABLE):
        self.table = table
        self.scratch = False

    def create(self) -> None:
        """A scratch table, gone with the connection; the site's own columns are made by a migration."""
        self.scratch = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {self.table} (id bigint PRIMARY KEY, vector tsvector, length integer)")
            cursor.execute(f"ALTER TABLE {self.table} ALTER COLUMN vector SET STORAGE MAIN")
            cursor.execute(f"CREATE INDEX ON {self.table} USING gin (vector) WITH (fastupdate = off)")

    def put(self, rows: Iterable[Row]) -> None:
        """Hold these words of these documents, whatever was held of them before."""
        values = [(vector(words, tokens), len(words.stems), pk) for pk, words, tokens in rows]
        with connection.cursor() as cursor:
            if self.scratch:
                cursor.executemany(
                    f"INSERT INTO {self.table} (vector, length, id) VALUES (%s::tsvector, %s, %s)", values
                )
            else:
                cursor.executemany(f"UPDATE {self.table} SET vector = %s::tsvector, length = %s WHERE id = %s", values)

    def wrong(self, rows: Iterable[Row]) -> Iterator[int]:
        """Of these documents those whose words are held otherwise, or not at all."""
        with connection.cursor() as cursor:
            for pk, words, tokens in rows:
                cursor.execute(
                    f"SELECT coalesce(vector = %s::tsvector AND length = %s, false) FROM {self.table} WHERE id = %s",
                    [vector(words, tokens), len(words.stems), pk],
                )
                if not (cursor.fetchone() or [False])[0]:
                    yield pk

    def strays(self) -> list[int]:
        return []  # words stand in the document's own row

    def remove(self, pks: Iterable[int]) -> None:
        """Nothing: they went with their row."""

    def broken(self) -> str:
        return ""

    def optimise(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.table}")

    def matches(self, query: Query, tokens: list[str] | None, *, scored: bool) -> tuple[str, list]:
        """SELECT id, score of every match; tokens None asks without permission, for measuring alone."""
        score, given = self._score(query) if scored and query.wanted else ("0", [])
        conditions = list(_conditions(query, tokens))
        where = " AND ".join("vector @@ %s::tsquery" for _condition in conditions)
        sql = f"SELECT id, {score} AS score FROM {self.table} WHERE {where}"
        return sql, [*given, *conditions]

    def _score(self, query: Query) -> tuple[str, list]:
        number, average = self._statistics()
        parts, given = [], []
        norm = f"{K1} * ({1 - B} + {B} * length / {average:.3f})"
        for term in dict.fromkeys(query.terms):
            for expression, weight in _counted(term):
                saturated = f"{K1 + 1} / (1 + {norm} / nullif({_frequency(term)} * {weight}, 0))"
                parts.append(f"%s * coalesce({saturated}, 0)")
                given += [self._rarity(expression, number), expression]
        boosts = "1"
        for weight, expression in _bonuses(query):
            boosts += f" + {weight} * (vector @@ %s::tsquery)::int"
            given.append(expression)
        return f"({' + '.join(parts)}) * ({boosts})", given

    def _statistics(self) -> tuple[int, float]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), coalesce(sum(length), 0) FROM {self.table}" if self.scratch else STATISTICS
            )
            number, words = cursor.fetchone()
        return int(number), max(1.0, float(words) / max(1, number))

    def _rarity(self, expression: str, number: int) -> float:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.table} WHERE vector @@ %s::tsquery", [expression])
            having = cursor.fetchone()[0]
        return max(1e-6, math.log((max(number, having) - having + 0.5) / (having + 0.5)))


def vector(words: Analysed, tokens: Iterable[str]) -> str:
    """A tsvector as text: every stem and surface with its places, the permission tokens without."""
    places: dict[str, list[int]] = {}
    for place, (stem, surface) in enumerate(zip(words.stems, words.surfaces, strict=True), 1):
        for lexeme in (stem, f"={surface}"):
            held = places.setdefault(lexeme, [])
            if len(held) < MOST_PLACES and place <= LAST_PLACE:
                held.append(place)
    located = [_quoted(lexeme) + (":" + ",".join(map(str, at)) if at else "") for lexeme, at in places.items()]
    return " ".join([*located, *(_quoted(f"!{token}") for token in tokens)])


def _frequency(term: Term) -> str:
    """How often it stands there; a phrase counts once."""
    if isinstance(term, Phrase | Near):
        return "(vector @@ %s::tsquery)::int"
    rank = "ts_rank('{1,1,1,1}'::float4[], vector, %s::tsquery)::float8"
    return f"round(1 / ({BASEL} * (1.0000001 - least({rank}, 1))) - 0.5)"


def _conditions(query: Query, tokens: list[str] | None) -> Iterator[str]:
    if tokens is not None:
        yield " | ".join(_quoted(f"!{token}") for token in tokens)
    if query.wanted:
        yield " | ".join(map(_group, query.wanted))
    for group in query.required:
        yield _group(group)
    for token in query.fields:
        yield _quoted(f"!{token}")
    if query.unwanted:
        yield f"!({_group(query.unwanted)})"


def _bonuses(query: Query) -> Iterator[tuple[float, str]]:
    if len(query.wanted) > 1:
        yield ALL_WORDS, " & ".join(map(_group, query.wanted))
    if query.whole:
        yield SIDE_BY_SIDE, _term(query.whole)


def _counted(term: Term) -> list[tuple[str, float]]:
    if not isinstance(term, Word):
        return [(_term(term), SURFACE)]
    return [(_quoted(term.stem), term.weight), (_quoted(f"={term.surface}"), SURFACE * term.weight)]


def _group(terms: Iterable[Term]) -> str:
    return "(" + " | ".join(map(_term, terms)) + ")"


def _term(term: Term) -> str:
    if isinstance(term, Phrase):
        return "(" + " <-> ".join(_quoted(f"={surface}") for surface in term.surfaces) + ")"
    if isinstance(term, Near):
        return _near(*map(_quoted, term.stems), term.distance)
    if isinstance(term, Prefix):
        return _quoted(f"={term.start}") + ":*"
    return f"{_quoted(term.stem)} | {_quoted(f'={term.surface}')}"


def _near(one: str, other: str, distance: int) -> str:
    """Each way round, each number of words between: a tsquery knows exact distances alone."""
    ways = [f"{a} <{n}> {b}" for a, b in ((one, other), (other, one)) for n in range(1, distance + 2)]
    return "(" + " | ".join(ways) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
