"""Allegation and evidence side by side: what is alleged on the left, the page of a file on the right."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk import case_facts
from desk.seen import found
from evidence.models import Evidence, Page
from workflow import access_records
from workflow.access_records import Look

DIGITS = 6  # of a number in the address


@login_required
def beside(request: HttpRequest, reference: str) -> HttpResponse:
    """The case's allegations beside one page of one of its files; respondent, file and page come with the address."""
    subject = found("case", reference, request.user)
    if not case_facts.reads_evidence(request.user):
        raise PermissionDenied("evidence.view")
    people = case_facts.people_of(subject)
    files = case_facts.evidence_of(subject, request.user)
    file = _file(files, request.GET.get("bukti", ""))
    number = _number(request.GET.get("hal", "1"))
    page = _page(file, number)
    _looked(request, subject, file, page)
    pages = file.page_count if file else 0  # type: ignore[attr-defined]
    chosen = _number(request.GET.get("terlapor", "0"))
    facts = {
        "case": subject,
        "everybody": people,
        "people": [person for person in people if person.respondent.pk == chosen] or people,
        "chosen": chosen,
        "files": files,
        "file": file,
        "page": page,
        "number": page.number if page else 1,
        "previous": page.number - 1 if page and page.number > 1 else None,
        "following": page.number + 1 if page and pages > page.number else None,
    }
    return render(request, "desk/beside.html", facts)


def _looked(request: HttpRequest, subject, file: Evidence | None, page: Page | None) -> None:
    looks = [Look("case.read", subject.access_id, subject.reference)]
    if file:
        looks.append(Look("evidence.look", file.access_id, str(file.pk), {"page": page.number} if page else {}))
    access_records.looked(looks, by=request.user, at=timezone.now())


def _file(files: list[Evidence], wanted: str) -> Evidence | None:
    """The file asked for, else the first with pages, else the first."""
    named = next((file for file in files if str(file.pk) == wanted), None)
    paged = next((file for file in files if file.page_count), None)  # type: ignore[attr-defined]
    return named or paged or next(iter(files), None)


def _page(file: Evidence | None, number: int) -> Page | None:
    rows = Page.objects.filter(evidence=file).order_by("number") if file else Page.objects.none()
    return rows.filter(number=number).first() or rows.first()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
