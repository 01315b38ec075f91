"""Reference data of the law from files into the database: sanctions, violations, elections, holidays, stage clocks."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from agencies.loading import Row, read_csv, read_json, store
from agencies.models import Territory
from law.models import (
    ClockRule,
    Election,
    Holiday,
    Instrument,
    LegalNote,
    Rule,
    Sanction,
    SanctioningOfficial,
    StageClock,
    Violation,
)

DATA = Path(__file__).parent / "data"
OFFICIAL = ("position_class", "heads_agency", "level", "dismissal", "valid_from")
NO_ELECTED_GOVERNOR = "34"  # Yogyakarta: the Sultan is governor by UU 13/2012


@transaction.atomic
def load() -> int:
    """Writes what changed in law/data since the last load; returns the number of rows. Needs the territories."""
    written = [
        store(Sanction, read_json(DATA / "sanctions.json")),
        store(Violation, read_json(DATA / "violations.json")),
        _load_elections(read_json(DATA / "elections.json")),
        store(Holiday, holidays(), drop=True),  # a day off that was taken back is a working day
        store(StageClock, read_json(DATA / "stage_clocks.json"), key=("kind", "stage")),
        store(ClockRule, read_json(DATA / "clock_rules.json")),
        store(Instrument, read_json(DATA / "instruments.json")),
        store(Rule, read_json(DATA / "rules.json"), key=("code", "valid_from")),
        store(LegalNote, read_json(DATA / "legal_notes.json")),
        store(SanctioningOfficial, read_json(DATA / "sanctioning_officials.json"), key=OFFICIAL),
    ]
    return sum(map(len, written))


def holidays() -> list[Row]:
    """The rows of the holiday file; an empty announcement means the first list of the year."""
    return [row | {"announced_on": row["announced_on"] or None} for row in read_csv(DATA / "holidays.csv")]


def _load_elections(rows: Sequence[Row]) -> list[Row]:
    changed = store(Election, rows)
    for election in Election.objects.filter(pk__in=[row["code"] for row in changed]):
        election.territories.set(Territory.objects.filter(code__in=_voting_territories(election.code)))
    return changed


def _voting_territories(code: str) -> list[str]:
    if code.startswith("PILKADA-2020"):
        return [row["code"] for row in read_csv(DATA / "pilkada_2020_territories.csv")]
    if code.startswith("PSU-2025"):
        return [row["code"] for row in read_csv(DATA / "revotes_2025.csv") if row["election"] == code]
    autonomous = Territory.objects.filter(autonomous=True).exclude(code=NO_ELECTED_GOVERNOR)
    return list(autonomous.values_list("code", flat=True))
