"""A small world that both indexes hold, and a question put to each of them."""

import random
from datetime import date

import pytest

from agencies.models import SupervisingAuthority, Territory
from search import queries
from search.backends.base import Filters
from tests.search.test_permission import make_officer
from workflow.models import Access

WORDS = [
    "camat", "membagikan", "kaus", "bergambar", "pasangan", "calon", "bupati", "balai", "desa", "sembako", "kampanye",
    "menyukai", "unggahan", "petahana", "mengampanyekan", "netralitas", "pegawai", "kepegawaian", "tersebut", "deklarasi",
    "damai", "kepala", "dinas", "lurah",
]  # fmt: skip
PLACES = ("64.02", "64.72", "65.71", "73.71", None)


@pytest.fixture
def crowd(people):
    """Officers of every reach: the whole country, a province, a regency, another authority, the plenary, partners, nobody."""
    SupervisingAuthority.objects.create(code="LAIN", name="Otoritas lain", short_name="Lain")
    use = "search.use"
    return [
        people["penyelia"],
        make_officer("kaltim", "investigator", regions=["64"]),
        make_officer("kukar", "intake", regions=["64.02"]),
        make_officer("dua", "investigator", regions=["64.72", "65"]),
        make_officer("lain", "supervisor", authority="LAIN"),
        make_officer("pleno", rights=[use, "case.view_plenary"]),
        make_officer("mitra", rights=[use, "complaint.view_referred"], authority=None, agency="K.01"),
        make_officer("dinas", rights=[use, "recommendation.view_agency"], authority=None, agency="64.02"),
        make_officer("kosong", rights=[use]),
    ]


@pytest.fixture
def world(elastic, a_complaint, a_case, a_recommendation, a_file, up_to_date, crowd):
    """Reports, cases and a recommendation in several places; files of three pages, some of them recognised."""
    chance = random.Random(7)
    others = [f"isian{number}" for number in range(400)]
    tell = lambda n: " ".join(chance.choices([*WORDS, *others], k=n)) + "."  # noqa: E731
    for number, code in enumerate(PLACES):
        place = {"territory": Territory.objects.get(pk=code) if code else None}
        a_complaint(narrative=tell(30), incident_date=date(2024, 9 + number % 3, 10 + number), **place)
        a_case("EXAMINATION", narrative=tell(40), **place)
    a_case("DELIBERATION", narrative=tell(25))
    a_recommendation("ISSUED", narrative=tell(25))
    for number, access in enumerate(Access.objects.order_by("pk")):
        a_file(access, tell(20), tell(60), name=f"absen {number}.pdf")
    first, second, third = Access.objects.order_by("pk")[:3]
    Access.objects.filter(pk=first.pk).update(sealed=True)
    second.excluded.add(crowd[0])
    third.partners.add("K.01")
    up_to_date()
    return elastic


@pytest.fixture
def both(world):
    """Asks the search service and the embedded index the same; the service must have answered itself."""
    url = world.SEARCH_URL

    def ask(user, text: str, *, cursors=("", ""), newest: bool = False, size: int = 20, **filters):
        answers = []
        for address, cursor in zip((url, ""), cursors, strict=True):
            world.SEARCH_URL = address
            options = {"filters": Filters(**filters), "cursor": cursor, "newest": newest, "size": size}
            answers.append(queries.search(user, text, **options))
        world.SEARCH_URL = url
        assert not answers[0].fallback
        return answers

    return ask


def said(result) -> dict:
    """What an answer tells, but for the order."""
    return {
        "total": result.total,
        "facets": {name: {(f.value, f.label, f.count) for f in facets} for name, facets in result.facets.items()},
        "hits": {(hit.url, hit.title, hit.heading, tuple(hit.highlights)) for hit in result.hits},
    }
