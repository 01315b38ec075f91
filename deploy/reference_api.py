"""The API of reference data: catalogue, law, agencies. It stands above its rooms because they know no API."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from agencies.models import Agency, Territory
from law.assessing import Assessment, Question, Reason, assess
from law.models import Election, PositionClass, RespondentKind, Violation
from workflow.api import bearer

router = Router(tags=["reference"], auth=bearer)


@router.get("violations", summary="The catalogue")
def list_violations(request: HttpRequest, kind: str = ""):
    rows = Violation.objects.order_by("order", "code")
    rows = rows.filter(kind=kind) if kind else rows
    return {"items": [_violation(v) for v in rows], "next": None}


def _violation(violation: Violation) -> dict:
    return {
        "code": violation.code,
        "kind": violation.kind,
        "title": violation.label,
        "phase": violation.phase,
        "regime": violation.regime,
        "default_level": violation.default_level or None,
        "default_sanction": violation.default_sanction_id,
        "articles": violation.articles,
        "twin": violation.twin_id,
        "source": violation.source,
        "certainty": violation.certainty,
        "valid_from": violation.valid_from,
        "valid_to": violation.valid_to,
    }


@router.get("law/assess", summary="What the law says of an act on a day: row, phase, instrument, sanction, and why")
def assess_act(
    request: HttpRequest,
    violation: str,
    date: dt.date,
    territory: str = "",
    respondent_kind: str = "",
    election: str = "",
    as_of: dt.date | None = None,
    position_class: str = "",
):
    question = Question(
        violation=_named(Violation, "violation", violation or "?"),
        incident=date,
        as_of=as_of or timezone.localdate(),
        territory=_named(Territory, "territory", territory),
        election=_named(Election, "election", election),
        respondent_kind=_one_of(RespondentKind, "respondent_kind", respondent_kind),
        position_class=_one_of(PositionClass, "position_class", position_class),
    )
    return _assessment(assess(question))


def _named(model, field: str, code: str):
    if not code:
        return None
    found = model.objects.filter(pk=code).first()
    if found is None:
        raise ValidationError({field: _("%(code)s tidak dikenal.") % {"code": code[:40]}})
    return found


def _one_of(choices, field: str, value: str) -> str:
    if value and value not in choices.values:
        raise ValidationError({field: _("%(code)s tidak dikenal.") % {"code": value[:40]}})
    return value


def _assessment(answer: Assessment) -> dict:
    return {
        "violation": answer.question.violation.code,
        "date": answer.question.incident,
        "as_of": answer.question.as_of,
        "applies": answer.applies.code,
        "alternatives": [row.code for row in answer.alternatives],
        "phase": answer.phase.phase,
        "election": answer.phase.election.pk if answer.phase.election else None,
        "regime": answer.regime,
        "instrument": answer.instrument.pk if answer.instrument else None,
        "discipline_law": answer.discipline_law.pk if answer.discipline_law else None,
        "level": answer.level or None,
        "default_sanction": answer.default_sanction.pk if answer.default_sanction else None,
        "permitted_sanctions": [row.pk for row in answer.permitted],
        "sanctioning_official": answer.official.label if answer.official else None,
        "explanation": [_reason(each) for each in answer.explanation],
        "certainty": answer.certainty,
        "conflicts": [_reason(each) for each in answer.conflicts],
        "unknown": [_reason(each) for each in answer.unknown],
    }


def _reason(reason: Reason) -> dict:
    return {"step": reason.step, "text": reason.text, "source": reason.source, "certainty": reason.certainty or None}


@router.get("agencies", summary="Local governments by Kemendagri code, central ones K.nn")
def list_agencies(request: HttpRequest, kind: str = "", cursor: str = ""):
    rows = Agency.objects.order_by("code")
    rows = rows.filter(kind=kind) if kind else rows
    page = list(rows.filter(code__gt=cursor)[:201]) if cursor else list(rows[:201])
    return {"items": [_agency(a) for a in page[:200]], "next": page[199].code if len(page) > 200 else None}


@router.get("agencies/{code}")
def get_agency(request: HttpRequest, code: str):
    agency = Agency.objects.filter(pk=code).first()
    if agency is None:
        raise Http404
    return _agency(agency)


def _agency(agency: Agency) -> dict:
    return {
        "code": agency.code,
        "name": agency.name,
        "kind": agency.kind,
        "territory": agency.territory_id,
        "personnel_body": agency.personnel_body,
        "example": agency.example,
    }
