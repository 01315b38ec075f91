"""Pages a second that filling an index writes, out of the database and analysed, against a bulk of words cut beforehand."""

import time
from itertools import islice

from elasticsearch import helpers

from search.backends.elastic import writing
from search.backends.elastic.client import patient
from search.backends.elastic.mapping import held
from search.models import Document
from tests.benchmarks.elastic_world import filled, service

MOST = 20_000


def measure(scale: int) -> dict:
    with service():
        index, _officer, rate = filled(scale)
        ready = [held(document) for document in islice(Document.objects.order_by("pk").iterator(), MOST)]
        writing.create(f"{index}0")
        begun = time.perf_counter()
        helpers.bulk(patient(), ({"_index": f"{index}0", "_id": each["id"], "_source": each} for each in ready))
        bare = len(ready) / (time.perf_counter() - begun)
        writing.remove([f"{index}0"])
        return {"value": round(rate), "baseline": round(bare), "unit": "pages/s"}
