"""The embedded search whole (permission, ranking, totals and facets, highlights) against its bare FTS5 query.

SCALE documents of plausible text; two words, common to rare; an officer of the whole country. p95, milliseconds.
"""

import random
import time
from datetime import date, timedelta

from django.db import connection, transaction

from agencies.models import Territory
from deploy.demo.accounts import create_accounts
from search import queries
from search.analysis import VERSION, analysed
from search.backends.base import STEM, SURFACE
from search.backends.embedded import words_of_site
from search.models import Document
from search.parsing import parse
from search.permissions import tokens_of
from workflow.models import Access

BATCH, LENGTH, QUERIES, ROWS = 5_000, 120, 150, 1_000
VOCABULARY = 20_000
TYPED = """
camat kampanye pasangan calon bupati desa pegawai netral unggah foto spanduk grup pesan rapat sekolah guru
dinas kepala kantor acara undangan saksi bukti laporan warga kecamatan kabupaten provinsi dukung pilih suara
mutasi jabatan surat keputusan tanggal hadir bicara bagikan akun media sosial relawan bantuan sembako anggaran
"""
TEXTS = TYPED.split()


def measure(scale: int) -> dict:
    officer = next(each for each in create_accounts() if each.username == "intake")
    chance = random.Random(1)
    fill(officer, scale, chance)
    asked = [" ".join(chance.choice(chance.choice((TEXTS, words()))) for _ in range(2)) for _ in range(QUERIES)]
    for text in asked[:20]:
        queries.search(officer, text)
    bare = sorted(timed(lambda text=text: best(text)) for text in asked)
    whole = sorted(timed(lambda text=text: queries.search(officer, text)) for text in asked)
    return {
        "value": at(whole, 95),
        "baseline": at(bare, 95),
        "unit": "ms",
        "p50": at(whole, 50),
        "bare_p50": at(bare, 50),
    }


def words() -> list[str]:
    return [f"kata{number}" for number in range(VOCABULARY)]


def fill(officer, scale: int, chance: random.Random) -> None:
    """Documents of many rows, in batches; their words as an evidence page has them: the most common often."""
    territory = list(Territory.objects.filter(pk__contains="."))[:40]
    rows = [
        Access.objects.create(authority_id=officer.authority_id, region=chance.choice(territory)) for _ in range(ROWS)
    ]
    tokens = {row.pk: tokens_of(row, "complaint") for row in rows}
    vocabulary = [*TEXTS, *words()]
    weights = [1 / (rank + 8) for rank in range(len(vocabulary))]
    for start in range(0, scale, BATCH):
        with transaction.atomic():
            texts = [" ".join(chance.choices(vocabulary, weights, k=LENGTH)) for _ in range(min(BATCH, scale - start))]
            documents = [document(start + n, text, chance.choice(rows), tokens) for n, text in enumerate(texts)]
            made = Document.objects.bulk_create(documents)
            words_of_site().put([(each.pk, analysed(each.body), each.tokens, False) for each in made])
    words_of_site().optimise()


def document(number: int, text: str, row: Access, tokens: dict) -> Document:
    day = date(2024, 1, 1) + timedelta(days=number % 700)
    return Document(
        key=f"ukur/{number}", access=row, family="complaint", kind="complaint", reference=f"LAP-{number}", page=None,
        subject=f"LAP-{number}", url="/", title="Isi laporan", stage="NEW", territory=row.region_id, day=day, body=text,
        month=f"{day:%Y-%m}", file_type="", tokens=tokens[row.pk], analysis=VERSION, violations=["NET-D8"],
        agencies=[row.region_id],
    )  # fmt: skip


def best(text: str) -> None:
    """The twenty best of the bare index, by words alone."""
    stems = " OR ".join(f'stem : "{group[0].stem}"' for group in parse(text).wanted)
    sql = f"SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY bm25(search_words, {STEM}, {SURFACE}) LIMIT 20"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [stems])
        cursor.fetchall()


def timed(act) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


def at(ordered: list[float], percent: int) -> float:
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)
