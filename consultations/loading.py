"""Which bodies are asked, and for how many days: rows from a file into the database."""

from pathlib import Path

from agencies.loading import read_json, store
from consultations.models import ConsultationRule

DATA = Path(__file__).parent / "data"


def load() -> int:
    """Writes what changed since the last load; returns the number of rows."""
    return len(store(ConsultationRule, read_json(DATA / "rules.json")))
