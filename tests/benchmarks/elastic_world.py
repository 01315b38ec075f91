"""What the benchmarks of the search service share: pages of a vocabulary like a language's, an index of them, an officer."""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from itertools import islice

from django.db import connection, transaction
from django.test.utils import override_settings
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from agencies.models import Officer
from deploy.demo.accounts import create_accounts
from evidence.models import Evidence, Page
from search import analysis, telling
from search.backends.elastic import writing
from search.backends.elastic.client import breaker
from search.models import Bundle, Document, Target, Unheard
from search.permissions import tokens_of
from workflow.models import Access

FILE, REPORT = 20, 60  # pages of a file, of a report
WORDS = 120  # of a page
MISREAD = 8  # words of a scanned page
LETTERS = "bcdefghijklmnopqrstuvwxyz"
FORMS = ("{}", "{}", "{}", "{}nya", "di{}", "ber{}")
PLACES = ("64.02", "64.72", "65.71", "73.71")
STAGES = ("RECEIVED", "VERIFICATION", "EXAMINATION", "DELIBERATION", "FOLLOW_UP")
VIOLATIONS = ("NET-D8", "NET-D1", "NET-D3")
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
    """Words of the language, plain and with what is put before and behind them; the commonest far more often than the others."""
    chance = random.Random(1)
    roots = [root for root in StemmerFactory().get_words() if root.isalpha() and len(root) > 3]
    chance.shuffle(roots)
    words = [chance.choice(FORMS).format(root) for root in roots]
    total, sums = 0.0, []
    for rank in range(len(words)):
        total += 1 / (rank + 5)
        sums.append(total)
    return words, sums


def pages(number: int) -> Iterator[str]:
    """Texts of WORDS words; of the pages of scans (is_scan) some words are misread."""
    words, sums = vocabulary()
    chance = random.Random(2)
    for page in range(number):
        text = chance.choices(words, cum_weights=sums, k=WORDS)
        if is_scan(page):
            for place in chance.sample(range(WORDS), MISREAD):
                text[place] = text[place][:-2] + chance.choice(LETTERS) + text[place][-1]
        yield " ".join(text)


def is_scan(page: int) -> bool:
    """Every third file."""
    return page // FILE % 3 == 0


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
    reports = [a_report(officer, number) for number in range(1 + scale // REPORT)]
    texts = pages(scale)
    for start in range(0, scale, TOGETHER):
        numbers = range(start, min(scale, start + TOGETHER))
        with transaction.atomic():
            write(numbers, reports, list(islice(texts, len(numbers))))
    Bundle.objects.bulk_create(a_bundle(access, number, scale) for number, access in enumerate(reports))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    target = telling.begin()
    begun = time.perf_counter()
    telling.fill(target)
    rate = scale / (time.perf_counter() - begun)
    writing.go_live(target.name)
    writing.refresh(target.name)
    return target.name, officer, rate


def a_report(officer: Officer, number: int) -> Access:
    place = PLACES[number % len(PLACES)]
    return Access.objects.create(authority_id=officer.authority_id, region_id=place, agency_id=place)


def a_bundle(access: Access, number: int, scale: int) -> Bundle:
    """What the index counts of a report's files."""
    there = range(number * REPORT, min(scale, (number + 1) * REPORT))
    files = sum(not page % FILE for page in there)
    return Bundle(access=access, version=1, documents=len(there), words=WORDS * len(there), files=files)


def write(numbers: range, reports: list[Access], texts: list[str]) -> None:
    """Files of FILE pages, as they are read and as they are found."""
    first = [number for number in numbers if not number % FILE]
    Evidence.objects.bulk_create(a_file(number, reports[number // REPORT]) for number in first)
    read = [
        Page(evidence_id=file_of(number), number=1 + number % FILE, text=text, extractor="ukur 1")
        for number, text in zip(numbers, texts, strict=True)
    ]
    Page.objects.bulk_create(read)
    found = [a_page(n, reports[n // REPORT], text) for n, text in zip(numbers, texts, strict=True)]
    Document.objects.bulk_create(found)


def file_of(number: int) -> uuid.UUID:
    return uuid.UUID(int=1 + number // FILE)


def a_file(number: int, access: Access) -> Evidence:
    key = file_of(number)
    return Evidence(
        id=key,
        access=access,
        stage="READY",
        name="ukur.pdf",
        size=1,
        sha256=key.hex * 2,
        content_type="application/pdf",
    )


def a_page(number: int, access: Access, text: str) -> Document:
    """One page of a file; what it is narrowed by differs from report to report."""
    turn = number // REPORT
    day = date(2023, 1, 1) + timedelta(days=turn * 7 % 700)
    return Document(
        key=f"{file_of(number)}/{1 + number % FILE}", access=access, family="evidence", kind="evidence",
        reference=f"LAP-24-{turn:06}", subject=f"LAP-24-{turn:06}", evidence_id=file_of(number), page=1 + number % FILE,
        url="/", title="ukur.pdf", day=day, month=f"{day:%Y-%m}", stage=STAGES[turn % len(STAGES)],
        territory=access.region_id, agencies=[access.agency_id], violations=[VIOLATIONS[turn % len(VIOLATIONS)]],
        file_type="PDF", fields=["file:ukur", f"agency:{access.agency_id}"], analysis=analysis.VERSION,
        tokens=tokens(access), recognised=is_scan(number), body=text,
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
