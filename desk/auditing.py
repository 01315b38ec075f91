"""What auditors ask the access records: who has seen this file, what has this officer seen, between two times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Officer
from complaints.models import Complaint
from investigations.models import Case, CaseComplaint
from sanctions.models import Recommendation
from workflow.access import NOBODY, within
from workflow.models import AccessRecord
from workflow.references import normalised

RIGHT = "event.view"
PAGE = 50
UUID_HYPHENS = 4
MOST_EXPORTED = 100_000  # rows of one table


@dataclass(frozen=True)
class Question:
    """`reference` of a report, case, recommendation or file; `officer` a username; times are UTC, `after` included."""

    reference: str = ""
    officer: str = ""
    after: datetime | None = None
    before: datetime | None = None
    what: str = ""

    def codes(self) -> dict[str, Any]:
        """What is kept of a question: who looks at the lookers leaves a record too."""
        times = {"after": self.after, "before": self.before}
        told = {name: at.isoformat(timespec="minutes") for name, at in times.items() if at}
        words = {"officer": self.officer, "kind": self.what}
        return told | {name: word for name, word in words.items() if word}


def reference_of(typed: str) -> str:
    """A reference as it is printed; the number of a file is written small."""
    reference = normalised(typed.replace("\x00", ""))[:40]
    return reference.lower() if reference.count("-") == UUID_HYPHENS else reference


def records(question: Question, *, reader):
    """The records that answer, of the reader's own authority and regions; files under seal are among them."""
    rows = AccessRecord.objects.filter(_of(reader)).select_related("actor")
    if question.reference:
        rows = rows.filter(_about(question.reference))
    if question.officer:
        rows = rows.filter(actor__in=Officer.objects.filter(username=question.officer))
    if question.after:
        rows = rows.filter(at__gte=question.after)
    if question.before:
        rows = rows.filter(at__lt=question.before)
    return rows.filter(what=question.what) if question.what else rows


def page_of(rows, *, cursor: str = "") -> tuple[list[AccessRecord], str]:
    """Newest first by number, and the cursor of the next page. Raises ValidationError for a cursor that nobody gave out."""
    if cursor:
        rows = rows.filter(pk__lt=_number(cursor))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def exported(rows) -> Iterator[list[str]]:
    """The rows as a table's, newest first."""
    for row in rows.order_by("-pk")[:MOST_EXPORTED].iterator(chunk_size=2000):
        yield [str(row.pk), row.at.isoformat(), row.what, _cell(_actor(row)), row.reference, str(row.access_id or "")]


def present(row: AccessRecord) -> dict:
    """A record as the API answers it: codes and numbers."""
    return {
        "id": row.pk,
        "at": row.at,
        "what": row.what,
        "officer": row.actor.username if row.actor else None,
        "by": row.actor_kind,
        "reference": row.reference or None,
        "codes": row.codes,
    }


def _of(reader) -> Q:
    """Records about files of the reader's authority, and those without a file by its own people."""
    if reader.authority_id is None:
        return NOBODY
    colleagues = Officer.objects.filter(authority=reader.authority_id)
    return within(reader, under_seal=True) | Q(access=None, actor__in=colleagues)


def _about(reference: str) -> Q:
    """The file itself, and all that belongs together with it: report, case, recommendations and their evidence."""
    accesses, references = _together(reference)
    return Q(reference__in={reference, *references}) | Q(access__in=accesses)


def _together(reference: str) -> tuple[set[int], set[str]]:
    cases = set(CaseComplaint.objects.filter(complaint__reference=reference).values_list("case_id", flat=True))
    cases |= set(Case.objects.filter(reference=reference).values_list("pk", flat=True))
    cases |= set(Recommendation.objects.filter(reference=reference).values_list("case_id", flat=True))
    found: list[tuple[int, str]] = []
    for rows in (
        Complaint.objects.filter(Q(reference=reference) | Q(case_complaint__case__in=cases)),
        Case.objects.filter(pk__in=cases),
        Recommendation.objects.filter(case__in=cases),
    ):
        found += rows.values_list("access_id", "reference")
    return {access for access, _reference in found}, {name for _access, name in found}


def _actor(row: AccessRecord) -> str:
    return row.actor.username if row.actor else row.actor_kind


def _cell(text: str) -> str:
    """A name that a spreadsheet would compute is kept as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise ValidationError({"cursor": _("Penanda halaman ini tidak dikenal.")})
    return int(cursor)
