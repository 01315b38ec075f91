"""The retention schedule from its file into the database; rows that a site changed stay."""

from pathlib import Path

from agencies.loading import read_json, store
from privacy.models import RetentionRule

DATA = Path(__file__).parent / "data"


def load() -> int:
    """Writes what changed since the last load; returns the number of rows."""
    return len(store(RetentionRule, read_json(DATA / "retention.json")))
