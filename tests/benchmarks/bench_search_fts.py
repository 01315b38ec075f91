"""The embedded search against its bare query, on SQLite (FTS5) or whatever DATABASE_URL names (a tsvector).

SCALE pages, two words from common to rare. `value`: p95 of what the search page does for an officer of the whole country:
permission, ranking, seven facets, marks, the living check, the log. `region`: the same for one of three provinces; `page`:
with the HTML and all that comes around a request. `baseline`: p95 of the twenty best by the words alone. Milliseconds.
"""

import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts import sessions
from agencies.models import Officer
from search import queries, record
from search.parsing import parse
from tests.benchmarks.search_world import asked, fill

BEST = {
    "sqlite": "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY bm25(search_words, 1.5, 0.4) LIMIT 20",
    "postgresql": "SELECT id FROM search_document WHERE vector @@ %s::tsquery"
    " ORDER BY ts_rank(vector, %s::tsquery) DESC LIMIT 20",
}


def measure(scale: int) -> dict:
    country, region = fill(scale)
    client = signed_in(country)
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        whole, bare, part, pages = measured(
            partial(found, country), best, partial(found, region), partial(page, client)
        )
    return {
        "value": at(whole, 95), "baseline": at(bare, 95), "unit": "ms", "adds": round(at(whole, 95) - at(bare, 95), 2),
        "p50": at(whole, 50), "bare_p50": at(bare, 50), "region": at(part, 95), "page": at(pages, 95),
        "page_p50": at(pages, 50), "database": connection.vendor,
    }  # fmt: skip


def found(officer: Officer, text: str) -> None:
    result = queries.search(officer, text)
    shown = [hit.key for hit in result.hits]
    record.keep(officer, asked={"q": text}, shown=shown, total=result.total, door="page", at=timezone.now())


def signed_in(officer: Officer) -> Client:
    """As after the password and a second factor."""
    client = Client()
    client.force_login(officer)
    session = client.session
    sessions.mark(session, factor="totp", at=timezone.now())
    session.save()
    sessions.keep(session, officer, device="", at=timezone.now())
    return client


def measured(*acts: Callable[[str], object]) -> list[list[float]]:
    """Milliseconds of each, warm, in turns, so that what else the machine does is shared by all; sorted."""
    questions, times = asked(), [[] for _act in acts]
    for text in questions:
        acts[0](text)
    for text in questions:
        for act, taken in zip(acts, times, strict=True):
            begun = time.perf_counter()
            act(text)
            taken.append((time.perf_counter() - begun) * 1e3)
    return [sorted(taken) for taken in times]


def page(client: Client, text: str) -> None:
    assert client.get("/petugas/cari/", {"q": text}).status_code == 200


def best(text: str) -> None:
    """The twenty best of the bare index, by words alone."""
    words = [group[0].stem for group in parse(text).wanted]
    if connection.vendor == "sqlite":
        given = [" OR ".join(f'stem : "{word}"' for word in words)]
    else:
        given = [" | ".join(f"'{word}'" for word in words)] * 2
    with connection.cursor() as cursor:
        cursor.execute(BEST[connection.vendor], given)
        cursor.fetchall()


def at(ordered: list[float], percent: int) -> float:
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)
