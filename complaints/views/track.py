"""The page of a report, for who has its number and code. A signed cookie of 20 minutes holds what was opened, never the code."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from complaints import actions, forms
from complaints.models import Complaint, Message
from complaints.progress import progress_of
from complaints.queries import by_receipt, messages_of, opened_complaint, reporter_of
from complaints.views import cookies
from evidence.actions import FileRefused, LinkRefused, add_file, add_link
from evidence.models import Evidence, Link
from workflow.transitions import MovedOn
from workflow.verbs import available


@dataclass
class Refused:
    """What could not be taken, each with its reason; it stands beside its field, and what was typed stays in it."""

    text: str = ""
    answer: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)
    links: str = ""
    errors: dict[str, str] = field(default_factory=dict)


class Entry(View):
    """Number and code in, the report's page out. A wrong code and an unknown number get the same answer."""

    def get(self, request):
        complaint = opened_complaint(cookies.opened(request))
        return _page(request, complaint) if complaint else _ask(request)

    def post(self, request):
        typed = {name: forms.readable(request.POST.get(name, ""))[:80] for name in ("nomor", "kode")}
        complaint = by_receipt(typed["nomor"], typed["kode"])
        text = forms.readable(request.POST.get("text", ""))
        if complaint is None:
            error = _("Nomor atau kode tidak cocok. Periksa angkanya, lalu coba lagi.")
            return _ask(request, status=422, error=error, number=typed["nomor"], text=text)
        if text:  # written before the time was up: offered again, to be sent with one press
            return _page(request, complaint, refused=Refused(text=text))
        response = redirect("complaints:track")
        cookies.keep_open(response, complaint)
        return response


class Opened(View):
    """Something done on the page of an opened report; when its 20 minutes are over, what was typed waits for the code."""

    def post(self, request):
        complaint = opened_complaint(cookies.opened(request))
        if complaint is None:
            error = _(
                "Halaman ini sudah ditutup setelah 20 menit. Tulisan Anda masih ada, buka lagi dengan nomor dan kode."
            )
            return _ask(request, status=403, error=error, text=forms.readable(request.POST.get("text", "")))
        refused = self.act(request, complaint)
        if refused:
            return _page(request, complaint, refused=refused, status=422)
        response = redirect(f"{reverse('complaints:track')}#{self.back_to}")
        cookies.keep_open(response, complaint)
        return response

    back_to = ""

    def act(self, request: HttpRequest, complaint: Complaint) -> Refused | None:
        raise NotImplementedError


class Write(Opened):
    """A message to the officer."""

    back_to = "pesan"

    def act(self, request, complaint):
        text = forms.readable(request.POST.get("text", "")).strip()
        if error := _unfit(text, needed=_("Tulis pesannya dulu.")):
            return Refused(text=text, errors={"text": error})
        if _said_last(complaint, text):  # pressed twice
            return None
        try:
            actions.post_message(complaint, by=reporter_of(complaint), text=text, at=timezone.now())
        except ValidationError as invalid:
            return Refused(text=text, errors={"text": " ".join(invalid.messages)})
        return None


class AddEvidence(Opened):
    """More files, more links."""

    back_to = "bukti"

    def act(self, request, complaint):
        refused = _take(request, complaint)
        return refused if refused.files or refused.errors else None


class AnswerQuestion(Write):
    """The answer to a request for completion, which hands the report back to the officer."""

    def act(self, request, complaint):
        unknown = _("Saya tidak tahu.") if "tidak_tahu" in request.POST else ""
        text = forms.readable(request.POST.get("text", "")).strip() or unknown
        if error := _unfit(text, needed=_("Tulis jawabannya, atau centang “Saya tidak tahu”.")):
            return Refused(answer=text, errors={"answer": error})
        refused = _take(request, complaint)
        if refused.files or refused.errors:
            refused.answer = text
            return refused
        try:
            actions.resubmit(complaint, by=reporter_of(complaint), text=text, at=timezone.now())
        except ValidationError as invalid:
            return Refused(answer=text, errors={"answer": " ".join(invalid.messages)})
        except MovedOn:  # answered in another tab, or the officer went on without: as a message it is still read
            return super().act(request, complaint)
        return None


class Withdraw(Opened):
    """Asks once more, then takes the report back."""

    def get(self, request):
        complaint = opened_complaint(cookies.opened(request))
        if complaint is None:
            return redirect("complaints:track")
        if "withdraw" not in _verbs(complaint):
            return redirect("complaints:track")
        return _unstored(render(request, "complaints/withdraw.html", {"complaint": complaint}))

    def act(self, request, complaint):
        reason = forms.readable(request.POST.get("text", "")).strip()[: forms.MESSAGE]
        try:
            actions.withdraw(complaint, by=reporter_of(complaint), reason=reason, at=timezone.now())
        except MovedOn:
            return Refused(
                errors={"moved": _("Laporan ini sudah berpindah tahap, jadi tidak bisa ditarik lagi di sini.")}
            )
        return None


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the report and wipe this browser's memory of the visit."""
    return cookies.forget(redirect("home"))


def _ask(request: HttpRequest, *, status: int = 200, **facts) -> HttpResponse:
    return _unstored(render(request, "complaints/track_entry.html", facts, status=status))


def _page(
    request: HttpRequest, complaint: Complaint, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    talk, progress = messages_of(complaint), progress_of(complaint)
    verbs = _verbs(complaint)
    facts = {
        "complaint": complaint,
        "progress": progress,
        "messages_": talk,
        "questions": [m for m in talk if m.question][-1:] if "resubmit" in verbs else [],
        "files": Evidence.objects.filter(access=complaint.access_id).order_by("added_at", "name"),
        "links": Link.objects.filter(access=complaint.access_id).order_by("pk"),
        "can_withdraw": "withdraw" in verbs,
        "anonymous": complaint.mode == "ANONYMOUS",
        "refused": refused or Refused(),
    }
    response = _unstored(render(request, "complaints/track.html", facts, status=status))
    cookies.keep_open(response, complaint)
    return response


def _verbs(complaint: Complaint) -> set[str]:
    return {verb.name for verb in available(complaint, reporter_of(complaint))}


def _take(request: HttpRequest, complaint: Complaint) -> Refused:
    by, at, refused = reporter_of(complaint), timezone.now(), Refused()
    for upload in request.FILES.getlist("berkas"):
        try:
            add_file(complaint.access, upload=upload, by=by, at=at)
        except FileRefused as error:
            refused.files.append((forms.readable(upload.name or ""), str(error)))
    left = []
    for line in filter(None, map(str.strip, forms.readable(request.POST.get("tautan", "")).splitlines())):
        try:
            add_link(complaint.access, url=line, at=actions.day_of(at))
        except LinkRefused as error:
            left.append(line)
            refused.errors["links"] = str(error)
    refused.links = "\n".join(left)
    return refused


def _unfit(text: str, *, needed: str) -> str:
    if not text:
        return needed
    return forms.too_long(len(text), forms.MESSAGE) if len(text) > forms.MESSAGE else ""


def _said_last(complaint: Complaint, text: str) -> bool:
    talk = messages_of(complaint)
    return bool(talk) and talk[-1].sender == Message.Sender.REPORTER and talk[-1].text == text


def _unstored(response: HttpResponse) -> HttpResponse:
    """A page with a report on it is kept by no browser: neither after leaving nor behind the back button."""
    response.headers["Cache-Control"] = "no-store"
    return response
