"""Measures the search on a judged collection: the site's own analysis, query builder and words, in a scratch index."""

import json
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from search import analysis
from search.backends.embedded import words_of_site
from search.parsing import parse

DEPTH = 100
BATCH = 1000
SCRATCH = "search_scratch"


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


def evaluate(collection: Collection) -> dict:
    """Index the collection where it disturbs nobody, ask every judged query, and count."""
    words = words_of_site(table=SCRATCH)
    words.create()
    try:
        for start in range(0, len(collection.documents), BATCH):
            part = enumerate(collection.documents[start : start + BATCH], start)
            words.put([(number, analysis.analysed(text), []) for number, (_key, text) in part])
        words.optimise()
        return {"backend": "embedded", **_ask(words, collection).summary()}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {SCRATCH}")


def _ask(words, collection: Collection) -> Figures:
    figures = Figures()
    for key, judged in collection.judged.items():
        text = collection.queries.get(key)
        if text is None or not any(grade > 0 for grade in judged.values()):
            continue
        begun = time.perf_counter()
        ranked = _ranked(words, text)
        figures.add([collection.documents[n][0] for n in ranked], judged, (time.perf_counter() - begun) * 1000)
    return figures


def _ranked(words, text: str) -> list[int]:
    query = parse(text)
    if not query.wanted:
        return []
    sql, given = words.matches(query, None, scored=True)
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
