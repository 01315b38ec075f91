"""The page on which an officer marks what is to be burnt out. It keeps nothing on the server before the copy is asked for.

Without script every step is a button: the marks made so far travel along in the form.
"""

import json
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evidence import redaction
from evidence.marking import places_of, suggestions
from evidence.models import Evidence, Page
from evidence.queries import Window, visible, window
from evidence.views.viewer import number_of
from workflow import access_records
from workflow.transitions import MovedOn

SIDES = ("left", "top", "right", "bottom")


@dataclass
class Sheet:
    """The marks so far, what to say about the last step, and how the answer is to be numbered."""

    marks: list[dict] = field(default_factory=list)
    told: str = ""
    error: str = ""

    @property
    def status(self) -> int:
        return 422 if self.error else 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark, look, and let the copy be made."""
    found = visible(pk, request.user)
    if not request.user.may("evidence.redact"):
        raise PermissionDenied("evidence.redact")
    if not redaction.redactable(found):
        raise MovedOn(found, "redact")
    sheet = Sheet()
    if request.method == "POST":
        sheet = _step(request, found)
        if request.POST.get("do") == "burn" and not sheet.error:
            messages.success(request, _("Salinan tersamar sedang dibuat. Muat ulang halaman ini sebentar lagi."))
            return redirect("evidence:evidence", pk=pk)
    return _show(request, found, sheet)


def _step(request: HttpRequest, found: Evidence) -> Sheet:
    """What the pressed button does to the marks."""
    sheet = Sheet()
    try:
        sheet.marks = redaction.checked_marks(_sent(request.POST.get("marks", "")), found)
        _do(request.POST.get("do", ""), request, found, sheet)
    except ValidationError as wrong:
        sheet.error = " ".join(wrong.messages)
    return sheet


def _do(what: str, request: HttpRequest, found: Evidence, sheet: Sheet) -> None:
    if what == "burn":
        redaction.redact(found, marks=sheet.marks, by=request.user, at=timezone.now())
    elif what.startswith("drop-"):
        index = number_of(what.removeprefix("drop-"))
        sheet.marks = [mark for place, mark in enumerate(sheet.marks) if place != index]
    elif what == "box":
        sheet.marks = redaction.checked_marks([*sheet.marks, _box(request)], found)
    elif what == "text" or what.startswith("text-"):
        _mark_text(found, what.removeprefix("text-") if what != "text" else request.POST.get("text", ""), sheet)


def _mark_text(found: Evidence, text: str, sheet: Sheet) -> None:
    place = places_of(found, text)
    before = len(sheet.marks)
    sheet.marks = redaction.checked_marks([*sheet.marks, *place.marks], found)
    added = len(sheet.marks) - before
    if place.unplaced:
        pages = ", ".join(str(number) for number in place.unplaced[:12])
        sheet.error = _("Ada di halaman %(pages)s, tetapi letaknya tidak diketahui. Tandai di sana dengan kotak.") % {
            "pages": pages
        }
    elif not place.marks:
        sheet.error = _("Teks itu tidak ditemukan di berkas ini.")
    else:
        said = ngettext("%(count)s tempat ditambahkan.", "%(count)s tempat ditambahkan.", added)
        sheet.told = said % {"count": added}


def _box(request: HttpRequest) -> dict:
    """The four sides as a person writes them: in percent of the page."""
    try:
        sides = {side: float(request.POST.get(side, "").replace(",", ".")) / 100 for side in SIDES}
    except ValueError as wrong:
        raise ValidationError(_("Isi keempat sisi kotak dengan angka 0 sampai 100.")) from wrong
    if sides["right"] <= sides["left"] or sides["bottom"] <= sides["top"]:
        raise ValidationError(_("Sisi kanan lebih besar dari kiri, dan sisi bawah lebih besar dari atas."))
    return {"page": number_of(request.POST.get("page", "")), **sides}


def _sent(text: str) -> list:
    try:
        marks = json.loads(text or "[]")
    except (ValueError, RecursionError):
        marks = None
    if not isinstance(marks, list):
        raise ValidationError(_("Tanda ini tidak bisa dibaca. Tandai lagi."))
    return marks


def _show(request: HttpRequest, found: Evidence, sheet: Sheet) -> HttpResponse:
    access_records.read(found, by=request.user, at=timezone.now(), what="evidence.look")
    part = window(found, around=number_of(request.POST.get("hal") or request.GET.get("hal", "")))
    facts = {
        "evidence": found,
        "window": part,
        "first": str(part.pages[0].number) if part.pages else "1",
        "marks": json.dumps(sheet.marks),
        "count": len(sheet.marks),
        "pages": _pages(part, sheet.marks),
        "elsewhere": sum(1 for mark in sheet.marks if mark["page"] not in {page.number for page in part.pages}),
        "pictured": redaction.pictured(found),
        "suggestions": suggestions(found),
        "sheet": sheet,
        "text": request.POST.get("text", "") if sheet.error else "",
    }
    return render(request, "evidence/redact.html", facts, status=sheet.status)


def _pages(part: Window, marks: list[dict]) -> list[dict]:
    """Each page of the window with its marks, numbered as in the list, and its text as the copy will have it."""
    return [_page(page, [pair for pair in enumerate(marks) if pair[1]["page"] == page.number]) for page in part.pages]


def _page(page: Page, marks: list[tuple[int, dict]]) -> dict:
    stretches = [mark for _index, mark in marks if "start" in mark]
    text = redaction.blanked(page.text, stretches)
    return {"page": page, "text": text, "marks": [_shown(index, mark, page) for index, mark in marks]}


def _shown(index: int, mark: dict, page: Page) -> dict:
    """A mark as the page draws and names it: pixels of the picture, percent in words, or the text itself."""
    if "start" in mark:
        return {"index": index, "text": page.text[mark["start"] : mark["end"]]}
    width, height = page.width or 1000, page.height or 1000
    percent = {side: round(mark[side] * 100) for side in SIDES}
    drawn = {
        "x": round(mark["left"] * width),
        "y": round(mark["top"] * height),
        "width": round((mark["right"] - mark["left"]) * width),
        "height": round((mark["bottom"] - mark["top"]) * height),
    }
    return {"index": index, **percent, **{f"at_{name}": value for name, value in drawn.items()}}
