"""Search in the application's own database: the words beside the documents, the living Access rows in every query.

Permission tokens narrow the match; the join on Access makes it exact the moment somebody seals or moves a case.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from search import analysis
from search.backends.base import COUNTED, COUNTED_NARROWED, FACETS, RANKED, Difference, Filters, Found, Hit, no_counts
from search.backends.postgres import PostgresWords
from search.backends.sqlite import SqliteWords
from search.coverage import counted
from search.documents import Entry
from search.models import Bundle, Document
from search.parsing import Query
from search.permissions import permitted, tokens_for
from workflow.models import Access

COPIED = (
    "key", "access_id", "family", "kind", "reference", "subject", "evidence_id", "page", "url", "title", "body", "hidden",
    "stage", "territory", "day", "file_type", "month", "recognised",
)  # fmt: skip
LISTS = ("agencies", "violations", "tokens", "fields")
# the columns that FACETS are counted by, in their order
COUNTED_BY = ("kind", "stage", "territory", "agencies", "violations", "file_type", "month")
UNSHOWN = ("tokens", "fields", "hidden", "agencies", "violations")
# what of a document its words are made of
WORDS = {"title", "body", "hidden", "tokens", "fields", "recognised", "page", "analysis"}


def words_of_site(**options) -> SqliteWords | PostgresWords:
    """Where this database keeps words; with `table` a scratch place."""
    return SqliteWords(**options) if connection.vendor == "sqlite" else PostgresWords(**options)


class Embedded:
    """The backend that every site has."""

    name = "embedded"

    def __init__(self):
        self.words = words_of_site()

    # Writing ------------------------------------------------------------------------------------------------------------
    def replace(self, access_id: int, entries: list[Entry], *, version: int) -> bool:
        """Hold exactly these documents of this row; False, and nothing done, when it knows a later version."""
        with transaction.atomic():
            if not Access.objects.filter(pk=access_id).exists():
                return False
            Bundle.objects.get_or_create(access_id=access_id, defaults={"version": version})
            bundle = Bundle.objects.select_for_update().get(access_id=access_id)
            if bundle.version > version:
                return False
            self._write(access_id, entries)
            bundle.version = version
            bundle.documents, bundle.words = len(entries), sum(len(entry.body.split()) for entry in entries)
            files = counted(access_id)
            bundle.files, bundle.unread = files.files, files.unreadable
            bundle.save()
        return True

    def _write(self, access_id: int, entries: list[Entry]) -> None:
        held = {document.key: document for document in Document.objects.filter(access_id=access_id)}
        gone = set(held) - {entry.key for entry in entries}
        Document.objects.filter(access_id=access_id, key__in=gone).delete()
        rows = []
        for entry in entries:
            document = held.get(entry.key) or Document()
            wanted = _facts(entry)
            stale = _unlike(document, wanted)
            if document.pk and _is_news(document, stale, wanted):
                document.delete()
                document, stale = Document(), set(wanted)
            if stale:
                _set(document, wanted)
                document.save()
            if stale & WORDS:
                rows.append(_row(document, entry))
        self.words.put(rows)

    def tidy(self) -> None:
        """After a rebuild: drop words that belong to nothing, put the index in order."""
        self.words.remove(self.words.strays())
        self.words.optimise()

    # Comparing ----------------------------------------------------------------------------------------------------------
    def differences(self, access_id: int, entries: list[Entry]) -> Iterator[Difference]:
        """How what is held of this row differs from these documents, word for word."""
        held = {document.key: document for document in Document.objects.filter(access_id=access_id)}
        wanted = {entry.key: entry for entry in entries}
        yield from (Difference("missing", key) for key in wanted.keys() - held.keys())
        yield from (Difference("orphan", key) for key in held.keys() - wanted.keys())
        both = [(held[key], wanted[key]) for key in wanted.keys() & held.keys()]
        wrong = set(self.words.wrong(_row(document, entry) for document, entry in both))
        for document, entry in both:
            if document.pk in wrong or _unlike(document, _facts(entry)):
                yield Difference("stale", document.key)

    def orphans(self) -> Iterator[Difference]:
        """Words that belong to no document, and what the index finds wrong with itself."""
        yield from (Difference("orphan", f"words/{pk}") for pk in self.words.strays())
        if trouble := self.words.broken():
            yield Difference("broken", trouble)

    # Reading ------------------------------------------------------------------------------------------------------------
    def search(self, query: Query, user, filters: Filters, *, place: tuple | None, newest: bool, size: int) -> Found:
        """What this user may find. `place` is that of the last hit seen, None at the beginning."""
        tokens: list[str] | None = tokens_for(user)
        if not tokens:
            return Found()
        if _everywhere(user) and (query.wanted or query.fields or not query.unwanted):
            tokens = None  # what must not be there is asked of something that is
        base = Document.objects.filter(permitted(user), _base(filters))
        narrower = replace(query, fields=(*query.fields, *_field_tokens(filters)))
        page = self._newest if newest or not query.wanted else self._best
        hits, more = page(narrower, tokens, base.filter(_narrow(filters)), place, size)
        most = COUNTED_NARROWED if any(getattr(filters, name) for name in FACETS) else COUNTED
        rows, at_least = self._facts(query, tokens, base, most)
        total, facets = _counts(rows, filters)
        return Found(hits, more, min(total, most), facets, at_least=at_least)

    def _best(self, query, tokens, base: QuerySet, place, size) -> tuple[list[Hit], bool]:
        """Ranked first, then asked of the living rows, best first, until a page is full."""
        likeliest = self.words.likeliest(query, tokens, RANKED)
        if likeliest is not None:
            hits, more = _passing(_listed(likeliest), base, place, size)
            every = False
        else:
            matches, given, every = self.words.ranked(query, tokens, most=RANKED)
            hits, more = _passing(_asked(matches, given), base, place, size)
        if not more and not every:
            matches, given, _every = self.words.ranked(query, tokens)
            hits, more = _passing(_asked(matches, given), base, place, size)
        return hits, more

    def _newest(self, query, tokens, base: QuerySet, place, size) -> tuple[list[Hit], bool]:
        """By day, in the order that the documents have an index for."""
        if query.wanted or query.unwanted or query.fields or tokens is not None:
            matches, given = self.words.matches(query, tokens)
            base = base.extra(where=[f'"{Document._meta.db_table}"."id" IN ({matches})'], params=given)  # noqa: S610
        if place:
            day, pk = place
            base = base.filter(Q(day__lt=day) | Q(day=day, pk__lt=pk))
        found = list(base.select_related("evidence").order_by("-day", "-pk")[: size + 1])
        return [Hit(each, 0.0, (str(each.day), each.pk)) for each in found[:size]], len(found) > size

    def _facts(self, query, tokens, base: QuerySet, most: int) -> tuple[list[tuple], bool]:
        """Every combination of values among the matches, and how often it is there; True when only the newest count."""
        matches, given = self.words.matches(query, tokens, limit=most + 1)
        columns = ", ".join(f"d.{name}" for name in COUNTED_BY)
        rows = _joined(matches, given, base.values("id", *COUNTED_BY), f"{columns}, count(*)", f"GROUP BY {columns}")
        return rows, sum(row[-1] for row in rows) > most


Ranked = Callable[[tuple | None, int], list[tuple[int, float]]]  # so many (id, score) after a place, best first


def _passing(ranked: Ranked, base: QuerySet, place: tuple | None, size: int) -> tuple[list[Hit], bool]:
    """The next page of what was ranked: as many at once as will mostly do, more when the living rows let few through."""
    hits: list[Hit] = []
    asked = 2 * size
    while True:
        rows = ranked(place, asked)
        room, open_now = size + 1 - len(hits), _open(base, rows)
        let_through = [(pk, score) for pk, score in rows if pk in open_now]
        shown = Document.objects.filter(pk__in=[pk for pk, _score in let_through[:room]])
        documents = {each.pk: each for each in shown.select_related("evidence").defer(*UNSHOWN)}
        hits += [Hit(documents[pk], score, (score, pk)) for pk, score in let_through[:room] if pk in documents]
        if len(hits) > size or len(rows) < asked:
            return hits[:size], len(hits) > size
        place, asked = (rows[-1][1], rows[-1][0]), 10 * asked


def _listed(ranked: list[tuple[int, float]]) -> Ranked:
    def after(place: tuple | None, number: int) -> list[tuple[int, float]]:
        rows = ranked if place is None else [row for row in ranked if (row[1], row[0]) < tuple(place)]
        return rows[:number]

    return after


def _asked(matches: str, given: list) -> Ranked:
    return lambda place, number: _next(matches, given, place, number)


def _open(base: QuerySet, rows: list[tuple[int, float]]) -> set[int]:
    """Which of these the living rows let through. By a join: of a list of keys SQLite reads every row of the authority."""
    if not rows:
        return set()
    keys = ", ".join(f"({pk:d})" for pk, _score in rows)
    found = _joined(f"SELECT column1 AS id FROM (VALUES {keys}) v", [], base.values("id"), "m.id", "")
    return {pk for (pk,) in found}


def _next(matches: str, given: list, place: tuple | None, number: int) -> list[tuple[int, float]]:
    after, seen = ("WHERE (score, id) < (%s, %s)", list(place)) if place else ("", [])
    sql = f"SELECT id, score FROM ({matches}) m {after} ORDER BY score DESC, id DESC LIMIT {number}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *seen])
        return cursor.fetchall()


def _counts(rows: list[tuple], filters: Filters) -> tuple[int, dict[str, Counter]]:
    """The total under all filters, and each facet under all but its own."""
    total, held = 0, no_counts()
    chosen = [(place, name, wanted) for place, name in enumerate(FACETS) if (wanted := getattr(filters, name))]
    for *values, number in rows:
        failed = [name for place, name, wanted in chosen if not _passes(_values(values[place]), name, wanted)]
        total += 0 if failed else number
        for name, value in zip(FACETS, values, strict=True):
            if not failed or failed == [name]:
                held[name][value] += number
    return total, {name: _apart(counted) for name, counted in held.items()}


def _apart(counted: Counter) -> Counter:
    """Of columns that hold several values, every value by itself."""
    values: Counter = Counter()
    for column, number in counted.items():
        for value in set(_values(column)):
            values[value] += number
    return values


def _values(value: str) -> list[str]:
    return json.loads(value) if value.startswith("[") else [value] if value else []


def _passes(held: list[str], name: str, wanted: str) -> bool:
    if name == "territory":
        return not wanted or any(code == wanted or code.startswith(f"{wanted}.") for code in held)
    return not wanted or wanted in held


def _everywhere(user) -> bool:
    """Tokens that nearly every document bears narrow nothing and cost a fifth; the living condition stands anyway."""
    return user.authority_id is not None and not user.region_codes


def _joined(matches: str, given: list, base: QuerySet, columns: str, rest: str, more: Iterable = ()) -> list[tuple]:
    """Rows of the matches that the condition lets through; the words are asked once, before anything else."""
    try:
        documents, values = base.query.sql_with_params()
    except EmptyResultSet:
        return []
    sql = f"WITH m AS MATERIALIZED ({matches}) SELECT {columns} FROM m JOIN ({documents}) d ON d.id = m.id {rest}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *values, *more])
        return cursor.fetchall()


def _base(filters: Filters) -> Q:
    condition = Q()
    if filters.after:
        condition &= Q(day__gte=filters.after)
    if filters.before:
        condition &= Q(day__lte=filters.before)
    if filters.rows:
        condition &= Q(pk__gt=filters.rows[0], pk__lte=filters.rows[1])
    if filters.reference:
        condition &= Q(reference=filters.reference)
    return condition


def _narrow(filters: Filters) -> Q:
    condition = Q()
    if filters.kind:
        condition &= Q(kind=filters.kind)
    if filters.stage:
        condition &= Q(stage=filters.stage)
    if filters.file_type:
        condition &= Q(file_type=filters.file_type)
    if filters.month:
        condition &= Q(month=filters.month)
    if filters.territory:
        condition &= Q(territory=filters.territory) | Q(territory__startswith=f"{filters.territory}.")
    return condition


def _field_tokens(filters: Filters) -> list[str]:
    """Agency and violation are many to a document: they are asked as words of it."""
    return [f"{name}:{value}".lower() for name in ("agency", "violation") if (value := getattr(filters, name))]


def _facts(entry: Entry) -> dict:
    """The columns of a document, as an entry wants them."""
    facts = {name: getattr(entry, name) for name in COPIED}
    lists = {name: list(getattr(entry, name)) for name in LISTS}
    return {**facts, **lists, "analysis": analysis.VERSION}


def _unlike(document: Document, wanted: dict) -> set[str]:
    """The columns in which they differ; all of a new document."""
    return {name for name, value in wanted.items() if document.pk is None or getattr(document, name) != value}


def _is_news(document: Document, stale: set[str], wanted: dict) -> bool:
    """Other words, or other readers by place: it becomes a new row, so that whoever saved a search hears of it."""
    places = [{token for token in tokens if "/w/" in token} for tokens in (document.tokens, wanted["tokens"])]
    return bool(stale & {"title", "body"}) or places[0] != places[1]


def _set(document: Document, wanted: dict) -> None:
    for name, value in wanted.items():
        setattr(document, name, value)


def _row(document: Document, entry: Entry):
    """What its words are made of; a text that looks badly recognised is taken for recognised, whoever made it."""
    tokens = (*entry.tokens, *entry.fields)
    return document.pk, analysis.together(entry.words()), tokens, entry.recognised or analysis.garbled(entry.body)
