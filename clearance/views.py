"""Pages of selection panels and talent pools: ask, read the answer, take it as a letter. And who asked about whom."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clearance import actions
from clearance.forms import MOST_WRONG, AskersForm, InquiryForm
from clearance.models import Inquiry, Question
from clearance.wording import lines_of
from workflow.access_records import seen

RECENT = 20
MOST_ASKERS = 500
TELL = "clearance.tell"
WRONG = "clearance.wrong"  # of the session: rows that could not be asked, shown once


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and the questions asked before; POST answers by leading to the result."""
    if not request.user.may(actions.RIGHT):
        raise PermissionDenied(actions.RIGHT)
    form = InquiryForm(request.POST, request.FILES) if request.method == "POST" else InquiryForm()
    if request.method == "POST" and form.is_valid():
        found, purpose = form.cleaned_data["candidates"], form.cleaned_data["purpose"]
        inquiry, _answers = actions.ask(
            found, purpose=purpose, by=request.user, at=timezone.now(), channel=Inquiry.Channel.PAGE
        )
        request.session[WRONG] = [inquiry.reference, form.wrong[:MOST_WRONG]]
        return redirect("clearance:inquiry", inquiry.reference)
    recent = Inquiry.objects.visible_to(request.user).order_by("-asked_at", "-pk")[:RECENT]
    facts = {"form": form, "recent": recent, "today": timezone.localdate()}
    return render(request, "clearance/ask.html", facts, status=422 if form.errors else 200)


@login_required
@require_GET
def inquiry(request: HttpRequest, inquiry: str) -> HttpResponse:
    """What was answered, while it is valid."""
    found, at = _visible(request, inquiry), timezone.now()
    expired = timezone.localdate(at) > found.expires_on
    lines = [] if expired else lines_of(found)
    reference, wrong = request.session.get(WRONG, ["", []])
    seen("clearance.read", by=request.user, at=at, access=found.access_id, reference=found.reference)
    facts = {
        "inquiry": found,
        "lines": lines,
        "expired": expired,
        "named": sum(line["kind"] == "named" for line in lines),
        "wrong": wrong if reference == found.reference else [],
    }
    return render(request, "clearance/inquiry.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, inquiry: str) -> HttpResponse:
    """POST writes the letter, once; GET hands out its PDF."""
    found, at = _visible(request, inquiry), timezone.now()
    if request.method == "POST":
        actions.certify(found, by=request.user, at=at)
        return redirect("clearance:letter", found.reference)
    if found.letter is None:
        raise Http404(inquiry)
    seen("letter.read", by=request.user, at=at, access=found.access_id, reference=found.reference)
    answer = HttpResponse(found.letter.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.reference}.pdf"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def askers(request: HttpRequest) -> HttpResponse:
    """Who asked about one person, for that person: when, who, what for."""
    if not request.user.may(TELL):
        raise PermissionDenied(TELL)
    form = AskersForm(request.POST) if request.method == "POST" else AskersForm()
    found = None
    if request.method == "POST" and form.is_valid():
        found = list(Question.objects.visible_to(request.user).about(form.cleaned_data["nip"])[:MOST_ASKERS])
        seen("clearance.askers", by=request.user, at=timezone.now(), count=len(found))
    facts = {"form": form, "found": found, "title": _("Siapa yang bertanya")}
    return render(request, "clearance/askers.html", facts, status=422 if form.errors else 200)


def _visible(request: HttpRequest, reference: str) -> Inquiry:
    rows = Inquiry.objects.visible_to(request.user).select_related("access", "letter")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    return found
