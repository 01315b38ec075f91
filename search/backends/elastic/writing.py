"""Telling: documents by bulk, at versions that never let an older write win; indexes behind an alias."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice

from elasticsearch import helpers
from elasticsearch.dsl import Index

from search.backends.elastic import names
from search.backends.elastic.client import Unavailable, patient, speaking
from search.backends.elastic.mapping import FILLING, LAYOUT, LIVE, held, mappings, settings_of
from search.models import Document

FIRST = 0  # version of a document that the filling of an index writes: whatever is told later wins
STALE, ABSENT = 409, 404
TOGETHER = 500  # documents of one bulk
SCANNED = 2000


def put(index: str, documents: Iterable[Document], versions: dict[int, int], gone: dict[int, int]) -> None:
    """Write these documents at their versions (FIRST when none is given), delete those that are gone.

    A stale write and a delete of what is not there are what was wanted. Raises Unavailable for anything else.
    """
    kept = (_held(index, document, versions.get(document.pk, FIRST)) for document in documents)
    actions = chain(kept, (_gone(index, pk, version) for pk, version in gone.items()))
    bad: list[str] = []
    with speaking(), ThreadPoolExecutor(max_workers=1) as sender:
        sent = None
        while part := list(islice(actions, TOGETHER)):  # words are cut while the service writes those before
            bad += sent.result() if sent else []
            sent = sender.submit(_send, part)
        bad += sent.result() if sent else []
        if bad:
            raise Unavailable(f"{len(bad)} documents refused: {bad[0]}")


def _send(actions: list[dict]) -> list[str]:
    """One bulk; what was refused."""
    results = helpers.streaming_bulk(patient(), actions, chunk_size=TOGETHER, raise_on_error=False)
    return [trouble for fine, item in results if not fine and (trouble := _trouble(item))]


def _held(index: str, document: Document, version: int) -> dict:
    return {**_action(index, document.pk, version), "_op_type": "index", "_source": held(document)}


def _gone(index: str, pk: int, version: int) -> dict:
    return {**_action(index, pk, version), "_op_type": "delete"}


def _action(index: str, pk: int, version: int) -> dict:
    return {"_index": index, "_id": str(pk), "version": version, "version_type": "external"}


def _trouble(item: dict) -> str:
    ((operation, answer),) = item.items()
    if answer["status"] == STALE or (operation == "delete" and answer["status"] == ABSENT):
        return ""
    return str(answer.get("error"))[:300]


def refresh(index: str) -> None:
    """What was told is found from now on."""
    with speaking():
        patient().indices.refresh(index=index)


# Indexes ----------------------------------------------------------------------------------------------------------------
def create(index: str) -> None:
    """An empty index that is about to be filled."""
    with speaking():
        patient().indices.create(index=index, mappings=mappings(), settings=settings_of(FILLING))


def existing() -> dict[str, bool]:
    """Our indexes in the service, and whether the alias is theirs."""
    with speaking():
        found = patient().indices.get(index=f"{names.alias()}-v*", expand_wildcards="open")
    return {index: names.alias() in about.get("aliases", {}) for index, about in found.items() if names.number(index)}


def outdated() -> set[str]:
    """Those of our indexes that an older release made, with other fields."""
    with speaking():
        found = patient().indices.get_mapping(index=f"{names.alias()}-v*", expand_wildcards="open")
    return {index for index, about in found.items() if about["mappings"].get("_meta", {}).get("layout") != LAYOUT}


def go_live(index: str) -> None:
    """From now on this one answers: the alias moves in one step."""
    others = [{"remove": {"index": other, "alias": names.alias()}} for other, live in existing().items() if live]
    with speaking():
        Index(index, using=patient()).put_settings(body={"index": LIVE})
        patient().indices.update_aliases(actions=[*others, {"add": {"index": index, "alias": names.alias()}}])


def remove(indexes: Iterable[str]) -> None:
    for index in indexes:
        with speaking():
            patient().indices.delete(index=index, ignore_unavailable=True)


def everything(index: str) -> Iterator[tuple[int, str, int]]:
    """(id, digest, version) of all it holds, by id; after a refresh, so that nothing is missed."""
    refresh(index)
    place: list | None = None
    while True:
        with speaking():
            answer = patient().search(
                index=index,
                sort=[{"id": "asc"}],
                size=SCANNED,
                version=True,
                source={"includes": ["digest"]},
                search_after=place,
            )
        hits = answer["hits"]["hits"]
        yield from ((int(hit["_id"]), hit["_source"].get("digest", ""), hit["_version"]) for hit in hits)
        if len(hits) < SCANNED:
            return
        place = hits[-1]["sort"]
