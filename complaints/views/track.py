"""The page of a report, for who has its number and code. A signed cookie of 20 minutes holds what was opened, never the code."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from complaints import actions, forms
from complaints.models import Complaint, Message
from complaints.progress import progress_of
from complaints.queries import by_receipt, messages_of, opened_complaint, reporter_of
from complaints.secrecy import REFUSED, tells_a_code
from complaints.views import cookies
from complaints.views.uploading import begin_file
from evidence import tus, uploads
from evidence.actions import FileRefused, LinkRefused, add_file, add_link
from evidence.models import Evidence, Link
from workflow.ledger import day_of
from workflow.transitions import MovedOn
from workflow.verbs import available

WAITING = ("text", "jawaban", "tautan")  # what was typed before the 20 minutes were over


@dataclass
class Refused:
    """What could not be taken, each with its reason; it stands beside its field, and what was typed stays in it."""

    text: str = ""
    answer: str = ""
    reason: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)
    answer_files: list[tuple[str, str]] = field(default_factory=list)
    links: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Every reason with the id of its field, for the top of the page: on a telephone the field is far down."""
        fields = {"answer": "jawaban", "text": "tulis", "links": "tautan", "moved": "kabar", "reason": "alasan"}
        named = [("berkas-jawab", pair) for pair in self.answer_files] + [("berkas", pair) for pair in self.files]
        told = [(fields[name], error) for name, error in self.errors.items()]
        return told + [(place, f"{name}: {error}") for place, (name, error) in named]


class Entry(View):
    """Number and code in, the report's page out. A wrong code and an unknown number get the same answer."""

    def get(self, request):
        complaint = opened_complaint(cookies.opened(request))
        return _page(request, complaint) if complaint else _ask(request)

    def post(self, request):
        number, code = (forms.readable(request.POST.get(name, ""))[:80] for name in ("nomor", "kode"))
        complaint = by_receipt(number, code)
        waiting = {name: text for name in WAITING if (text := forms.readable(request.POST.get(name, "")))}
        if complaint is None:
            error = _("Nomor atau kode tidak cocok. Periksa angkanya, lalu coba lagi.")
            return _ask(request, status=422, error=error, number=number, code=code, waiting=waiting)
        if waiting:  # written before the time was up: offered again, to be sent with one press
            return _page(request, complaint, refused=_offered(waiting, complaint))
        response = redirect("complaints:track")
        cookies.keep_open(response, complaint)
        return response


def _offered(waiting: dict[str, str], complaint: Complaint) -> Refused:
    """What waited, in its fields; an answer that is asked for no more becomes a message."""
    text, answer = waiting.get("text", ""), waiting.get("jawaban", "")
    if "resubmit" not in _verbs(complaint):
        text, answer = text or answer, ""
    return Refused(text=text, answer=answer, links=waiting.get("tautan", ""))


class Opened(View):
    """Something done on the page of an opened report; when its 20 minutes are over, what was typed waits for the code."""

    back_to = ""
    waits_as = "text"

    def get(self, request):
        """A refresh or another language after a refusal; nothing is done by following a link."""
        return redirect("complaints:track")

    def post(self, request):
        complaint = opened_complaint(cookies.opened(request))
        if complaint is None:
            return self.closed(request)
        refused = self.act(request, complaint)
        if refused:
            return self.refuse(request, complaint, refused)
        response = redirect(f"{reverse('complaints:track')}#{self.back_to}")
        cookies.keep_open(response, complaint)
        return response

    def closed(self, request: HttpRequest) -> HttpResponse:
        """The number and the code are asked again, and what was typed waits behind them."""
        typed = {self.waits_as: request.POST.get("text", ""), "tautan": request.POST.get("tautan", "")}
        waiting = {name: forms.readable(text) for name, text in typed.items() if text}
        error = _("Halaman ini sudah ditutup setelah 20 menit. Buka lagi dengan nomor dan kode.")
        if waiting:
            error = _(
                "Halaman ini sudah ditutup setelah 20 menit. Tulisan Anda masih ada, buka lagi dengan nomor dan kode."
            )
        return _ask(request, status=403, error=error, waiting=waiting, lost_files=bool(request.FILES))

    def refuse(self, request: HttpRequest, complaint: Complaint, refused: Refused) -> HttpResponse:
        return _page(request, complaint, refused=refused, status=422)

    def act(self, request: HttpRequest, complaint: Complaint) -> Refused | None:
        raise NotImplementedError


class Write(Opened):
    """A message to the officer."""

    back_to = "pesan"

    def act(self, request, complaint):
        text = forms.readable(request.POST.get("text", "")).strip()
        if error := _unfit(text, needed=_("Tulis pesannya dulu.")):
            return Refused(text=text, errors={"text": error})
        return self.write(complaint, text)

    def write(self, complaint: Complaint, text: str) -> Refused | None:
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

    def post(self, request):
        if not tus.spoken(request):
            return super().post(request)
        complaint = opened_complaint(cookies.opened(request))
        if complaint is None:
            raise Http404("closed")
        return begin_file(request, complaint.access, by=reporter_of(complaint), name="complaints:report_upload")

    def act(self, request, complaint):
        for upload in uploads.unfinished(complaint.access_id).filter(by=None):
            if str(upload.pk) == request.POST.get("batal", ""):
                uploads.cancel(upload)
        refused = _take(request, complaint)
        return refused if refused.files or refused.errors else None


class AnswerQuestion(Write):
    """The answer to a request for completion, which hands the report back to the officer."""

    waits_as = "jawaban"

    def act(self, request, complaint):
        unknown = _("Saya tidak tahu.") if "tidak_tahu" in request.POST else ""
        text = forms.readable(request.POST.get("text", "")).strip() or unknown
        if error := _unfit(text, needed=_("Tulis jawabannya, atau centang “Saya tidak tahu”.")):
            return Refused(answer=text, errors={"answer": error})
        refused = _take(request, complaint)
        if refused.files or refused.errors:
            return Refused(answer=text, answer_files=refused.files, links=refused.links, errors=refused.errors)
        try:
            actions.resubmit(complaint, by=reporter_of(complaint), text=text, at=timezone.now())
        except ValidationError as invalid:
            return Refused(answer=text, errors={"answer": " ".join(invalid.messages)})
        except MovedOn:  # answered in another tab, or the officer went on without: as a message it is still read
            return self.write(complaint, text)
        return None


class Withdraw(Opened):
    """Asks once more, then takes the report back."""

    def get(self, request):
        complaint = opened_complaint(cookies.opened(request))
        if complaint is None:
            return redirect("complaints:track")
        if "withdraw" not in _verbs(complaint):
            return redirect("complaints:track")
        return self.ask(request, complaint, Refused())

    def ask(self, request: HttpRequest, complaint: Complaint, refused: Refused, *, status: int = 200) -> HttpResponse:
        facts = {"complaint": complaint, "refused": refused}
        return _unstored(render(request, "complaints/withdraw.html", facts, status=status))

    def refuse(self, request, complaint, refused):
        if "reason" in refused.errors:
            return self.ask(request, complaint, refused, status=422)
        return super().refuse(request, complaint, refused)

    def act(self, request, complaint):
        reason = forms.readable(request.POST.get("text", "")).strip()
        if error := _unfit(reason, needed="") or (str(REFUSED) if tells_a_code(reason) else ""):
            return Refused(reason=reason, errors={"reason": error})
        try:
            actions.withdraw(complaint, by=reporter_of(complaint), reason=reason, at=timezone.now())
        except MovedOn:
            return self.moved_on(complaint)
        return None

    def moved_on(self, complaint: Complaint) -> Refused | None:
        """Pressed twice is done; otherwise somebody else was first."""
        now = opened_complaint(str(complaint.pk))
        if now and now.stage == Complaint.Stage.WITHDRAWN:
            return None
        return Refused(errors={"moved": _("Laporan ini sudah berpindah tahap, jadi tidak bisa ditarik lagi di sini.")})


def leave(request: HttpRequest) -> HttpResponse:
    """Close the report and wipe this browser's memory of the visit; only by the button."""
    return cookies.forget(redirect("home")) if request.method == "POST" else redirect("complaints:track")


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
        "files": Evidence.objects.filter(access=complaint.access_id, sightings=None).order_by("added_at", "name"),
        "links": Link.objects.filter(access=complaint.access_id).order_by("pk"),
        "unfinished": list(uploads.unfinished(complaint.access_id).filter(by=None)),
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
            _add_link(complaint, line, at)
        except LinkRefused as error:
            left.append(line)
            refused.errors["links"] = str(error)
    refused.links = "\n".join(left)
    return refused


def _add_link(complaint: Complaint, line: str, at: datetime) -> None:
    if tells_a_code(line):
        raise LinkRefused(REFUSED)
    add_link(complaint.access, url=line, at=day_of(at))


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
