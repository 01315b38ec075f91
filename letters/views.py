"""The pages of a letter: for those who see it, its facts and its PDF; for anybody, whether it is genuine."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from letters import layout, queries
from letters.models import Letter
from workflow import access_records


@login_required
@require_safe
def show(request: HttpRequest, pk) -> HttpResponse:
    """One letter: number, code, digests, signature, how it was delivered."""
    letter = _visible(request, pk)
    access_records.read(letter, by=request.user, at=timezone.now())
    return render(request, "letters/letter.html", _facts(request, letter))


@login_required
@require_safe
def pdf(request: HttpRequest, pk) -> HttpResponse:
    """The letter itself."""
    letter = _visible(request, pk)
    access_records.read(letter, by=request.user, at=timezone.now(), what="letter.pdf")
    return file_answer(letter)


def file_answer(letter: Letter) -> HttpResponse:
    """The PDF to be looked at, under the letter's code."""
    file = queries.newest_file(letter)
    answer = HttpResponse(file.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="surat-{letter.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _visible(request: HttpRequest, pk) -> Letter:
    rows = Letter.objects.visible_to(request.user).select_related("authority", "agency", "access", "written_by")
    return get_object_or_404(rows, pk=pk)


def _facts(request: HttpRequest, letter: Letter) -> dict:
    return {
        "letter": letter,
        "code": layout.shown(letter.code),
        "link": layout.link_of(letter.code),
        "files": queries.files_of(letter),
    }


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The field for a code."""
    if code := request.GET.get("kode", "").strip():
        return redirect("letters:verify", code=queries.code_of(code) or "-")
    return render(request, "letters/verify.html", {})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Is the letter with this code genuine? No names, whoever asks."""
    found = queries.verified(code)
    return render(request, "letters/verify.html", {"found": found, "asked": code}, status=200 if found else 404)
