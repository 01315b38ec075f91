"""`manage.py evaluate_search`: how well the search finds what it should, as one JSON line."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.evaluation import Collection, evaluate


class Command(BaseCommand):
    help = "Indexes a BEIR collection into a scratch index and prints ndcg@10, mrr@10, recall@100 and times as JSON."

    def add_arguments(self, parser):
        for name in ("corpus", "queries", "qrels"):
            parser.add_argument(f"--{name}", type=Path, required=True)

    def handle(self, *, corpus: Path, queries: Path, qrels: Path, **options):
        try:
            collection = Collection.read(corpus, queries, qrels)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"cannot read the collection: {error}") from error
        self.stdout.write(json.dumps(evaluate(collection)))
