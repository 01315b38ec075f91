"""What the benchmarks of the search service share: pages of a vocabulary like a language's, an index of them, an officer."""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache

from django.test.utils import override_settings
from django.utils import timezone

from agencies.models import Officer, Territory
from complaints import actions
from deploy.demo.accounts import create_accounts
from evidence.models import Evidence
from search import analysis, telling
from search.backends.elastic import writing
from search.backends.elastic.client import breaker
from search.models import Document, Target, Unheard
from search.permissions import tokens_of

FILES = 200
WORDS = 120  # of a page
VOCABULARY = 30_000
TOGETHER = 5_000


@contextmanager
def service() -> Iterator[None]:
    """The search service that SEARCH_URL names, with indexes of this run alone."""
    with override_settings(SEARCH_URL=os.environ["TEST_SEARCH_URL"], SEARCH_PREFIX=PREFIX):
        breaker.reset()
        try:
            yield
        finally:
            Target.objects.all().delete()  # nothing is noted for it while others measure
            Unheard.objects.all().delete()


PREFIX = f"bench-{uuid.uuid4().hex[:8]}"


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Words of two to four syllables, and how often each is used: the commonest far more than the others."""
    chance = random.Random(1)
    syllables = [a + b for a in "bcdghjklmnprstwy" for b in ("a", "i", "u", "e", "o", "an", "ang", "in")]
    words = dict.fromkeys("".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY))
    weights = [1 / (rank + 5) for rank in range(len(words))]
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return list(words), sums


def pages(number: int) -> Iterator[str]:
    words, sums = vocabulary()
    chance = random.Random(2)
    for _page in range(number):
        yield " ".join(chance.choices(words, cum_weights=sums, k=WORDS))


def asked(number: int = 200) -> list[str]:
    """Questions of two words, from common to rare."""
    words, _sums = vocabulary()
    chance = random.Random(3)
    return [" ".join(words[int(len(words) ** chance.random()) - 1] for _word in range(2)) for _ in range(number)]


def filled(scale: int) -> tuple[str, Officer, float]:
    """An index of `scale` pages that answers, an officer of one province, pages a second that the filling wrote."""
    index, officer, rate = _filled(scale)
    Target.objects.update_or_create(name=index, defaults={"live": True})
    return index, officer, rate


@cache
def _filled(scale: int) -> tuple[str, Officer, float]:
    officer = next(each for each in create_accounts() if each.username == "intake")
    officer.regions.set(["64"])
    files, texts = [a_file(officer, number) for number in range(FILES)], pages(scale)
    for start in range(0, scale, TOGETHER):
        rows = [
            a_page(files[n % FILES], n, text) for n, text in zip(range(start, start + TOGETHER), texts, strict=False)
        ]
        Document.objects.bulk_create(rows[: scale - start])
    target = telling.begin()
    begun = time.perf_counter()
    telling.fill(target)
    rate = scale / (time.perf_counter() - begun)
    writing.go_live(target.name)
    writing.refresh(target.name)
    return target.name, officer, rate


def a_file(officer: Officer, number: int) -> Evidence:
    place = ("64.02", "64.72", "65.71", "73.71")[number % 4]
    report = actions.Report(
        kind="NEUTRALITY", narrative=f"Laporan ukur nomor {number}.", incident_date=date(2024, 10, 14),
        incident_place="", territory=Territory.objects.get(code=place), violations=[], people=[], identity={},
    )  # fmt: skip
    access = actions.file_report(report, by=None, at=timezone.now()).complaint.access
    key = uuid.uuid4()
    return Evidence.objects.create(id=key, access=access, stage="READY", name="ukur.pdf", size=1, sha256=key.hex * 2)


def a_page(file: Evidence, number: int, text: str) -> Document:
    day = date(2023, 1, 1) + timedelta(days=number % 700)
    return Document(
        key=f"ukur/{number}", access=file.access, family="evidence", kind="evidence", reference="LAP", subject="LAP",
        evidence=file, page=2 + number // FILES, url="/", title="ukur.pdf", stage="RECEIVED", territory="64.02", day=day,
        month=f"{day:%Y-%m}", analysis=analysis.VERSION, tokens=tokens(file.access), body=text,
    )  # fmt: skip


_tokens: dict[int, list[str]] = {}


def tokens(access) -> list[str]:
    if access.pk not in _tokens:
        _tokens[access.pk] = tokens_of(access, "evidence")
    return _tokens[access.pk]


def p95(act: Callable[[str], object], questions: list[str]) -> float:
    """Milliseconds, warm."""
    for question in questions[:50]:
        act(question)
    times = []
    for question in questions:
        begun = time.perf_counter()
        act(question)
        times.append((time.perf_counter() - begun) * 1000)
    return round(sorted(times)[int(len(times) * 0.95)], 2)
