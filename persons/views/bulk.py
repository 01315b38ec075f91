"""Many at once: transfer of cases with a preview, crowds of reports merged in one go, progress and a report per item."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from accounts.freshness import recently_confirmed
from complaints.models import Complaint
from persons import crowds, transferring
from persons.forms import BulkTransfer
from persons.models import Batch, BatchItem
from workflow import access_records
from workflow.access_records import Look

SHOWN = 200  # items on the page; the table for the office holds all


@login_required
def transfer(request: HttpRequest) -> HttpResponse:
    """Choose, look at what would happen, then order it."""
    if not request.user.may(transferring.RIGHT):
        raise PermissionDenied(transferring.RIGHT)
    form = BulkTransfer(request.POST or None, by=request.user)
    valid = request.method == "POST" and form.is_valid()
    if valid and request.POST.get("do") == "order":
        batch = transferring.order(form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("persons:batch", batch.pk)
    shown = transferring.preview(form.cleaned_data, request.user) if valid else None
    if shown:
        access_records.listed([case for case, _target in shown.pairs], by=request.user, at=timezone.now())
    status = 422 if request.method == "POST" and not valid else 200
    recent = list(Batch.objects.visible_to(request.user).filter(kind=Batch.Kind.TRANSFER).order_by("-pk")[:5])
    return render(request, "persons/transfer.html", {"form": form, "preview": shown, "recent": recent}, status=status)


@login_required
def crowd_list(request: HttpRequest) -> HttpResponse:
    """Reports that came together, and the button that merges a crowd."""
    user = request.user
    if not user.may("complaint.view") or not user.may(crowds.RIGHT):
        raise PermissionDenied(crowds.RIGHT)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect("persons:batch", _merged(request).pk)
        except ValidationError as error:
            wrong = " ".join(error.messages)
    found = crowds.crowds(user)
    shown = [row for crowd in found for row in crowd.complaints]
    access_records.looked(
        [Look("complaint.list", row.access_id, row.reference) for row in shown] or [Look("complaint.list")],
        by=user,
        at=timezone.now(),
    )
    facts = {"crowds": found, "wrong": wrong}
    return render(request, "persons/crowds.html", facts, status=422 if wrong else 200)


def _merged(request: HttpRequest) -> Batch:
    into = Complaint.objects.visible_to(request.user).filter(reference=request.POST.get("into", "")).first()
    if into is None:
        raise ValidationError(_("Tidak ada laporan dengan nomor itu."))
    chosen = request.POST.getlist("report")[: crowds.MEMBERS]
    return crowds.merge_crowd(chosen, into=into, by=request.user, at=timezone.now())


def _batch(request: HttpRequest, pk: int) -> Batch:
    found = Batch.objects.visible_to(request.user).select_related("by").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


@login_required
def batch(request: HttpRequest, batch: int) -> HttpResponse:
    """How far it is, and the result of every item."""
    found = _batch(request, batch)
    counted = dict(found.items.order_by().values_list("state").annotate(n=Count("pk")))
    items = list(found.items.order_by("pk")[:SHOWN])
    _record(request, found, items)
    facts = {
        "batch": found,
        "items": items,
        "total": sum(counted.values()),
        "done": counted.get(BatchItem.State.DONE, 0),
        "skipped": counted.get(BatchItem.State.SKIPPED, 0),
        "waiting": counted.get(BatchItem.State.WAITING, 0),
        "slug": "perkara" if found.kind == Batch.Kind.TRANSFER else "laporan",
    }
    return render(request, "persons/batch.html", facts)


def _record(request: HttpRequest, found: Batch, items) -> None:
    looks = [Look("batch.read", None, item.reference, {"batch": found.pk}) for item in items]
    access_records.looked(looks or [Look("batch.read")], by=request.user, at=timezone.now())


@login_required
@recently_confirmed
def table(request: HttpRequest, batch: int) -> HttpResponse:
    """The report as CSV: reference, target, result, reason."""
    found = _batch(request, batch)
    items = list(found.items.order_by("pk"))
    _record(request, found, items)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("nomor"), _("tujuan"), _("hasil"), _("sebab")])
    writer.writerows([i.reference, i.target, i.get_state_display(), gettext(i.why) if i.why else ""] for i in items)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="laporan-{found.pk}.csv"'
    return answer
