"""Templates from files into the database. A version that is there stays as it is, whatever the file says by now."""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from letters.models import LetterKind, LetterTemplate

DATA = Path(__file__).parent / "data"
logger = logging.getLogger("netral.letters")


@dataclass(frozen=True)
class Shipped:
    """A file: facts between two lines of ---, then the text."""

    kind: str
    version: int
    in_force_from: date
    title: str
    source: str
    authority: str | None = None


@transaction.atomic
def load() -> int:
    """Adds the versions that are not there yet; returns how many."""
    known = {(row.kind, row.authority_id, row.version): row for row in LetterTemplate.objects.all()}
    added = 0
    for file in shipped():
        row = known.get((file.kind, file.authority, file.version))
        if row is None:
            _add(file)
            added += 1
        elif row.source != file.source:
            logger.warning("letter template %s %s differs from its file: make a new version", file.kind, file.version)
    return added


def shipped() -> list[Shipped]:
    """The files of this release, in the order of their names."""
    return [read(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.md")) if path.name != "README.md"]


def read(text: str) -> Shipped:
    """One file. Raises ValueError for a head that lacks something."""
    _, head, source = text.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Shipped(
        kind=LetterKind(facts["kind"]),
        version=int(facts["version"]),
        in_force_from=date.fromisoformat(facts["in_force_from"]),
        title=facts["title"],
        source=source.strip() + "\n",
        authority=facts.get("authority"),
    )


def _add(file: Shipped) -> None:
    LetterTemplate.objects.create(
        kind=file.kind,
        authority_id=file.authority,
        version=file.version,
        in_force_from=file.in_force_from,
        title=file.title,
        source=file.source,
    )
