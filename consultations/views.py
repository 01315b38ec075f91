"""Pages of consultations: the list, a new question, one question with its answer, files that go along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations import actions, queries
from consultations.duties import unmet
from consultations.forms import AnswerForm, AskForm, LetterAnswerForm
from consultations.models import ANSWERS, RIGHTS, Consultation
from evidence.actions import FileRefused, add_file
from evidence.models import Evidence
from workflow import access_records
from workflow.transitions import MovedOn
from workflow.verbs import kind_of

KINDS = {"perkara": "case", "laporan": "complaint"}


@login_required
def consultations(request: HttpRequest) -> HttpResponse:
    """What was asked: for officers of their authority, for a body what it was asked itself."""
    if not any(request.user.may(right) for right in [*RIGHTS.values(), ANSWERS]):
        raise PermissionDenied("consultation")
    open_, ended = queries.listed_for(request.user)
    access_records.listed([*open_, *ended], by=request.user, at=timezone.now())
    facts = {"open": open_, "ended": ended, "outside": not request.user.authority_id, "today": timezone.localdate()}
    return render(request, "consultations/list.html", facts)


@login_required
def ask(request: HttpRequest, room: str, reference: str) -> HttpResponse:
    """The questions about a complaint or case, and the form for another one."""
    subject = _subject(request, room, reference)
    if request.method == "POST" and not actions.may_ask(subject, request.user):
        raise PermissionDenied("consultation")
    access_records.read(subject, by=request.user, at=timezone.now())
    if request.method == "POST":
        return _ask(request, subject)
    return _asking(request, subject, AskForm(initial={"body": request.GET.get("lembaga", "ELECTION_SUPERVISOR")}))


def _ask(request: HttpRequest, subject) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _asking(request, subject, form, 422)
    try:
        asked = actions.ask(subject, by=request.user, **form.asked())
    except MovedOn:
        return _asking(request, subject, form, 409)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _asking(request, subject, form, 422)
    messages.success(request, _("Pertanyaan dikirim. Lampirkan berkas bila perlu."))
    return redirect("consultations:consultation", asked.reference)


def _asking(request: HttpRequest, subject, form: AskForm, status: int = 200) -> HttpResponse:
    late = subject.stage not in actions.unended(subject)
    facts = {
        "subject": subject,
        "back": f"/petugas/{kind_of(subject.KIND).slug}/{subject.reference}/",
        "asked": queries.of_subject(subject, request.user),
        "duties": unmet(subject, on=timezone.localdate()),
        "form": form if actions.may_ask(subject, request.user) and not late else None,
        "late": late and request.method == "POST",
        "bodies": queries.bodies(),
        "today": timezone.localdate(),
    }
    return render(request, "consultations/ask.html", facts, status=409 if facts["late"] else status)


@login_required
def consultation(request: HttpRequest, reference: str) -> HttpResponse:
    """One question; POST answers it."""
    found = _found(request, reference)
    form = _form(request, found, actions.answers_for(found, request.user))
    if request.method == "POST" and form is None:
        raise PermissionDenied("consultation")
    access_records.read(found, by=request.user, at=timezone.now())
    if request.method != "POST":
        return _page(request, found, form)
    if not found.is_open:
        return _page(request, found, form, 409)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        actions.answer(found, by=request.user, **form.cleaned_data)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _page(request, found, form, 422)
    messages.success(request, _("Jawaban tercatat."))
    return redirect("consultations:consultation", found.reference)


def _form(request: HttpRequest, found: Consultation, outside: bool):
    """The form of whom may answer: the body itself, or officers with its letter."""
    if outside:
        return AnswerForm(request.POST or None)
    if found.subject_kind in KINDS.values() and _asks(request, found):
        return LetterAnswerForm(request.POST or None)
    return None


def _asks(request: HttpRequest, found: Consultation) -> bool:
    own = any(request.user.may(right) for right in actions.ASKS[found.subject_kind])
    return own and request.user.authority_id is not None


def _page(request: HttpRequest, found: Consultation, form, status: int = 200) -> HttpResponse:
    asks = _asks(request, found)
    inside = request.user.authority_id is not None
    facts = {
        "asked": found,
        "inside": inside,
        "place": f"/petugas/{kind_of(found.subject_kind).slug}/{found.subject_reference}/" if inside else "",
        "form": form if found.is_open else None,
        "late": status == 409,
        "typed": form["text"].value() if status == 409 and form else "",
        "files": list(Evidence.objects.visible_to(request.user).filter(access=found.access_id).listed()),
        "attaching": found.is_open and (asks or actions.answers_for(found, request.user)),
        "recalling": found.is_open and asks,
        "today": timezone.localdate(),
    }
    return render(request, "consultations/consultation.html", facts, status=status)


@login_required
@require_POST
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """A file that goes along with the question, or with the answer."""
    found = _found(request, reference)
    if not (_asks(request, found) or actions.answers_for(found, request.user)):
        raise PermissionDenied("consultation")
    upload = request.FILES.get("file")
    if not found.is_open or upload is None:
        messages.error(request, _("Pilih satu berkas.") if found.is_open else _("Pertanyaan ini sudah berakhir."))
        return redirect("consultations:consultation", found.reference)
    try:
        add_file(found.access, upload=upload, by=request.user, at=timezone.now())
        messages.success(request, _("Berkas diterima."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    return redirect("consultations:consultation", found.reference)


@login_required
@require_POST
def recall(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a question back."""
    found = _found(request, reference)
    if not _asks(request, found):
        raise PermissionDenied("consultation")
    try:
        actions.recall(found, by=request.user)
        messages.success(request, _("Pertanyaan ditarik."))
    except ValidationError as wrong:
        messages.warning(request, " ".join(wrong.messages))
    return redirect("consultations:consultation", found.reference)


def _subject(request: HttpRequest, room: str, reference: str):
    """The complaint or case for who sees it inside the authority. Raises Http404."""
    kind = KINDS[room]
    rows = kind_of(kind).model.objects.visible_to(request.user).select_related("access__authority")
    subject = rows.filter(reference=reference).first() if request.user.authority_id else None
    if subject is None:
        raise Http404(reference)
    return subject


def _found(request: HttpRequest, reference: str) -> Consultation:
    rows = Consultation.objects.visible_to(request.user)
    rows = rows.select_related("agency", "asked_by", "answered_by", "rule", "letter", "access")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(reference)
    return found
