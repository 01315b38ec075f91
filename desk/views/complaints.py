"""Complaints at the desk: the list, one complaint with all that belongs to it, messages with its reporter."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints.actions import LIVING, post_message
from complaints.models import Complaint
from complaints.queries import likely_duplicates, messages_of
from consultations.queries import accesses_about
from desk import paging
from desk.forms import FileForm, MessageForm
from desk.neighbours import beside
from desk.rows import ready, rows_of, title_of, url_of
from desk.seen import ENTRY, seen
from desk.timeline import timeline
from desk.turn_plate import plate_of
from desk.views.queues import sidebar
from desk.views.verbs import queue_query
from desk.views.writing import Page, allowed, attached, taking
from desk.ways import steps_of
from evidence.models import Evidence, Link
from identity.models import Envelope
from investigations.models import Case
from persons.duplicates import same_event
from workflow import access_records


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """Every complaint that this reader sees, newest first; to a partner what it referred or was asked about."""
    user = request.user
    if not any(user.may(right) for right in ENTRY["complaint"]):
        raise PermissionDenied("complaint.view")
    stage = request.GET.get("tahap", "")
    rows = ready(Complaint.objects.visible_to(user))
    if stage in Complaint.Stage.values:
        rows = rows.filter(stage=stage)
    page = paging.newest_first(rows, field="created_at", cursor=request.GET.get("setelah", ""))
    access_records.listed(page.rows, by=user, at=timezone.now())
    facts = {
        "rows": rows_of(page.rows, user=user, today=timezone.localdate()),
        "next": page.next,
        "stages": Complaint.Stage.choices,
        "stage": stage,
        **sidebar(user, "laporan"),
    }
    return render(request, "desk/complaints.html", facts)


@login_required
def complaint(request: HttpRequest, reference: str) -> HttpResponse:
    """One complaint: what was reported, by which mode, with which files, and what can be done with it."""
    return _page(request, seen("complaint", reference, request.user), MessageForm())


@login_required
@require_POST
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """A message from "Petugas" to the reporter."""
    subject = seen("complaint", reference, request.user, right="message.write")
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, form, status=422)
    post_message(subject, by=request.user, text=form.cleaned_data["text"])
    flash.success(request, _("Pesan terkirim. Pelapor membacanya di halaman lacak."))
    return redirect(url_of(subject) + queue_query(request) + "#pesan")


@login_required
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """A further file: what came by post with a letter, or what an officer found."""
    subject = allowed("complaint", "evidence.add", request, reference)
    page = Page(_("Tambah bukti"), _("Unggah"), taking(request, subject), anchor="#bukti", template="desk/attach.html")
    return attached(request, subject, FileForm(request.POST or None, request.FILES or None), page)


def _page(request: HttpRequest, subject: Complaint, form, status: int = 200) -> HttpResponse:
    user = request.user
    inside = user.may("complaint.view")
    plate = plate_of(subject, user=user, today=timezone.localdate())
    facts = {
        "complaint": subject,
        "inside": inside,
        "may_ask": user.may("unsealing.ask") and Envelope.objects.filter(access=subject.access_id).exists(),
        "title": title_of(subject),
        "plate": plate,
        "mergeable": LIVING if any(verb.name == "merge" for verb in plate.verbs) else [],
        "steps": steps_of(subject),
        "people": list(subject.people.select_related("agency").order_by("order", "pk")),
        "violations": list(subject.violations.order_by("order")),
        "evidence": list(Evidence.objects.visible_to(user).filter(access=subject.access_id).listed()),
        "links": list(Link.objects.filter(access=subject.access_id).order_by("pk")),
        "case": _case_of(subject, user),
        "duplicates": _duplicates(subject, user) if inside and subject.stage in Complaint.OPEN else [],
        "attachable": user.may("evidence.add"),
        "messages_shown": user.may("message.write"),
        "letters": messages_of(subject) if user.may("message.write") else [],
        "form": form,
        "timeline": timeline(
            [subject.access_id, *(accesses_about(subject) if inside else [])],
            territory=subject.territory,
            before=request.GET.get("sebelum", ""),
            named=inside,
        ),
        "origin": queue_query(request),
        **beside(subject, user=user, slug=request.GET.get("antrean", ""), today=timezone.localdate()),
    }
    return render(request, "desk/complaint.html", facts, status=status)


def _case_of(subject: Complaint, user) -> Case | None:
    link = getattr(subject, "case_complaint", None)
    return Case.objects.visible_to(user).filter(pk=link.case_id).first() if link else None


def _duplicates(subject: Complaint, user) -> list[tuple[Complaint, str]]:
    likely = likely_duplicates(subject, user)
    alike = same_event(subject, user, known={other.pk for other in likely})
    return [(other, title_of(other)) for other in [*likely, *alike]]
