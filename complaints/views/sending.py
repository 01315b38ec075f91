"""The end of the report form: check, send once, receipt; and the ways to leave it, come back, or throw it away."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import drafts, forms
from complaints.models import Complaint
from complaints.questionnaire import Incomplete, Questionnaire
from complaints.views import waiting
from complaints.views.public import evidence_of
from complaints.views.writing import Writing
from law.clocks import HolidaysMissing, due_date
from law.models import StageClock


class Check(Writing):
    """Everything typed, with a way back to each page, and the one button that sends it."""

    def get(self, request):
        return self._show(request)

    def post(self, request):
        if self.draft is None:
            return redirect("complaints:what")
        if Questionnaire(self.draft, at=self.at).missing:
            return self._show(request, status=422)
        return waiting.report_page(request, self.draft, at=self.at) or file(self) or self._show(request, status=422)

    def _show(self, request: HttpRequest, *, status: int = 200) -> HttpResponse:
        answers = Questionnaire(self.draft, at=self.at)
        facts = {"answers": answers, "missing": answers.missing, "failed": status == 422, **evidence_of(self.draft)}
        return render(request, "complaints/check.html", facts, status=status)


def file(view: Writing) -> HttpResponse | None:
    """File the draft of this browser, once, and lead to its receipt; None when something is missing."""
    try:
        drafts.send(view.token, at=view.at, report_of=lambda draft: Questionnaire(draft, at=view.at).report())
    except Incomplete:
        return None
    return redirect("complaints:receipt")


class Waiting(Writing):
    """A report's place in line: opened again by the browser when the wait is over, or sent with the work done.

    A GET may file here, because the button was pressed before: the ticket is signed for this draft as it was then.
    """

    def get(self, request):
        return self._go_on(request, request.GET.get(waiting.TICKET, ""))

    def post(self, request):
        return self._go_on(request, request.POST.get(waiting.TICKET, ""), request.POST.get(waiting.NUMBER, ""))

    def _go_on(self, request: HttpRequest, text: str, number: str = "") -> HttpResponse:
        if self.draft is None:
            return redirect("complaints:what")
        ticket = waiting.ticket_of(text, self.draft, at=self.at)
        if ticket is None:
            return redirect("complaints:check")
        if not waiting.is_over(ticket, number, self.at):
            return waiting.waits(request, ticket, self.at)
        return file(self) or redirect("complaints:check")


class Receipt(Writing):
    """Number and code, until the draft's time is up or the reporter clears them away."""

    shows_receipt = True

    def get(self, request):
        if self.draft is None or self.draft.receipt is None:
            return redirect("complaints:check")
        receipt, complaint = self.draft.receipt, self.draft.row.complaint
        facts = {
            "receipt": receipt,
            "sent_at": datetime.fromisoformat(receipt.sent_on),
            "complaint": complaint,
            "verified_by": _verified_by(complaint),
            "saved": self.draft.row.touched_at + drafts.LIFE,
        }
        response = render(request, "complaints/receipt.html", facts)
        response.headers["Cache-Control"] = "no-store"
        return response


class Another(Writing):
    """A second report from the same browser: the copy of the first one's receipt is deleted, its report stays."""

    shows_receipt, needs_draft = True, False

    def get(self, request):
        return redirect("complaints:receipt")

    def post(self, request):
        if self.draft and self.draft.receipt:
            drafts.discard(self.draft, at=self.at)
            self.token = drafts.new_token()
        return redirect("complaints:what")


class Resume(Writing):
    """The code with which the draft is continued on another day or telephone, and the place to type it."""

    needs_draft = False

    def get(self, request):
        return self._show(request)

    def post(self, request):
        typed = drafts.read_token(request.POST.get("kode", ""))
        try:
            draft = drafts.find(typed, at=self.at)
        except drafts.Expired:
            draft = None
        if draft is None:
            error = _("Kode tidak cocok, atau isiannya sudah lebih dari 72 jam. Periksa kodenya, lalu coba lagi.")
            return self._show(request, status=422, error=error, typed=forms.readable(request.POST.get("kode", ""))[:80])
        self.token = typed
        return redirect("complaints:check")

    def _show(self, request: HttpRequest, *, status: int = 200, **facts) -> HttpResponse:
        code = "-".join(self.token[i : i + 4] for i in range(0, len(self.token), 4)) if self.draft else ""
        response = render(request, "complaints/resume.html", {"code": code, **facts}, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


class Discard(Writing):
    """Asks once, then deletes the draft with its files."""

    def get(self, request):
        return render(request, "complaints/discard.html", {"draft": self.draft})

    def post(self, request):
        if self.draft:
            drafts.discard(self.draft, at=self.at)
        self.token = drafts.new_token()
        return redirect("complaints:what")


def _verified_by(complaint: Complaint) -> date | None:
    """The last day of the verification if it begins on its last day; None when no clock or no calendar says so."""
    clock = StageClock.objects.filter(kind="complaint", stage=Complaint.Stage.VERIFYING).first()
    try:
        return due_date(clock, complaint.due_date or timezone.localdate(complaint.created_at))
    except HolidaysMissing:
        return None
