"""A search as the page makes it (permission, seven facets, marks, the living check) on the service, against its bare query."""

from search import queries
from search.backends.elastic.client import quick
from search.parsing import parse
from tests.benchmarks.elastic_world import asked, filled, p95, service


def measure(scale: int) -> dict:
    with service():
        index, officer, _rate = filled(scale)
        whole = p95(lambda text: answered(officer, text), asked())
        bare = p95(lambda text: ask(index, text), asked())
        return {"value": whole, "baseline": bare, "unit": "ms p95"}


def answered(officer, text: str) -> None:
    assert not queries.search(officer, text).fallback


def ask(index: str, text: str) -> None:
    words = [{"term": {"stem": term.stem}} for term in parse(text).terms]
    quick().search(index=index, query={"bool": {"should": words}}, size=20, source=False)
