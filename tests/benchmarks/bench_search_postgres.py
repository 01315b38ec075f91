"""`bench_search_fts` on the database that DATABASE_URL names; the search in a tsvector."""

from tests.benchmarks import bench_search_fts


def measure(scale: int) -> dict:
    return bench_search_fts.measure(scale)
