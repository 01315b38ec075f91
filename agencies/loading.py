"""Reference data from files into the database: territories, agencies, supervising authorities, roles."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from agencies.folding import fold
from agencies.models import Agency, Role, Shipment, SupervisingAuthority, Territory

DATA = Path(__file__).parent / "data"
PERSONNEL_BODY = {"PROVINCE": "BKD", "REGENCY": "BKPSDM", "CITY": "BKPSDM"}
CENTRAL_PERSONNEL_BODY = "Biro Sumber Daya Manusia"

Row = Mapping[str, object]


@transaction.atomic
def load() -> int:
    """Writes what changed in agencies/data since the last load; returns the number of rows written."""
    territories = read_csv(DATA / "territories.csv")
    central = read_csv(DATA / "central_agencies.csv")
    written = [
        store(Territory, list(_territories(territories))),
        store(Agency, [*_local_governments(territories), *_central_agencies(central)]),
        store(SupervisingAuthority, read_json(DATA / "authorities.json")),
        store(Role, read_json(DATA / "roles.json")),
    ]
    return sum(map(len, written))


def store(model: type[Model], rows: Sequence[Row], *, key: tuple[str, ...] = (), drop: bool = False) -> list[Row]:
    """Writes the rows that are new or have changed since the last load, in one statement, and returns them.

    What was changed on the site stays until the file's row changes. All rows have the same fields; `key` names the
    unique ones (default: the primary key); `drop` deletes rows which the file no longer has.
    """
    key = key or (model._meta.pk.attname,)
    shipment, _new = Shipment.objects.get_or_create(dataset=model._meta.label_lower)
    digests = {_identity(row, key): _digest(row) for row in rows}
    changed = [row for row in rows if shipment.digests.get(_identity(row, key)) != digests[_identity(row, key)]]
    if drop:
        model._default_manager.filter(pk__in=shipment.digests.keys() - digests.keys()).delete()
    if digests != shipment.digests:
        _upsert(model, changed, key)
        shipment.digests = digests
        shipment.save()
    return changed


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file whose first lines may be comments (#)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_json(path: Path) -> list[Row]:
    return json.loads(path.read_text(encoding="utf-8"))


def search_text(name: str, *others: str) -> str:
    """What the search for a place or agency looks through: the bare name first, so that its beginning matches."""
    folded = fold(name)
    bare = folded
    for prefix in ("pemerintah ", "provinsi ", "kabupaten ", "kota ", "administrasi "):
        bare = bare.removeprefix(prefix)
    return " ".join(dict.fromkeys(part for part in (bare, folded, *map(fold, others)) if part))


def _territories(lines: list[dict[str, str]]) -> Iterator[Row]:
    names = {line["code"]: line["name"] for line in lines}
    for line in lines:
        parent = line["code"][:2] if "." in line["code"] else None
        yield {
            "code": line["code"],
            "name": line["name"],
            "kind": line["kind"],
            "timezone": line["timezone"],
            "zone": line["zone"],
            "parent_id": parent,
            "autonomous": line["autonomous"] == "1",
            "search_text": search_text(line["name"], names[parent] if parent else "provinsi", line["also"]),
        }


def _local_governments(lines: list[dict[str, str]]) -> Iterator[Row]:
    names = {line["code"]: line["name"] for line in lines}
    for line in (line for line in lines if line["autonomous"] == "1"):
        province = line["kind"] == "PROVINCE"
        name = f"Pemerintah {'Provinsi ' if province else ''}{line['name']}"
        yield {
            "code": line["code"],
            "name": name,
            "kind": line["kind"],
            "territory_id": line["code"],
            "personnel_body": PERSONNEL_BODY[line["kind"]],
            "example": False,
            "valid_from": None,
            "search_text": search_text(name, "" if province else names[line["code"][:2]], line["also"]),
        }


def _central_agencies(lines: list[dict[str, str]]) -> Iterator[Row]:
    for line in lines:
        yield {
            "code": line["code"],
            "name": line["name"],
            "kind": line["kind"],
            "territory_id": None,
            "personnel_body": CENTRAL_PERSONNEL_BODY,
            "example": True,
            "valid_from": line["valid_from"] or None,
            "search_text": search_text(line["name"], line["also"]),
        }


def _upsert(model: type[Model], rows: Sequence[Row], key: tuple[str, ...]) -> None:
    if rows:
        others = [name for name in rows[0] if name not in key]
        fresh = [model(**row) for row in rows]
        model._default_manager.bulk_create(fresh, update_conflicts=True, unique_fields=list(key), update_fields=others)


def _identity(row: Row, key: tuple[str, ...]) -> str:
    return " ".join(str(row[name]) for name in key)


def _digest(row: Row) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
