"""Reference data of this room from files into the database: the rules of the ladder."""

from pathlib import Path

from agencies.loading import read_json, store
from sanctions.models import LadderRule

DATA = Path(__file__).parent / "data"


def load() -> int:
    """Writes what changed in sanctions/data since the last load; returns the number of rows."""
    return len(store(LadderRule, read_json(DATA / "ladder_rules.json")))
