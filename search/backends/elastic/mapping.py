"""What the service holds of a document: its words, what it is narrowed by, under what it may be found; never its text."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from elasticsearch import dsl

from search import analysis
from search.backends.base import STEM, SURFACE
from search.documents import Entry
from search.models import Document

K1, B = 1.2, 0.75
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "sort": {
        "field": ["day", "id"],
        "order": ["desc", "desc"],
    },  # the newest first, so that they are found without a search
    "gc_deletes": "1h",  # so long a late write finds the grave of what was deleted
    "similarity": {
        name: {"type": "BM25", "k1": round(K1 / weight, 4), "b": B}
        for name, weight in (("stem", STEM), ("surface", SURFACE), ("tri", 1))
    },
}
# what is counted together, in one pass each: [kind, stage, file type] as one value, and so on; lists stay lists in it
TOGETHER = {
    "shape": ("kind", "stage", "file_type"),
    "place": ("territory", "agencies"),
    "matter": ("violations", "month"),
}
GRAM = 4  # signs
LAYOUT = 2  # an index of another layout is made anew
FILLING = {"refresh_interval": "-1"}
LIVE = {"refresh_interval": "1s"}
SAME = (
    "family",
    "kind",
    "reference",
    "stage",
    "territory",
    "agencies",
    "violations",
    "tokens",
    "fields",
    "file_type",
    "month",
)
ENTRY = tuple(name for name in Entry.__dataclass_fields__)


def _words(name: str) -> dsl.Text:
    """A field of words that were cut already."""
    return dsl.Text(analyzer="whitespace", similarity=name)


def _code() -> dsl.Keyword:
    """What is narrowed by."""
    return dsl.Keyword(doc_values=False)


def _counted() -> dsl.Keyword:
    return dsl.Keyword(index=False, eager_global_ordinals=True)


class Place(dsl.Document):
    """One document of the index. Its id in the service is its id in the database."""

    id = dsl.Long()
    access = dsl.Long()
    family = _code()
    kind = _code()
    reference = _code()
    stage = _code()
    territory = _code()
    within = _code()
    agencies = _code()
    violations = _code()
    tokens = _code()
    fields = _code()
    file_type = _code()
    month = _code()
    day = dsl.Date(format="yyyy-MM-dd")
    shape = _counted()
    place = _counted()
    matter = _counted()
    stem = _words("stem")
    surface = _words("surface")
    tri = _words("tri")
    digest = dsl.Keyword(index=False)

    class Meta:
        dynamic = dsl.MetaField("strict")
        source = dsl.MetaField(includes=["digest"])


def settings_of(state: dict) -> dict:
    return {"index": {**SETTINGS, **state}}


def mappings() -> dict:
    """As the service wants them; `_source` keeps the digest alone."""
    return {**Place._doc_type.mapping.to_dict(), "_meta": {"layout": LAYOUT}}


def held(document: Document) -> dict[str, Any]:
    """What the service is told of a document."""
    words = analysis.together(entry_of(document).words())
    recognised = document.recognised or analysis.garbled(document.body)
    facts: dict[str, Any] = {name: getattr(document, name) for name in SAME}
    return {
        **facts,
        **{name: json.dumps([facts[column] for column in columns]) for name, columns in TOGETHER.items()},
        "id": document.pk,
        "access": document.access_id,
        "within": levels(document.territory),
        "day": document.day.isoformat(),
        "stem": " ".join(words.stems),
        "surface": " ".join(words.surfaces),
        "tri": grams(words.surfaces) if recognised else "",
        "digest": digest(document),
    }


def grams(surfaces: Iterable[str]) -> str:
    """Every word in parts of four signs, its edges marked: what is looked for is never shorter, and the longer, the rarer."""
    return " ".join(filter(None, map(_grams, surfaces)))


@lru_cache(maxsize=100_000)
def _grams(word: str) -> str:
    return " ".join(_cut(f"_{word}_")) if len(word) <= analysis.LONGEST_IN_PARTS else ""


def grams_of(part: str) -> list[str]:
    """The same of one of analysis.parts_of, which comes as trigrams in a row."""
    first, *others = part.split()
    return _cut(first + "".join(each[-1] for each in others))


def _cut(text: str) -> list[str]:
    return [text[at : at + GRAM] for at in range(len(text) - GRAM + 1)]


def entry_of(document: Document) -> Entry:
    """The entry that a stored document was made of."""
    return Entry(**{name: getattr(document, name) for name in ENTRY})


def levels(code: str) -> list[str]:
    """A place and the province it lies in."""
    return sorted({code, code.partition(".")[0]} - {""})


def digest(document: Document) -> str:
    """The same for two documents that the service holds alike."""
    facts = [getattr(document, name) for name in (*SAME, "access_id", "page", "title", "body", "hidden", "recognised")]
    text = json.dumps([*facts, str(document.day), document.analysis], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
