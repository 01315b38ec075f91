"""Words in PostgreSQL: a tsvector that we write ourselves, of stems, surfaces ("=…"), permission tokens ("!…") and parts ("~…").

Ranked by BM25 as FTS5 has it. ts_rank of one word with equal weights is the sum of 1/j² over its places, so that the
number of places can be told from it.
"""

import math
from collections.abc import Iterable, Iterator

from django.db import connection

from search.analysis import Analysed, parts_of, trigrams
from search.backends.base import ALL_WORDS, RANKED, RECOGNISED, SIDE_BY_SIDE, STEM, SURFACE
from search.parsing import Near, Phrase, Prefix, Query, Term, Word

Row = tuple[int, Analysed, Iterable[str], bool]
TABLE = "search_document"
K1, B = 1.2, 0.75
BASEL = 1.64493406685  # the sum of all 1/j²
LAST_PLACE = 16_383  # a tsvector numbers places up to here
MOST_PLACES = 255  # of one word
READ = "~"  # every document bears it whose words a machine recognised: among those parts are rare or not
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
        values = [(vector(*row[1:]), len(row[1].stems), row[0]) for row in rows]
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
            for pk, words, tokens, recognised in rows:
                cursor.execute(
                    f"SELECT coalesce(vector = %s::tsvector AND length = %s, false) FROM {self.table} WHERE id = %s",
                    [vector(words, tokens, recognised), len(words.stems), pk],
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

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {self.table}")

    def matches(self, query: Query, tokens: list[str] | None, *, limit: int | None = None) -> tuple[str, list]:
        """SELECT id of every match, or of the `limit` newest. Tokens None asks without permission."""
        conditions = list(_conditions(query, tokens))
        where = " AND ".join(["true", *("vector @@ %s::tsquery" for _condition in conditions)])
        sql = f"SELECT id FROM {self.table} WHERE {where}"
        # the inner limit stands for itself, so that the planner does not walk all documents from the newest
        return (f"SELECT id FROM ({sql} OFFSET 0) i ORDER BY id DESC LIMIT {limit}" if limit else sql), conditions

    def likeliest(self, query: Query, tokens: list[str] | None, most: int) -> None:
        """`ranked` does it."""

    def stems(self, pks: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Surface and stem of every word of these documents, as the index holds them: at one place."""
        sql = (
            f"SELECT d.id, w.lexeme, w.positions[1] FROM {self.table} d, unnest(d.vector) w"
            " WHERE d.id = ANY(%s) AND w.positions IS NOT NULL AND left(w.lexeme, 1) <> '~'"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(pks)])
            rows = cursor.fetchall()
        # a stem stands first where one of its surfaces does: of the other surfaces none is told here
        stems = {(pk, place): lexeme for pk, lexeme, place in rows if lexeme[0] != "="}
        for pk, lexeme, place in rows:
            if lexeme[0] == "=" and (stem := stems.get((pk, place))):
                yield lexeme[1:], stem

    def ranked(self, query: Query, tokens: list[str] | None, *, most: int | None = None) -> tuple[str, list, bool]:
        """SELECT id, score of every match, and True; False when they are more than `most`: then of the likeliest alone.

        Likeliest are those with every word; where that is many too, the newest of them.
        """
        matches, given = self.matches(query, tokens)
        every = most is None or self._number(matches, given, most) <= most
        if not every:
            both = _all_of(query, tokens)
            if self._number(*self._matching(both), most) >= RANKED or len(query.wanted) > 1:
                matches, given = self._matching(both)
            matches = f"SELECT id FROM ({matches} OFFSET 0) i ORDER BY id DESC LIMIT {most}"
        score, counts = self._score(query)
        sql = f"SELECT d.id, {score} AS score FROM {self.table} d JOIN ({matches}) found ON found.id = d.id"
        return sql, [*counts, *given], every

    def _matching(self, conditions: list[str]) -> tuple[str, list]:
        where = " AND ".join("vector @@ %s::tsquery" for _condition in conditions)
        return f"SELECT id FROM {self.table} WHERE {where}", conditions

    def _number(self, sql: str, given: list, most: int) -> int:
        """How many rows; no more than one above `most` are counted."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {most + 1}) found", given)
            return cursor.fetchone()[0]

    def _score(self, query: Query) -> tuple[str, list]:
        """Each group by its words, or, in recognised text, by their parts when those count more; then the bonuses."""
        number, average = self._statistics()
        norm = f"{K1} * ({1 - B} + {B} * length / {average:.3f})"
        groups, given = [], []
        for terms in query.wanted:
            words, values = self._sum((each for term in terms for each in _counted(term)), norm, number)
            given += values
            if by_parts := [(part, 1.0) for part in _parts(terms)]:
                read, values = self._sum(by_parts, norm, self._having(_quoted(READ)))
                words, given = f"greatest({words}, {RECOGNISED} * ({read}))", [*given, *values]
            groups.append(words)
        boosts = "1"
        for weight, expression in _bonuses(query):
            boosts += f" + {weight} * (vector @@ %s::tsquery)::int"
            given.append(expression)
        return f"({' + '.join(groups)}) * ({boosts})", given

    def _sum(self, counted: Iterable[tuple[str, float]], norm: str, number: int) -> tuple[str, list]:
        sums, given = ["0"], []
        for expression, weight in counted:
            having = self._having(expression)
            if having:
                saturated = f"{K1 + 1} / (1 + {norm} / nullif({_frequency(expression)} * {weight}, 0))"
                sums.append(f"%s * coalesce({saturated}, 0)")
                given += [_rarity(having, number), expression]
        return " + ".join(sums), given

    def _statistics(self) -> tuple[int, float]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), coalesce(sum(length), 0) FROM {self.table}" if self.scratch else STATISTICS
            )
            number, words = cursor.fetchone()
        return int(number), max(1.0, float(words) / max(1, number))

    def _having(self, expression: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.table} WHERE vector @@ %s::tsquery", [expression])
            return cursor.fetchone()[0]


def _rarity(having: int, number: int) -> float:
    return max(1e-6, math.log((max(number, having) - having + 0.5) / (having + 0.5)))


def vector(words: Analysed, tokens: Iterable[str], recognised: bool = False) -> str:
    """A tsvector as text: every stem, surface and part with its places, the permission tokens without."""
    places: dict[str, list[int]] = {}
    for place, (stem, surface) in enumerate(zip(words.stems, words.surfaces, strict=True), 1):
        _hold(places, stem, place)
        _hold(places, f"={surface}", place)
    for place, part in enumerate(trigrams(words.surfaces).split() if recognised else (), 1):
        _hold(places, f"~{part}", place)
    if recognised:
        places[READ] = []
    located = [_quoted(lexeme) + (":" + ",".join(map(str, at)) if at else "") for lexeme, at in places.items()]
    return " ".join([*located, *(_quoted(f"!{token}") for token in tokens)])


def _hold(places: dict[str, list[int]], lexeme: str, place: int) -> None:
    held = places.setdefault(lexeme, [])
    if len(held) < MOST_PLACES and place <= LAST_PLACE:
        held.append(place)


def _frequency(expression: str) -> str:
    """How often it stands there; a phrase counts once."""
    if "<" in expression:
        return "(vector @@ %s::tsquery)::int"
    rank = "ts_rank('{1,1,1,1}'::float4[], vector, %s::tsquery)::float8"
    return f"round(1 / ({BASEL} * (1.0000001 - least({rank}, 1))) - 0.5)"


def _conditions(query: Query, tokens: list[str] | None) -> Iterator[str]:
    if tokens is not None:
        yield " | ".join(_quoted(f"!{token}") for token in tokens)
    if query.wanted:
        yield " | ".join([*map(_group, query.wanted), *(part for terms in query.wanted for part in _parts(terms))])
    yield from _required(query)


def _all_of(query: Query, tokens: list[str] | None) -> list[str]:
    """Documents that have every word."""
    allowed = [] if tokens is None else [" | ".join(_quoted(f"!{token}") for token in tokens)]
    return [*allowed, *map(_group, query.wanted), *_required(query)]


def _required(query: Query) -> Iterator[str]:
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
    if not isinstance(term, Word) or term.weight < 1:
        return [(_term(term), SURFACE)]
    return [(_quoted(term.stem), STEM), (_quoted(f"={term.surface}"), SURFACE)]


def _parts(terms: Iterable[Term]) -> list[str]:
    """The words among these by their parts, for text that a machine recognised."""
    words = [term.surface for term in terms if isinstance(term, Word) and term.weight == 1]
    parts = (part.split() for word in words for part in parts_of(word))
    return ["(" + " <-> ".join(_quoted(f"~{each}") for each in part) + ")" for part in parts]


def _group(terms: Iterable[Term]) -> str:
    return "(" + " | ".join(map(_term, terms)) + ")"


def _term(term: Term) -> str:
    if isinstance(term, Phrase):
        return "(" + " <-> ".join(_quoted(f"={surface}") for surface in term.surfaces) + ")"
    if isinstance(term, Near):
        one, other = map(_quoted, term.stems)
        return _near(one, other, term.distance)
    if isinstance(term, Prefix):
        return _quoted(f"={term.start}") + ":*"
    if term.weight < 1:
        return _quoted(f"={term.surface}")
    return f"{_quoted(term.stem)} | {_quoted(f'={term.surface}')}"


def _near(one: str, other: str, distance: int) -> str:
    """Each way round, each number of words between: a tsquery knows exact distances alone."""
    ways = [f"{a} <{n}> {b}" for a, b in ((one, other), (other, one)) for n in range(1, distance + 2)]
    return "(" + " | ".join(ways) + ")"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
