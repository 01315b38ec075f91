"""The names that are looked for in every file: agencies, holders of office, candidates. Public registers only.

Who is reported in a case is in none of them: a name found in a file must not tell of a case in another region.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Max

from agencies.folding import fold
from agencies.models import Agency, Official, Territory
from agencies.queries import agencies
from evidence.models import Fact
from evidence.namebook import Name, Namebook, words_of
from law.models import Candidate

KEPT = 600  # seconds after which the book is written anew even when no register seems to have changed
BODIES = ("bkd", "bkpsdm", "bkpsdmd", "bkpp", "bkppd", "bkdpsdm", "bkpsda", "pemda", "setda")
HEADS = {
    Agency.Kind.PROVINCE: ("pemprov", "pemerintah provinsi", "pemda provinsi", "bkd provinsi", "bkd prov", "setda provinsi"),
    Agency.Kind.REGENCY: (
        "pemkab", "pemerintah kabupaten", "pemda kabupaten", "pemda kab", "bkd kabupaten", "bkd kab", "bkpsdm kabupaten",
        "bkpsdm kab", "bkpp kabupaten", "setda kabupaten",
    ),
    Agency.Kind.CITY: (
        "pemkot", "pemko", "pemerintah kota", "pemda kota", "bkd kota", "bkpsdm kota", "bkpp kota", "setda kota",
    ),
}  # fmt: skip
PLACES = {
    Agency.Kind.PROVINCE: ("provinsi", "prov"),
    Agency.Kind.REGENCY: ("kabupaten", "kab"),
    Agency.Kind.CITY: ("kota",),
}
OFFICES = frozenset(
    {
        "dinas", "badan", "inspektorat", "sekretariat", "setda", "bagian", "satpol", "rsud", "kecamatan", "puskesmas",
        "bkd", "bkpsdm",
    }
)  # fmt: skip
TOO_SHORT = frozenset({"lan", "pu", "rb"})  # nicknames that are words of their own


@dataclass
class _Shelf:
    """The book as it was last written, and what the registers were then."""

    book: Namebook | None = None
    state: tuple = ()
    until: float = 0
    provinces: frozenset[str] = field(default_factory=frozenset)


_shelf = _Shelf()


def book() -> Namebook:
    """All names of the registers; written anew when one of them changed."""
    state = _state()
    if _shelf.book is None or _shelf.state != state or time.monotonic() > _shelf.until:
        _shelf.book, _shelf.state, _shelf.until = Namebook(_names()), state, time.monotonic() + KEPT
    return _shelf.book


def provinces() -> frozenset[str]:
    """The first two digits that a NIK may have."""
    if not _shelf.provinces:
        _shelf.provinces = frozenset(
            Territory.objects.filter(kind=Territory.Kind.PROVINCE).values_list("code", flat=True)
        )
    return _shelf.provinces


def _state() -> tuple:
    people = (model.objects.aggregate(Count("pk"), Max("pk"), Max("changed_at")) for model in (Official, Candidate))
    return (*(tuple(found.values()) for found in people), Agency.objects.count())


def _names() -> Iterator[Name]:
    for name in Official.objects.values_list("name", flat=True).distinct():
        yield from _person(Fact.Kind.OFFICIAL, name)
    for name in Candidate.objects.values_list("name", flat=True).distinct():
        yield from _person(Fact.Kind.CANDIDATE, name)
    yield from _agency_names()


def _person(kind: str, name: str) -> Iterator[Name]:
    """A name of one word is too many people's."""
    words = words_of(name)
    if len(words) > 1:
        yield Name(kind, " ".join(words)[:200], words)


def _agency_names() -> Iterator[Name]:
    """Every form that is one agency's alone."""
    rows = list(Agency.objects.filter(valid_to__isnull=True).select_related("territory").order_by("code"))
    nicknames = _nicknames()
    bearers: dict[tuple[str, frozenset[str]], set[str]] = {}
    for agency in rows:
        for form, signs in _forms(agency, nicknames.get(agency.code, ())):
            bearers.setdefault((form, signs), set()).add(agency.code)
    for (form, signs), codes in bearers.items():
        if len(codes) == 1:
            yield Name(Fact.Kind.AGENCY, min(codes), tuple(form.split()), signs)


def _forms(agency: Agency, nicknames) -> Iterator[tuple[str, frozenset[str]]]:
    none: frozenset[str] = frozenset()
    yield fold(agency.name), none
    if agency.territory is None:
        yield from ((word, none) for word in nicknames)
        return
    for place in (_bare(agency.territory), *nicknames):
        for head in HEADS[Agency.Kind(agency.kind)]:
            yield f"{head} {place}", none
        for word in PLACES[Agency.Kind(agency.kind)]:
            yield f"{word} {place}", OFFICES
        for body in BODIES:
            yield f"{body} {place}", none
    yield from ((word, OFFICES) for word in nicknames)


def _bare(territory: Territory) -> str:
    return fold(territory.name).removeprefix("kabupaten ").removeprefix("kota ").removeprefix("provinsi ")


def _nicknames() -> dict[str, list[str]]:
    """What people call an agency or its place ("kukar"), when no other place has that word in its name."""
    entries = agencies().entries
    formal = {word for entry in entries for word in entry.own}
    return {
        entry.code: sorted(word for word in entry.also - formal - TOO_SHORT if len(word) > 2 and word.isalpha())
        for entry in entries
    }
