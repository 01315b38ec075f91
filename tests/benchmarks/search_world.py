"""A site full of pages, for measuring the embedded search: files of twenty pages, every fifty pages one report, in the
regencies of six provinces, some sealed. Words are as frequent as in court decisions: the hundredth in every eighth page.

Filled past the ORM, a million pages in minutes. Rows and words are what the site itself would have written.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from uuid import UUID

import numpy
from django.db import connection, transaction
from django.utils import timezone

from agencies.models import Officer, Territory
from complaints.models import Complaint
from deploy.demo.accounts import create_accounts
from evidence.models import Evidence, Page
from search.analysis import VERSION, Analysed, stem
from search.backends.embedded import words_of_site
from search.models import Bundle, Document
from search.permissions import tokens_of
from workflow.models import Access

VOCABULARY, COMMON = 30_000, 25
PAGE, FILE, REPORT = 120, 20, 50  # words of a page; pages of a file, of a report
TOGETHER = 5_000
SEALED = 50  # one report in so many
PROVINCES = ("64", "65", "73", "35", "32", "12")
KNOWN = """
camat kampanye pasangan calon bupati desa pegawai netral unggah foto spanduk grup pesan rapat sekolah guru
dinas kepala kantor acara undangan saksi bukti laporan warga kecamatan kabupaten provinsi dukung pilih suara
mutasi jabatan surat keputusan tanggal hadir bicara bagikan akun media sosial relawan bantuan sembako anggaran asn paslon
"""


@cache
def vocabulary() -> list[str]:
    """Words of two to four syllables, the commonest first; among the commoner ones those that people look for."""
    chance = random.Random(1)
    syllables = [a + b for a in "bcdghjklmnprstwy" for b in ("a", "i", "u", "e", "o", "an", "ang", "in")]
    words = list(dict.fromkeys("".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)))
    for place, known in enumerate(KNOWN.split()):
        words.insert(place * 12, known)
    return list(dict.fromkeys(words))


def asked(number: int = 200) -> list[str]:
    """Questions of two words, from common to rare."""
    words, chance = vocabulary(), random.Random(3)
    return [" ".join(words[int(len(words) ** chance.random()) - 1] for _word in range(2)) for _ in range(number)]


def fill(scale: int) -> tuple[Officer, Officer]:
    """So many pages. An officer of the whole country, and one of three provinces."""
    people = {each.username: each for each in create_accounts()}
    country, region = people["intake"], people["pemeriksa"]
    country.regions.clear()
    region.regions.set(PROVINCES[:3])
    accesses = reports(country, 1 + scale // REPORT)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX search_document_vector")
    for start in range(0, scale, TOGETHER):
        write(accesses, start, min(TOGETHER, scale - start))
    finish(scale)
    return country, region


def reports(officer: Officer, number: int) -> list[Access]:
    chance = random.Random(4)
    places = list(Territory.objects.filter(parent__in=PROVINCES))
    rows = Access.objects.bulk_create(
        Access(authority_id=officer.authority_id, region=chance.choice(places), sealed=not n % SEALED)
        for n in range(number)
    )
    now = timezone.now()
    Complaint.objects.bulk_create(
        Complaint(
            access=row, reference=f"LAP-26-{n:06d}", kind="NEUTRALITY", narrative="Laporan ukur.", stage="RECEIVED",
            territory=row.region, incident_date=date(2024, 10, 14), receipt_digest=f"{n:064d}", created_at=now,
        ) for n, row in enumerate(rows)
    )  # fmt: skip
    return rows


def write(accesses: list[Access], start: int, number: int) -> None:
    """Pages, from the number `start`, as evidence and in the index."""
    numbers = range(start, start + number)
    words = list(pages(start, number))
    texts = [" ".join(each.surfaces) for each in words]
    with transaction.atomic():
        Evidence.objects.bulk_create(a_file(n, accesses[n // REPORT]) for n in numbers if first_of_file(n))
        Page.objects.bulk_create(
            Page(evidence_id=file_of(n), number=1 + n % REPORT, text=text, extractor="pdfium 1")
            for n, text in zip(numbers, texts, strict=True)
        )
        made = Document.objects.bulk_create(
            a_document(n, accesses[n // REPORT], text) for n, text in zip(numbers, texts, strict=True)
        )
        rows = [(each.pk, held, each.tokens, False) for each, held in zip(made, words, strict=True)]
        words_of_site().put(rows)


def first_of_file(number: int) -> bool:
    return number % REPORT % FILE == 0


def file_of(number: int) -> UUID:
    within = number % REPORT
    return UUID(int=number - within % FILE + 1)


def pages(start: int, number: int) -> Iterator[Analysed]:
    words, stems, shares = drawn_from()
    places = numpy.searchsorted(shares, numpy.random.default_rng(start).random((number, PAGE)))
    for row in places.tolist():
        yield Analysed([words[n] for n in row], [stems[n] for n in row])


@cache
def drawn_from() -> tuple[list[str], list[str], numpy.ndarray]:
    words = vocabulary()
    weights = 1 / (numpy.arange(len(words)) + COMMON)
    return words, [stem(word) for word in words], numpy.cumsum(weights / weights.sum()).clip(max=1 - 1e-12)


def a_file(number: int, access: Access) -> Evidence:
    key = file_of(number)
    return Evidence(
        id=key, access=access, stage="READY", name=f"berkas-{number}.pdf", size=1, sha256=key.hex * 2,
        content_type="application/pdf",
    )  # fmt: skip


def a_document(number: int, access: Access, text: str) -> Document:
    day, report = date(2023, 1, 1) + timedelta(days=number // REPORT * 7 % 700), f"LAP-26-{number // REPORT:06d}"
    return Document(
        key=f"{file_of(number)}/{1 + number % REPORT}", access=access, family="evidence", kind="evidence",
        reference=report, subject=report, evidence_id=file_of(number), page=1 + number % REPORT, url="/",
        title=f"berkas-{number}.pdf", stage="RECEIVED", territory=access.region_id, day=day, month=f"{day:%Y-%m}",
        file_type="PDF", analysis=VERSION, agencies=[access.region_id], violations=[f"NET-D{1 + number // REPORT % 8}"],
        tokens=tokens(access), body=text,
    )  # fmt: skip


_tokens: dict[int, list[str]] = {}


def tokens(access: Access) -> list[str]:
    if access.pk not in _tokens:
        _tokens[access.pk] = [] if access.sealed else tokens_of(access, "evidence")
    return _tokens[access.pk]


def finish(scale: int) -> None:
    """What the site does after a rebuild."""
    pages, rows = min(scale, REPORT), Access.objects.order_by("pk").values_list("pk", flat=True)
    Bundle.objects.bulk_create(
        Bundle(access_id=pk, version=1, documents=pages, words=pages * PAGE, files=-(-pages // FILE)) for pk in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE INDEX search_document_vector ON search_document USING gin (vector) WITH (fastupdate = off)"
            )
    words_of_site().optimise()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
