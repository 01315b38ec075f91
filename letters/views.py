"""The pages of a letter for those who see it: its facts, its PDF, how it was delivered."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Officer
from evidence.actions import FileRefused
from letters import delivering, layout, queries
from letters.forms import DeliveryForm
from letters.models import Letter
from workflow import access_records

DESKS = {"recommendation": "desk:recommendation", "case": "desk:case", "complaint": "desk:complaint"}


@login_required
@require_safe
def show(request: HttpRequest, letter) -> HttpResponse:
    """One letter: number, code, digests, signature, how it was delivered."""
    found = _visible(request, letter)
    now = timezone.now()
    access_records.read(found, by=request.user, at=now)
    delivering.seen(found, by=cast(Officer, request.user), at=now, on=timezone.localdate(now))
    return render(request, "letters/letter.html", _facts(request, found))


@login_required
@require_safe
def pdf(request: HttpRequest, letter) -> HttpResponse:
    """The letter itself."""
    return file_answer(_visible(request, letter), by=request.user)


@login_required
@require_POST
def deliver(request: HttpRequest, letter) -> HttpResponse:
    """Note that it went by post or was handed over."""
    found = _visible(request, letter)
    if not delivering.may_note(found, cast(Officer, request.user)):
        raise PermissionDenied("letter.deliver")
    form = DeliveryForm(request.POST, request.FILES, letter=found)
    if not form.is_valid():
        return _again(request, found, form, 422)
    try:
        delivering.note(found, by=cast(Officer, request.user), at=timezone.now(), **form.cleaned_data)
    except FileRefused as refused:
        form.add_error("proof", str(refused))
        return _again(request, found, form, refused.status)
    return redirect(reverse("letters:show", args=[found.pk]) + "#penyampaian")


def file_answer(letter: Letter, *, by) -> HttpResponse:
    """The PDF to be looked at, under the letter's code; recorded, and seen when its addressee looks."""
    file, now = queries.newest_file(letter), timezone.now()
    access_records.read(letter, by=by, at=now, what="letter.pdf", sha256=file.sha256)
    delivering.seen(letter, by=by, at=now, on=timezone.localdate(now))
    answer = HttpResponse(file.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_("surat")}-{letter.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _again(request: HttpRequest, letter: Letter, form: DeliveryForm, status: int) -> HttpResponse:
    return render(request, "letters/letter.html", {**_facts(request, letter), "form": form}, status=status)


def _visible(request: HttpRequest, pk) -> Letter:
    rows = Letter.objects.visible_to(request.user)
    rows = rows.select_related("authority", "agency", "access__region", "written_by", "superseded_by")
    return get_object_or_404(rows, pk=pk)


def _facts(request: HttpRequest, letter: Letter) -> dict:
    staff = request.user.agency_id is None
    return {
        "letter": letter,
        "frame": "base_staff.html" if staff else "base_agency.html",
        "code": layout.shown(letter.code),
        "link": layout.link_of(letter.code),
        "files": queries.files_of(letter),
        "deliveries": delivering.deliveries_of(letter),
        "mails": delivering.mails_of(letter) if staff else [],
        "about": _address_of(letter, staff),
        "form": DeliveryForm(letter=letter) if delivering.may_note(letter, cast(Officer, request.user)) else None,
        "staff": staff,
    }


def _address_of(letter: Letter, staff: bool) -> str:
    """The page of what the letter is about, where the reader has one."""
    if not staff:
        return reverse("sanctions:show", args=[letter.subject_reference]) if _is_theirs(letter) else ""
    name = DESKS.get(letter.subject_kind)
    return reverse(name, args=[letter.subject_reference]) if name else ""


def _is_theirs(letter: Letter) -> bool:
    return letter.subject_kind == "recommendation"
