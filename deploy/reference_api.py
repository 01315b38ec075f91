"""The API of reference data: the catalogue and the agencies. It stands above its rooms because they know no API."""

from django.http import Http404, HttpRequest
from ninja import Router

from agencies.models import Agency
from law.models import Violation
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
