"""The published totals of 2020 and 2024, entered synthetically as spreadsheets, come out exactly.

Reported, recommended (proven) and sanctioned as of a day, as the supervising authority told them in 2020; where the matters of
the regional elections of 2024 stood on 5 December 2024.
"""

from datetime import date

import pytest
from django.utils import timezone

from exchange import actions
from exchange.cleaning import Reader
from exchange.models import Batch
from exchange.taking import take
from figures import queries
from figures.models import FigureRow
from figures.queries import Choice
from figures.reckoning import rebuild
from tests.exchange.conftest import HEADER, csv_file

pytestmark = pytest.mark.django_db
# as of: reported, proven and recommended, sanctioned
OF_2020 = {
    date(2020, 6, 26): (369, 283, 99),
    date(2020, 7, 31): (456, 344, 189),
    date(2020, 8, 19): (490, 372, 194),
    date(2020, 10, 13): (732, 518, 273),
    date(2020, 11, 2): (812, 604, 344),
    date(2020, 11, 17): (857, 626, 472),
    date(2020, 11, 26): (1005, 727, 580),
    date(2020, 12, 19): (1305, 872, 635),
}
FINAL_2020 = {date(2021, 3, 31): (2034, 1597, 1450)}  # as told afterwards; monitored until March
ON_5_DECEMBER_2024 = {"WITH_AUTHORITY": 667, "WITH_AGENCY": 436, "NOT_PROVEN": 24, "CANCELLED": 27, "LEFT": 4}
TOGETHER = 60  # people of one synthetic case


def spread(steps: list[tuple[date, int]]) -> list[date]:
    """One day for each of the people counted by then."""
    days: list[date] = []
    for day, count in steps:
        days += [day] * (count - len(days))
    return days


def of_2020(published: dict[date, tuple[int, int, int]]) -> list[list]:
    """A row for each person; those reported first are recommended first."""
    reported = spread([(day, numbers[0]) for day, numbers in published.items()])
    recommended = spread([(day, numbers[1]) for day, numbers in published.items()])
    sanctioned = spread([(day, numbers[2]) for day, numbers in published.items()])
    return [_row(n, on, recommended, sanctioned) for n, on in enumerate(reported)]


def _row(n: int, on: date, recommended: list[date], sanctioned: list[date]) -> list:
    letter = max(recommended[n], on) if n < len(recommended) else None
    decree = max(sanctioned[n], letter) if letter and n < len(sanctioned) else None
    status = "Sanksi dijatuhkan" if decree else "Menunggu PPK" if letter else "Pemeriksaan"
    sanction = "MORAL-OPEN" if letter else None
    person = [f"Terlapor {n}", None, "Camat", "64.02", "NET-E4"]
    number = f"{n // TOGETHER}/{on:%m%d}"
    return [
        number,
        on,
        "Contoh",
        *person,
        status,
        letter,
        "R-1",
        sanction,
        "SK-1" if decree else None,
        decree,
        sanction if decree else None,
    ]


def of_2024() -> list[list]:
    words = {
        "WITH_AUTHORITY": "Pemeriksaan",
        "WITH_AGENCY": "Menunggu PPK",
        "NOT_PROVEN": "Tidak terbukti",
        "CANCELLED": "Batal",
        "LEFT": "Pensiun",
    }
    rows, reported, letter = [], date(2024, 10, 1), date(2024, 11, 1)
    for standing, count in ON_5_DECEMBER_2024.items():
        sent = standing == "WITH_AGENCY"
        for n in range(count):
            person = [f"Terlapor {standing} {n}", None, "Camat", "64.02", "NET-D6"]
            tail = [letter, "R-2", "MORAL-OPEN", None, None, None] if sent else [None] * 6
            rows.append([f"{standing}{n // TOGETHER}", reported, "Contoh", *person, words[standing], *tail])
    return rows


def enter(rows: list[list], by) -> None:
    """As a spreadsheet, read, checked and taken over like any other."""
    at = timezone.now()
    batch = actions.upload(csv_file([HEADER, *rows]), name="contoh.csv", kind=Batch.Kind.CASES, source="", by=by, at=at)
    cleaned = Reader(batch.kind, today=timezone.localdate(at)).clean(actions.content_of(batch), batch.columns)
    assert cleaned.errors == []
    for number, facts in cleaned.groups().items():
        take(batch, number, facts, by=by, at=at)


def told(user, on: date, **narrowed: str) -> tuple[int, int, int, int]:
    counts = queries.total(user, Choice(on, narrowed=narrowed)).counts
    return counts["reported"], counts["proven"], counts["recommended"], counts["sanctioned"]


def test_2020_comes_out_exactly_on_every_day_that_was_published(penyelia, pimpinan):
    enter(of_2020(OF_2020), penyelia)
    rebuild()
    for on, (reported, recommended, sanctioned) in OF_2020.items():
        assert told(pimpinan, on) == (reported, recommended, recommended, sanctioned), on
    assert told(pimpinan, date(2020, 11, 2), tahun="2020", otoritas="BKN") == (812, 604, 604, 344)
    before = set(FigureRow.objects.values_list("key", "standing", "reported_on", "sanctioned_on"))
    rebuild()  # again, it writes the same
    assert set(FigureRow.objects.values_list("key", "standing", "reported_on", "sanctioned_on")) == before


@pytest.mark.slow
def test_2020_ends_with_its_final_totals(penyelia, pimpinan):
    everything = OF_2020 | FINAL_2020
    enter(of_2020(everything), penyelia)
    rebuild()
    for on, (reported, recommended, sanctioned) in everything.items():
        assert told(pimpinan, on) == (reported, recommended, recommended, sanctioned), on


def test_2024_stands_where_it_was_published(penyelia, pimpinan):
    enter(of_2024(), penyelia)
    rebuild()
    choice = Choice(date(2024, 12, 5), narrowed={"tahun": "2024"})
    stands = {stand.code: stand.count for stand in queries.standings(pimpinan, choice) if stand.count}
    assert stands == ON_5_DECEMBER_2024 and sum(stands.values()) == 1158
    (league,) = queries.league(pimpinan, choice)
    assert (league.code, league.count, league.days) == ("64.02", 436, (choice.on - date(2024, 11, 1)).days)
    (line,) = queries.funnel(pimpinan, Choice(choice.on, "pelanggaran"))
    assert (line.code, line.counts["reported"], line.counts["recommended"]) == ("NET-D6", 1158, 436)
