"""The dashboard of the leadership, the table of figures, its export, and the cases behind a number. All of it read only."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.freshness import recently_confirmed
from figures import queries
from figures.forms import ChoiceForm
from figures.models import FigureRow
from figures.queries import GROUPS, STEP_NAMES, STEPS, Choice
from workflow import access_records
from workflow.access_records import seen
from workflow.sheets import csv_lines, workbook

RIGHT = "figures.view"
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """How far matters have come, where they wait, how long, and for whom."""
    form, choice = _asked(request)
    whole = queries.total(request.user, choice)
    facts = {
        **_shared(request, form, choice),
        "steps": _steps(whole),
        "years": queries.funnel(request.user, Choice(choice.on, "tahun", choice.narrowed)),
        "standings": queries.standings(request.user, choice),
        "paces": queries.paces(request.user, choice),
        "league": queries.league(request.user, choice),
    }
    _note(request, choice)
    return render(request, "figures/dashboard.html", facts)


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The funnel by one thing at a time."""
    form, choice = _asked(request)
    lines = queries.funnel(request.user, choice)
    facts = {
        **_shared(request, form, choice),
        "lines": lines,
        "whole": queries.total(request.user, choice),
        "most": max((line.counts["reported"] or 0 for line in lines), default=0),
        "group": GROUPS[choice.by][1],
        "groups": [(name, label, _address(choice, menurut=name)) for name, (_path, label) in GROUPS.items()],
    }
    _note(request, choice)
    return render(request, "figures/table.html", facts)


@login_required
@recently_confirmed
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """The table as a file; taking it away is recorded."""
    asked, choice = _asked(request)
    if form not in ("csv", "xlsx"):
        raise Http404(form)
    columns = [str(GROUPS[choice.by][1]), *(str(STEP_NAMES[step]) for step in STEPS)]
    lines = queries.funnel(request.user, choice)
    rows = [[line.name, *(_("kurang dari 5") if n is None else n for n in line.numbers())] for line in lines]
    seen("export.figures", by=request.user, at=timezone.now(), rows=len(rows), form=form, **_codes(choice))
    name = f"angka-{choice.by}-{choice.on:%Y-%m-%d}.{form}"
    answer: HttpResponse | StreamingHttpResponse
    if form == "csv":
        answer = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(workbook(columns, rows, sheet=_("Angka")), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The cases that a number counts, for who may open them."""
    form, choice = _asked(request)
    rows = queries.cases_behind(
        request.user, choice, reached=request.GET.get("langkah", ""), standing=request.GET.get("keadaan", "")
    )
    last = request.GET.get("setelah", "")
    if last.isascii() and last.isdigit() and len(last) < 19:
        rows = rows.filter(pk__lt=int(last))
    found = list(rows[: PAGE + 1])
    page = found[:PAGE]
    access_records.listed(page, by=request.user, at=timezone.now())
    kept = {name: value for name, value in request.GET.items() if name != "setelah" and value}
    following = urlencode({**kept, "setelah": page[-1].pk}) if len(found) > PAGE else ""
    facts = {**_shared(request, form, choice), "cases": page, "next": following, "told": _told(request)}
    return render(request, "figures/behind.html", facts)


def _asked(request: HttpRequest) -> tuple[ChoiceForm, Choice]:
    if not request.user.may(RIGHT):
        raise PermissionDenied(RIGHT)
    form = ChoiceForm(request.GET, today=timezone.localdate())
    form.is_valid()
    return form, form.choice()


def _shared(request: HttpRequest, form: ChoiceForm, choice: Choice) -> dict:
    behind = request.user.may("case.view") or request.user.may("case.view_plenary")
    return {"form": form, "choice": choice, "asked": _address(choice), "behind": behind, "names": STEP_NAMES}


def _address(choice: Choice, **more: str) -> str:
    """The choice as the part of an address behind the question mark."""
    return urlencode({**choice.narrowed, "per": choice.on.isoformat(), "menurut": choice.by, **more})


def _steps(whole) -> list[dict]:
    """The funnel as bars: `share` of those reported, in percent."""
    first = whole.counts["reported"] or 0
    return [
        {
            "code": step,
            "name": STEP_NAMES[step],
            "count": whole.counts[step],
            "share": round(100 * (whole.counts[step] or 0) / first) if first else 0,
        }
        for step in STEPS
    ]


def _told(request: HttpRequest) -> str:
    """Which number brought the viewer here."""
    step, standing = request.GET.get("langkah", ""), request.GET.get("keadaan", "")
    return str(STEP_NAMES.get(step, "") or dict(FigureRow.Standing.choices).get(standing, ""))


def _note(request: HttpRequest, choice: Choice) -> None:
    seen("figures.read", by=request.user, at=timezone.now(), **_codes(choice))


def _codes(choice: Choice) -> dict[str, Any]:
    return {"group": choice.by, "on": choice.on.isoformat(), **choice.narrowed}
