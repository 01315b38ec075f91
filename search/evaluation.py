"""Measures the search on a judged collection: the site's own analysis, query builder and words, in a scratch index."""

import json
import math
import random
import string
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import connection

from search import analysis
from search.backends.base import RANKED
from search.backends.elastic.scratch import ElasticWords
from search.backends.embedded import words_of_site
from search.parsing import parse
from search.terms import Phrase, Query, Term, Word
from search.thesaurus import expand

DEPTH = 100
BATCH = 1000
SCRATCH = "search_scratch"
SEED = 2026


@dataclass
class Collection:
    """BEIR files: documents and queries by id, and which documents answer a query how well (0: not at all)."""

    documents: list[tuple[str, str]]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]

    @classmethod
    def read(cls, corpus: Path, queries: Path, qrels: Path) -> "Collection":
        """Raises OSError or ValueError for files that are not there or not of that form."""
        documents = [(row["_id"], f"{row.get('title', '')} {row['text']}".strip()) for row in _rows(corpus)]
        judged: dict[str, dict[str, int]] = {}
        for line in qrels.read_text(encoding="utf-8").splitlines()[1:]:
            query, document, grade = line.split("\t")
            judged.setdefault(query, {})[document] = int(grade)
        return cls(documents, {row["_id"]: row["text"] for row in _rows(queries)}, judged)

    def thin(self, number: int) -> None:
        """Keep so many of the queries, the same in every run; 0 keeps all."""
        if 0 < number < len(self.judged):
            kept = random.Random(SEED).sample(sorted(self.judged), number)  # noqa: S311
            self.judged = {key: self.judged[key] for key in kept}


@dataclass
class Figures:
    """Means over queries; times in milliseconds."""

    ndcg: list[float] = field(default_factory=list)
    mrr: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def add(self, ranked: list[str], judged: dict[str, int], milliseconds: float) -> None:
        self.ndcg.append(ndcg(ranked, judged))
        self.mrr.append(next((1 / place for place, key in enumerate(ranked[:10], 1) if judged.get(key, 0) > 0), 0.0))
        relevant = {key for key, grade in judged.items() if grade > 0}
        self.recall.append(len(relevant & set(ranked[:DEPTH])) / len(relevant))
        self.times.append(milliseconds)

    def summary(self) -> dict:
        return {
            "ndcg@10": _mean(self.ndcg),
            "mrr@10": _mean(self.mrr),
            "recall@100": _mean(self.recall),
            "p50_ms": _percentile(self.times, 50),
            "p95_ms": _percentile(self.times, 95),
            "queries": len(self.times),
        }


@dataclass(frozen=True)
class Ways:
    """How a collection is searched; `plain` and `synonyms` make what the site's own way is compared with."""

    plain: bool = False  # words as written, without stems, chat spelling and parts
    synonyms: bool = True
    analyzer: str = ""  # of the search service, over the text as it is
    noise: float = 0.0  # wrong characters in a hundred; the documents are then recognised text

    def words(self, text: str) -> analysis.Analysed:
        if self.analyzer:
            return analysis.Analysed([text], [text])
        found = analysis.analysed(text)
        return analysis.Analysed(found.surfaces, found.surfaces) if self.plain else found

    def query(self, text: str) -> Query:
        if self.analyzer:
            return Query(wanted=((Phrase((text,)),),))
        query = expand(parse(text), on=self.synonyms and not self.plain)
        return (
            replace(query, wanted=tuple(tuple(map(_plain, group)) for group in query.wanted)) if self.plain else query
        )


def _plain(term: Term) -> Term:
    return replace(term, stem=term.surface) if isinstance(term, Word) else term


def evaluate(collection: Collection, ways: Ways = Ways()) -> Figures:
    """Index the collection where it disturbs nobody, ask every judged query, and count."""
    words = ElasticWords(ways.analyzer) if settings.SEARCH_URL else words_of_site(table=SCRATCH)
    words.create()
    try:
        texts = list(_texts(collection, ways.noise))
        for start in range(0, len(texts), BATCH):
            part = enumerate(texts[start : start + BATCH], start)
            words.put([(n, ways.words(text), [], _recognised(text, ways)) for n, text in part])
        words.optimise()
        return _ask(words, collection, ways)
    finally:
        words.drop()


def _recognised(text: str, ways: Ways) -> bool:
    return not ways.plain and (ways.noise > 0 or analysis.garbled(text))


def _texts(collection: Collection, percent: float) -> Iterable[str]:
    """The documents, with so many characters in a hundred misread: another letter, none, or one too many."""
    chance = random.Random(SEED)  # noqa: S311 - the same noise in every run
    for _key, text in collection.documents:
        yield "".join(_misread(sign, chance) if chance.random() * 100 < percent else sign for sign in text)


def _misread(sign: str, chance: random.Random) -> str:
    if not sign.isalnum():
        return sign
    kind, letter = chance.random(), chance.choice(string.ascii_lowercase)
    return letter if kind < 0.6 else "" if kind < 0.8 else sign + letter


def compared(mine: list[float], other: list[float], rounds: int = 2000) -> dict:
    """The mean difference over the same queries and its 95 % interval, by paired bootstrap."""
    chance = random.Random(SEED)  # noqa: S311
    differences = [a - b for a, b in zip(mine, other, strict=True)]
    means = sorted(sum(chance.choices(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    low, high = means[int(rounds * 0.025)], means[int(rounds * 0.975) - 1]
    return {"difference": _mean(differences), "interval": [round(low, 4), round(high, 4)]}


def _ask(words, collection: Collection, ways: Ways) -> Figures:
    figures = Figures()
    for key, judged in collection.judged.items():
        text = collection.queries.get(key)
        if text is None or not any(grade > 0 for grade in judged.values()):
            continue
        begun = time.perf_counter()
        ranked = _ranked(words, ways.query(text))
        figures.add([collection.documents[n][0] for n in ranked], judged, (time.perf_counter() - begun) * 1000)
    return figures


def _ranked(words, query: Query) -> list[int]:
    if not query.wanted:
        return []
    if isinstance(words, ElasticWords):
        return words.best(query, DEPTH)
    sql, given, _every = words.ranked(query, None, most=RANKED)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({sql}) m ORDER BY score DESC, id DESC LIMIT {DEPTH}", given)  # noqa: S608
        return [number for (number,) in cursor.fetchall()]


def ndcg(ranked: list[str], judged: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain, gains as judged."""
    gained = sum(judged.get(key, 0) / math.log2(place + 1) for place, key in enumerate(ranked[:depth], 1))
    best = sorted((grade for grade in judged.values() if grade > 0), reverse=True)[:depth]
    return gained / sum(grade / math.log2(place + 1) for place, grade in enumerate(best, 1))


def _rows(path: Path) -> Iterable[dict]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _mean(values: list[float]) -> float:
    return round(sum(values) / max(1, len(values)), 4)


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values) or [0.0]
    return round(ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)], 2)
