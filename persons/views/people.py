"""The list of people who were reported, the page of one of them, and what an officer says about who is who."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from investigations.models import Case
from persons import deciding, linking, queries
from persons.models import Person, Verdict
from workflow import access_records
from workflow.access_records import Look

SEEING = ("case.view", "case.view_plenary")
PAGE = 25


def _demand(user) -> None:
    if not any(user.may(right) for right in SEEING):
        raise PermissionDenied("case.view")


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody reported in a case that the reader sees, newest first; found by name in any spelling, or by number."""
    _demand(request.user)
    asked = request.GET.get("q", "").strip()[:80]
    rows = queries.listed(request.user, asked).order_by("-pk")
    cursor = request.GET.get("setelah", "")
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 19:
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    looks = [Look("person.list", None, f"ORANG-{row.pk}") for row in shown]
    access_records.looked(looks or [Look("person.ask")], by=request.user, at=timezone.now())
    facts = {"rows": shown, "asked": asked, "next": shown[-1].pk if len(found) > PAGE else ""}
    return render(request, "persons/people.html", facts)


@login_required
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: every case the reader sees, what came of it, who else it may be."""
    found = _visible(request.user, person)
    alleged = queries.alleged_of(found, request.user)
    looks = [Look("person.read", each.case.access_id, each.case.reference) for each in alleged]
    access_records.looked(looks, by=request.user, at=timezone.now())
    writes = request.user.may(deciding.RIGHT)
    facts = {
        "person": found,
        "alleged": alleged,
        "newest": alleged[0].respondent,
        "names": _other_names(alleged),
        "number": next((each.respondent.nip for each in alleged if each.respondent.nip), ""),
        "cases": len({each.case.pk for each in alleged}),
        "writes": writes,
        "proposals": queries.proposals_for(found, alleged, request.user) if writes else [],
        "joined": queries.joined_to(found) if writes else [],
    }
    return render(request, "persons/person.html", facts)


def _visible(user, pk: int) -> Person:
    _demand(user)
    found = Person.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _other_names(alleged) -> list[str]:
    newest = alleged[0].respondent.name
    return [name for name in dict.fromkeys(each.respondent.name for each in alleged) if name and name != newest]


@login_required
def of_respondent(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """From a case to the page of the person."""
    case = Case.objects.visible_to(request.user).filter(reference=reference).first()
    row = case.respondents.filter(pk=respondent).first() if case else None
    if row is None:
        raise Http404(reference)
    link = linking.link(row, at=timezone.now())
    if link is None:
        raise Http404(reference)
    access_records.read(case, by=request.user, at=timezone.now(), what="person.read")
    return redirect("persons:person", link.person_id)


@login_required
@require_POST
def decide(request: HttpRequest, person: int) -> HttpResponse:
    """Accept or refuse that two are one person."""
    found = _visible(request.user, person)
    other = _visible(request.user, _number(request.POST.get("other", "")))
    act = deciding.join if request.POST.get("do") == "join" else deciding.refuse
    why = request.POST.get("why", "").strip()[:300]
    try:
        act(found, other, by=request.user, at=timezone.now(), why=why)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("persons:person", found.pk)
    done = _("Kedua catatan menjadi satu orang.") if act is deciding.join else _("Dicatat sebagai orang yang berbeda.")
    messages.success(request, done)
    return redirect("persons:person", found.pk)


@login_required
@require_POST
def part(request: HttpRequest, person: int, verdict: int) -> HttpResponse:
    """Take apart what an officer joined."""
    found = _visible(request.user, person)
    said = Verdict.objects.filter(pk=verdict, one=found, same=True).first()
    if said is None:
        raise Http404(verdict)
    try:
        deciding.part(said, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("persons:person", found.pk)
    messages.success(request, _("Catatan dipisahkan lagi."))
    return redirect("persons:person", found.pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
