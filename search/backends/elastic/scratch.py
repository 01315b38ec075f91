"""A scratch index for measuring: the site's own words and ranking, or an analyzer of the service over the bare text."""

import secrets
from collections.abc import Iterable
from typing import Any

from elasticsearch import dsl, helpers

from search import analysis
from search.backends.elastic import names
from search.backends.elastic.client import patient
from search.backends.elastic.mapping import grams, mappings, settings_of
from search.backends.elastic.query import matching
from search.terms import Phrase, Query

Row = tuple[int, analysis.Analysed, Iterable[str], bool]


class ElasticWords:
    """As the places for words in the database. With `analyzer` the service itself cuts the text, and any word matches."""

    def __init__(self, analyzer: str = ""):
        self.index = f"{names.alias()}-scratch-{secrets.token_hex(4)}"
        self.analyzer = analyzer

    def create(self) -> None:
        properties: dict[str, Any] = {"text": {"type": "text", "analyzer": self.analyzer}}
        held = {"properties": {"id": {"type": "long"}, **properties}} if self.analyzer else mappings()
        settings = settings_of({"refresh_interval": "-1"})
        if self.analyzer:
            del settings["index"]["sort"]  # by fields that only the site's own documents have
        patient().indices.create(index=self.index, mappings=held, settings=settings)

    def drop(self) -> None:
        patient().indices.delete(index=self.index)

    def put(self, rows: Iterable[Row]) -> None:
        helpers.bulk(patient(), ({"_index": self.index, "_id": str(row[0]), **self._source(row)} for row in rows))

    def _source(self, row: Row) -> dict:
        pk, words, tokens, recognised = row
        if self.analyzer:
            return {"id": pk, "text": " ".join(words.surfaces)}
        parts = grams(words.surfaces) if recognised else ""
        texts = {"stem": " ".join(words.stems), "surface": " ".join(words.surfaces), "tri": parts}
        return {"id": pk, "tokens": list(tokens), **texts}

    def optimise(self) -> None:
        patient().indices.refresh(index=self.index)

    def best(self, query: Query, number: int) -> list[int]:
        """Ids of the best, best first."""
        request = dsl.Search(using=patient(), index=self.index).query(self._asked(query)).source(False)
        first: dict = {"_score": "desc"}
        second: dict = {"id": "desc"}
        answer = request.sort(first, second).extra(size=number).execute().to_dict()
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]

    def _asked(self, query: Query):
        if not self.analyzer:
            return matching(query)
        typed = [term for term in query.terms if isinstance(term, Phrase)]
        return dsl.Q("match", text=" ".join(surface for term in typed for surface in term.surfaces))
