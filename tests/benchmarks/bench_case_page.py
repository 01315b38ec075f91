"""A case's page among many others, against the bare SQL of the case with its people, reports and files."""

from django.db import connection

from desk import queues
from investigations.models import Allegation, Case, CaseComplaint, Respondent
from tests.benchmarks.bench_queues import OVERHEAD, entered, opened, p95, world
from workflow.models import Event


def measure(scale: int) -> dict:
    """A case that is being examined, as its supervisor opens it from a queue."""
    officer = world(scale)["penyelia"]
    case = Case.objects.visible_to(officer).filter(stage=Case.Stage.EXAMINATION).order_by("-pk").first()
    browser, slug = entered(officer), queues.default(officer).slug
    page = p95(opened(browser, f"/petugas/perkara/{case.reference}/?antrean={slug}"))
    rows = p95(lambda: bare(case))
    return {"value": round(page, 1), "baseline": round(rows + OVERHEAD, 1), "bare": round(rows, 1), "unit": "ms"}


def bare(case: Case) -> None:
    """The same rows by their keys, with no object made."""
    asked = [
        Case.objects.filter(reference=case.reference),
        Respondent.objects.filter(case=case),
        Allegation.objects.filter(respondent__case=case),
        CaseComplaint.objects.filter(case=case).select_related("complaint"),
        Event.objects.filter(access=case.access_id),
    ]
    with connection.cursor() as cursor:
        for rows in asked:
            cursor.execute(*rows.query.sql_with_params())
            cursor.fetchall()
