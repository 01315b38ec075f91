"""An official list of agencies from a CSV file: bad rows are reported, good ones kept; again, it changes nothing."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.forms import AgencyRowForm
from agencies.loading import CENTRAL_PERSONNEL_BODY, PERSONNEL_BODY, search_text
from agencies.models import Agency

COLUMNS = AgencyRowForm.Meta.fields


class UnreadableList(Exception):
    """The file as a whole cannot be read; the argument says why."""


@dataclass
class Report:
    """Numbers of rows, and per bad row its line in the file and what is wrong with it."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_agencies(lines: Iterable[str], *, dry_run: bool = False) -> Report:
    """Takes over the rows of an official list; with `dry_run` nothing is kept. Raises UnreadableList."""
    report = Report()
    seen: dict[str, int] = {}
    for number, row in rows_of(list(lines), COLUMNS):
        code = row["code"]
        if code in seen:
            twice = {"code": code, "line": seen[code]}
            report.errors.append((number, _("Kode %(code)s sudah ada di baris %(line)d.") % twice))
            continue
        seen[code] = number
        _take(row, number, report)
    transaction.set_rollback(dry_run)
    return report


@transaction.atomic
def import_rows(lines: Iterable[str], form: Any, *, key: tuple[str, ...], dry_run: bool = False) -> Report:
    """Takes over the rows of a list by their form; `key` are the fields that name a row. Raises UnreadableList."""
    report = Report()
    for number, row in rows_of(list(lines), form.Meta.fields):
        named = {name: row[name] for name in key}
        clean = not any("\0" in value for value in named.values())  # the form says what is wrong with the others
        known = form.Meta.model.objects.filter(**named).first() if clean else None
        filled = form(row, instance=known)
        if not filled.is_valid():
            report.errors.append((number, _message(filled)))
        elif known and not filled.has_changed() and not known.example:
            report.unchanged += 1
        else:
            taken = filled.save(commit=False)
            taken.example = False
            taken.save()
            report.created += known is None
            report.changed += known is not None
    transaction.set_rollback(dry_run)
    return report


def rows_of(lines: list[str], columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and values of each row, separated by commas or semicolons. Raises UnreadableList."""
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter, restval="")
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableList(_("Kolom tidak ada: %(columns)s.") % {"columns": ", ".join(missing)})
    try:
        for row in reader:
            yield reader.line_num, {name: row[name].strip() for name in columns}
    except csv.Error as error:
        raise UnreadableList(_("Baris %(line)d bukan CSV.") % {"line": reader.line_num}) from error


def _take(row: dict[str, str], line: int, report: Report) -> None:
    known = Agency.objects.filter(code=row["code"]).first()
    form = AgencyRowForm(row, instance=known)
    if not form.is_valid():
        report.errors.append((line, _message(form)))
    elif known and not form.has_changed() and not known.example:
        report.unchanged += 1
    else:
        _save(form.save(commit=False), new=known is None)
        report.created += known is None
        report.changed += known is not None


def _save(agency: Agency, *, new: bool) -> None:
    if new:
        agency.personnel_body = PERSONNEL_BODY.get(agency.kind, CENTRAL_PERSONNEL_BODY)
    agency.example = False
    place = agency.territory
    agency.search_text = search_text(agency.name, place.search_text if place else "")[:240]
    agency.save()


def _message(form: AgencyRowForm) -> str:
    return " ".join(f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
