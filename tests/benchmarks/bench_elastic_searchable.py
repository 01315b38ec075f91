"""From the commit of a change until the service finds it, by the routine's own rounds; against the bare write and refresh."""

import time
from datetime import timedelta

from search.backends.elastic.client import patient
from search.models import Document
from search.telling import tell
from tests.benchmarks.elastic_world import filled, service

ROUND = timedelta(seconds=1)
SAMPLES = 30


def measure(scale: int) -> dict:
    with service():
        index, _officer, _rate = filled(scale)
        chosen = list(Document.objects.order_by("pk")[:SAMPLES])
        whole = worst(lambda document: change(index, document), chosen)
        bare = worst(lambda document: write(index, document), chosen)
        return {"value": round(whole), "baseline": round(bare), "unit": "ms p95"}


def worst(act, documents: list[Document]) -> float:
    times = []
    for document in documents:
        begun = time.perf_counter()
        act(document)
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[int(len(times) * 0.95)]


def change(index: str, document: Document) -> None:
    """Changed, and the whole wait for the routine's next round on top: as late as it can be."""
    Document.objects.filter(pk=document.pk).update(reference=f"UKUR{document.pk}")
    time.sleep(ROUND.total_seconds())
    tell()
    assert patient().count(index=index, query={"term": {"reference": f"UKUR{document.pk}"}})["count"] == 1


def write(index: str, document: Document) -> None:
    body = {"id": document.pk, "reference": "POLOS"}
    patient().index(index=index, id=f"polos{document.pk}", document=body, refresh=True)
