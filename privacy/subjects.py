"""What is kept about a reported person, for that person (UU 27/2022 pasal 7): nothing of who reported, nothing they told.

Reports, narratives, messages, evidence, reasons of findings and votes are left out: any of them may tell who the reporter
is. A case is left out until its examination began: before that its respondent has not been told of it (pasal 15).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import CharField, Expression, F, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Official
from clearance.queries import asked_about
from investigations.mentions import digits_of
from investigations.models import Case, Respondent
from workflow.access_records import Look, looked

Stage = Case.Stage
TOLD = [Stage.EXAMINATION, Stage.DELIBERATION, Stage.DECIDED, Stage.FOLLOW_UP, Stage.CLOSED]


@dataclass(frozen=True)
class Kept:
    """`export` is for the person; `withheld` is for the officer alone: in how many cases more the number stands."""

    export: dict
    withheld: int


def subject_export(nip: str, *, by, at: datetime) -> Kept:
    """What is kept under this NIP in the cases that the officer sees; each one leaves an access record.

    Raises ValidationError for what is no NIP: many respondents have none.
    """
    number = digits_of(nip)
    if not number:
        raise ValidationError(_("NIP terdiri atas 18 angka."))
    all_of_them = Respondent.objects.annotate(digits=_bare("nip")).filter(digits=number)
    told = _told(all_of_them, by)
    looked([Look("export.subject", row.case.access_id, row.case.reference) for row in told], by=by, at=at)
    export = {
        "nip": number,
        "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "offices": list(_offices(number)),
        "cases": [_case(row) for row in told],
        "asked_about": asked_about(number, by=by),
    }
    return Kept(export, all_of_them.count() - len(told))


def _told(rows: QuerySet[Respondent], by) -> list[Respondent]:
    cases = Case.objects.visible_to(by).filter(stage__in=TOLD)
    parts = (
        "allegations__violation",
        "allegations__finding",
        "recommendations__letter",
        "recommendations__decree_sanction",
    )
    found = rows.filter(case__in=cases.values("pk")).select_related("case", "agency").prefetch_related(*parts)
    return list(found.order_by("case__reference", "pk"))


def _offices(number: str) -> Iterator[dict]:
    """From the public list of office holders."""
    for row in Official.objects.filter(nip=number).select_related("agency").order_by("pk"):
        since, until = (day.isoformat() if day else None for day in (row.valid_from, row.valid_to))
        yield {
            "name": row.name, "position": row.position, "agency": row.agency.name, "since": since, "until": until,
            "source": row.source,
        }  # fmt: skip


def _case(row: Respondent) -> dict:
    return {
        "reference": row.case.reference,
        "stage": row.case.stage,
        "noted_as": {
            "name": row.name, "nip": row.nip, "position": row.position, "kind": row.kind,
            "agency": row.agency.name if row.agency else row.agency_text,
        },
        "set_aside": row.set_aside,
        "outcome": row.outcome,
        "violations": [_violation(each) for each in row.allegations.all()],
        "recommendations": [_recommendation(each) for each in row.recommendations.all() if each.letter],
    }  # fmt: skip


def _violation(allegation) -> dict:
    finding = getattr(allegation, "finding", None)
    return {"code": allegation.violation.code, "finding": finding.conclusion if finding else None}


def _recommendation(row) -> dict:
    return {
        "letter": row.letter.number,
        "issued_on": row.letter.issued_on.isoformat(),
        "decree": row.decree_number,
        "decree_date": row.decree_date.isoformat() if row.decree_date else None,
        "sanction": row.decree_sanction.code if row.decree_sanction else None,
    }


def _bare(field: str) -> Expression | F:
    """A number as typed, without blanks, dots and hyphens."""
    bare: Expression | F = F(field)
    for sign in " .-":
        bare = Replace(bare, Value(sign), Value(""), output_field=CharField())
    return bare
