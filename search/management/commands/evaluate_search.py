"""`manage.py evaluate_search`: how well the search finds what it should, as one JSON line."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.evaluation import Collection, Ways, compared, evaluate

OTHERS: dict[str, dict] = {"plain": {"plain": True}, "no-synonyms": {"synonyms": False}, "site": {}}
ANALYZERS: dict[str, dict] = {name: {"analyzer": name} for name in ("standard", "indonesian")}  # of a search service
WAYS: dict[str, dict] = {**OTHERS, **ANALYZERS}


class Command(BaseCommand):
    help = "Indexes a BEIR collection into a scratch index and prints ndcg@10, mrr@10, recall@100 and times as JSON."

    def add_arguments(self, parser):
        for name in ("corpus", "queries", "qrels"):
            parser.add_argument(f"--{name}", type=Path, required=True)
        parser.add_argument(
            "--noise", type=float, default=0, help="characters in a hundred misread, as recognised text"
        )
        parser.add_argument(
            "--sample", type=int, default=0, help="ask only so many of the queries, the same in each run"
        )
        parser.add_argument("--way", choices=WAYS, default="site", help="plain: words as written")
        parser.add_argument(
            "--against", choices=WAYS, help="measure this too, and the difference with its 95 %% interval"
        )

    def handle(self, *, corpus: Path, queries: Path, qrels: Path, noise, sample, way, against, **options):
        try:
            collection = Collection.read(corpus, queries, qrels)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"cannot read the collection: {error}") from error
        if not settings.SEARCH_URL and {way, against} & set(ANALYZERS):
            raise CommandError("an analyzer of the search service needs one (SEARCH_URL)")
        collection.thin(sample)
        figures = evaluate(collection, Ways(**WAYS[way], noise=noise))
        line = {"backend": "elasticsearch" if settings.SEARCH_URL else "embedded", **figures.summary()}
        if against:
            other = evaluate(collection, Ways(**WAYS[against], noise=noise))
            line["against"] = {"way": against, **other.summary(), **compared(figures.ndcg, other.ndcg)}
        self.stdout.write(json.dumps(line))
