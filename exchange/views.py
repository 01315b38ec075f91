"""Pages of what comes in as files: upload, name the columns, check, import, take back; and sanctions going out."""

import json
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.freshness import recently_confirmed
from exchange import actions, sending, undoing
from exchange.forms import ColumnsForm, UploadForm
from exchange.models import RIGHTS, Batch
from workflow.access_records import looked, seen
from workflow.sheets import csv_lines

RECENT = 30
SHOWN_ERRORS = 100
SCHEMAS = Path(__file__).parent / "schemas"
NAMES: dict[str, str] = {Batch.Kind.CASES: "cases", Batch.Kind.REFERRALS: "referrals"}


@login_required
@require_http_methods(["GET", "POST"])
def uploads(request: HttpRequest, kind: str) -> HttpResponse:
    """Earlier files and a new one; POST leads to its columns."""
    if not request.user.may(RIGHTS[kind]):
        raise PermissionDenied(RIGHTS[kind])
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind, by=request.user)
    if request.method == "POST" and form.is_valid():
        batch = _uploaded(request, form, kind)
        if batch is not None:
            return redirect(f"exchange:{NAMES[kind]}-batch", batch.reference)
    recent = Batch.objects.visible_to(request.user).filter(kind=kind).select_related("uploaded_by")
    facts = {
        "form": form,
        "kind": kind,
        "recent": recent.order_by("-uploaded_at", "-pk")[:RECENT],
        "route": f"exchange:{NAMES[kind]}-batch",
    }
    return render(request, "exchange/uploads.html", facts, status=422 if request.method == "POST" else 200)


def _uploaded(request: HttpRequest, form: UploadForm, kind: str) -> Batch | None:
    file = form.cleaned_data["file"]
    try:
        return actions.upload(
            file.read(),
            name=file.name,
            kind=kind,
            source=form.cleaned_data.get("source", ""),
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


@login_required
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, kind: str, batch: str) -> HttpResponse:
    """One file: its columns, what is wrong with it, how far it is, what became of it."""
    found = Batch.objects.visible_to(request.user).filter(kind=kind, reference=batch).select_related("access").first()
    if found is None:
        raise Http404(batch)
    step = request.POST.get("langkah", "") if request.method == "POST" else ""
    if step == "jalankan":
        actions.start(found, by=request.user, at=timezone.now())
        return redirect(request.path)
    if step == "batalkan":
        undoing.undo(found, by=request.user, at=timezone.now())
        return redirect(request.path)
    return _page(request, found, checking=step == "periksa")


def _page(request: HttpRequest, found: Batch, *, checking: bool) -> HttpResponse:
    form, told = _columns(request, found, checking)
    seen("exchange.read", by=request.user, at=timezone.now(), access=found.access_id, reference=found.reference)
    facts = {
        "batch": found,
        "form": form,
        "told": told,
        "errors": found.errors[:SHOWN_ERRORS],
        "more_errors": max(0, len(found.errors) - SHOWN_ERRORS),
        "fresh": max(0, found.total - found.unchanged),
        "undoable": undoing.may_undo(found, by=request.user, at=timezone.now()),
        "back": f"exchange:{NAMES[Batch.Kind(found.kind)]}",
    }
    return render(request, "exchange/batch.html", facts, status=422 if told or (form and form.errors) else 200)


def _columns(request: HttpRequest, found: Batch, checking: bool) -> tuple[ColumnsForm | None, str]:
    """The form while the file is not imported yet, and what stood in the way of checking it."""
    if found.state not in (Batch.State.UPLOADED, Batch.State.CHECKED):
        return None, ""
    try:
        header = actions.content_of(found).header
        data = request.POST if checking else None
        form = ColumnsForm(data, kind=found.kind, header=header, columns=found.columns)
        if checking and form.is_valid():
            actions.check(found, columns=form.columns(), by=request.user, at=timezone.now())
        return form, ""
    except ValidationError as error:
        return None, " ".join(error.messages)


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """What can be taken to the personnel systems."""
    if not request.user.may(sending.RIGHT):
        raise PermissionDenied(sending.RIGHT)
    seen("exchange.read", by=request.user, at=timezone.now())
    return render(request, "exchange/exports.html", {"count": len(sending.imposed(request.user))})


@login_required
@recently_confirmed
@require_safe
def sanctions(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """The file; each decree in it is recorded as taken away."""
    if not request.user.may(sending.RIGHT):
        raise PermissionDenied(sending.RIGHT)
    if form not in ("csv", "json"):
        raise Http404(form)
    today, rows = timezone.localdate(), list(sending.imposed(request.user))
    looked(sending.looks(rows, form=form), by=request.user, at=timezone.now())
    found = sending.lines(rows, on=today)
    answer: HttpResponse | StreamingHttpResponse
    if form == "csv":
        answer = StreamingHttpResponse(csv_lines(sending.COLUMNS, found), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(_json(found, today), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="sanksi-{today:%Y-%m-%d}.{form}"'
    return answer


def _json(found, today) -> str:
    items = [dict(zip(sending.COLUMNS, line, strict=True)) for line in found]
    return json.dumps(
        {"generated_on": today, "sanctions": items}, default=lambda day: day.isoformat(), ensure_ascii=False
    )


@login_required
@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A published schema: referrals in, sanctions out."""
    if name not in ("referrals", "sanctions"):
        raise Http404(name)
    text = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    answer = HttpResponse(text, content_type="application/schema+json")
    answer["Content-Disposition"] = f'inline; filename="{name}.schema.json"'
    return answer
