"""Pages of tasks: mine, those of a complaint or case, a new one, done, handed on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tasks import actions
from tasks.forms import Handing, TaskForm
from tasks.models import RIGHTS, Task
from tasks.queries import mine, of_subject
from workflow import access_records
from workflow.access_records import Look
from workflow.transitions import MovedOn
from workflow.verbs import kind_of

KINDS = {"perkara": "case", "laporan": "complaint"}


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What I have to do, the most urgent first, and what I did last."""
    if not any(request.user.may(right) for right in RIGHTS.values()):
        raise PermissionDenied("task")
    open_, done = mine(request.user)
    _looked(request, [*open_, *done])
    return render(request, "tasks/own.html", {"open": open_, "done": done, "today": timezone.localdate()})


@login_required
def of(request: HttpRequest, room: str, reference: str) -> HttpResponse:
    """The tasks of a complaint or case, and the form for another one."""
    subject = _subject(request, room, reference)
    if request.method == "POST" and not actions.may_give(subject, request.user):
        raise PermissionDenied("task")
    access_records.read(subject, by=request.user, at=timezone.now())
    giving = actions.may_give(subject, request.user) and subject.stage in actions.unended(subject)
    form = TaskForm(request.POST or None, subject=subject) if giving else None
    if request.method == "POST":
        return _give(request, subject, form)
    return _page(request, subject, form)


def _give(request: HttpRequest, subject, form) -> HttpResponse:
    if form is None:
        return _page(request, subject, None, 409)
    if not form.is_valid():
        return _page(request, subject, form, 422)
    try:
        actions.give(subject, by=request.user, **form.cleaned_data)
    except MovedOn:
        return _page(request, subject, form, 409)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _page(request, subject, form, 422)
    messages.success(request, _("Tugas diberikan."))
    return redirect(request.path)


def _page(request: HttpRequest, subject, form, status: int = 200) -> HttpResponse:
    facts = {
        "subject": subject,
        "back": f"/petugas/{kind_of(subject.KIND).slug}/{subject.reference}/",
        "tasks": of_subject(subject, request.user),
        "form": form,
        "late": status == 409,
        "today": timezone.localdate(),
        "may": actions.may_give(subject, request.user),
    }
    return render(request, "tasks/of.html", facts, status=status)


@login_required
@require_POST
def finish(request: HttpRequest, task: int) -> HttpResponse:
    """It is done."""
    found = _task(request, task)
    try:
        actions.finish(found, by=request.user)
        messages.success(request, _("Tugas selesai."))
    except ValidationError as wrong:  # the second click
        messages.warning(request, " ".join(wrong.messages))
    return redirect("tasks:own" if found.owner_id == request.user.pk else _place(found))


@login_required
def hand_on(request: HttpRequest, task: int) -> HttpResponse:
    """To another colleague or another day."""
    found = _task(request, task)
    subject = actions.subject_of(found)
    if found.owner_id != request.user.pk and not actions.may_give(subject, request.user):
        raise PermissionDenied("task")
    initial = {"owner": found.owner_id, "due_date": found.due_date}
    typed = request.POST if request.method == "POST" else None
    form = Handing(typed, subject=subject, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_on(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Tersimpan."))
            return redirect(_place(found))
        except ValidationError as wrong:
            form.add_error(None, wrong)
    status = 422 if form.errors else 200
    access_records.read(subject, by=request.user, at=timezone.now())
    return render(request, "tasks/hand_on.html", {"task": found, "form": form, "back": _place(found)}, status=status)


def _subject(request: HttpRequest, room: str, reference: str):
    """The complaint or case for who sees it inside the authority. Raises Http404."""
    kind = KINDS[room]
    if not request.user.may(RIGHTS[kind]):
        raise Http404(reference)
    rows = kind_of(kind).model.objects.visible_to(request.user).select_related("access")
    subject = rows.filter(reference=reference).first()
    if subject is None:
        raise Http404(reference)
    return subject


def _task(request: HttpRequest, pk: int) -> Task:
    found = Task.objects.visible_to(request.user).select_related("owner", "by", "access").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _place(task: Task) -> str:
    return f"/petugas/{kind_of(task.subject_kind).slug}/{task.subject_reference}/tugas/"


def _looked(request: HttpRequest, tasks: list[Task]) -> None:
    shown = dict.fromkeys((task.subject_kind, task.access_id, task.subject_reference) for task in tasks)
    looks = [Look(f"{kind}.list", access, reference) for kind, access, reference in shown]
    access_records.looked(looks, by=request.user, at=timezone.now())
